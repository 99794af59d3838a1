import { expect, test } from "vitest";
import { withSection } from "./marked-section.ts";

const START = "<!-- sizes:start -->";
const END = "<!-- sizes:end -->";

test("replaces what is between the markers, and nothing else", () => {
  const document = `# One\n\n${START}\n\nold\n\n${END}\n\nlast\n`;
  expect(withSection(document, "new\nlines")).toBe(`# One\n\n${START}\n\nnew\nlines\n\n${END}\n\nlast\n`);
});

test("fills an empty section, and says the same again", () => {
  const once = withSection(`${START}\n${END}\n`, "new");
  expect(once).toBe(`${START}\n\nnew\n\n${END}\n`);
  expect(withSection(once, "new")).toBe(once);
});

test.each([
  ["no marker", "# One\n", "must be in the document"],
  ["no end", `${START}\n`, "must be in the document"],
  ["two starts", `${START}\n${START}\n${END}\n`, "only once"],
  ["the end first", `${END}\n${START}\n`, "stands before"],
])("refuses a document with %s", (_, document, message) => {
  expect(() => withSection(document, "new")).toThrow(message);
});
