import { expect, test } from "vitest";
import { measureFloors } from "./measure-floors.ts";

const measure = (files: Readonly<Record<string, string>>) =>
  measureFloors(Object.keys(files), (path) => files[path]!);

test("measures each floor, its source and its tests apart", () => {
  const floors = measure({
    "lib/core/a.ts": "export function add() {\n  return 1;\n}\n",
    "lib/core/a.test.ts": "test('a', () => {\n  const one = () => 1;\n});\n",
    "lib/core/notes.md": "one\ntwo\n",
    "app/page.tsx": "export function Page(props: { a: 1; b: 2 }) {\n  return <p />;\n}",
    "next.config.js": "export default {};\n",
  });
  expect(floors).toEqual([
    {
      name: "app",
      sources: [{ path: "app/page.tsx", lines: 3 }],
      functions: [{ path: "app/page.tsx", name: "Page", line: 1, size: 3 }],
      components: [{ path: "app/page.tsx", name: "Page", line: 1, size: 2 }],
      tests: [],
    },
    {
      name: "lib/core",
      sources: [{ path: "lib/core/a.ts", lines: 3 }],
      functions: [{ path: "lib/core/a.ts", name: "add", line: 1, size: 3 }],
      components: [],
      tests: [{ path: "lib/core/a.test.ts", lines: 3 }],
    },
  ]);
});

test.each([
  ["", 0],
  ["one", 1],
  ["one\n", 1],
  ["one\n\n", 2],
])("counts the lines of %j: %i", (text, lines) => {
  expect(measure({ "app/a.ts": text })[0]!.sources[0]!.lines).toBe(lines);
});
