import { describe, expect, test } from "vitest";
import { findNames } from "./find-names.ts";

const namesOf = (path: string, text: string) => findNames(path, text).map((name) => name.text);

describe("TypeScript", () => {
  test.each([
    ["a variable", "const one = 1;", ["one"]],
    ["a function and its parameters", "function one(two: number) {}", ["one", "two"]],
    ["a type and its members", "type One = { two: three };", ["One", "two", "three"]],
    ["a private member", "class One { #two = 1; }", ["One", "#two"]],
    ["a property that is read", "one.two;", ["one", "two"]],
    ["a quoted key", 'const one = { "two-three": 4 };', ["one", '"two-three"']],
    ["a label and an enum's member", "enum One { two }", ["One", "two"]],
    ["what a template holds", "`text ${one} text`;", ["one"]],
  ])("%s is a name", (_, text, names) => {
    expect(namesOf("a.ts", text)).toEqual(names);
  });

  test.each([
    ["a comment", "// one\n/* two */ /** @param three */"],
    ["a string", '"one"; `two`;'],
    ["a value of a union", 'export default null as null | "one";'],
    ["a regular expression", "/one/;"],
  ])("%s is prose", (_, text) => {
    expect(namesOf("a.ts", text)).toEqual([]);
  });
});

test("JSX: tags and attributes are names, text and values are prose", () => {
  expect(namesOf("a.tsx", '<one two="three">four {five}</one>;')).toEqual(["one", "two", "five", "one"]);
});

test("plain JavaScript is read as code", () => {
  expect(namesOf("a.js", "export const one = 1;")).toEqual(["one"]);
  expect(namesOf("a.mjs", "export const one = 1;")).toEqual(["one"]);
});

test("JSON: keys are names, values are prose", () => {
  expect(namesOf("a.json", '{ "one": "two", "three": { "four": ["five"] } }')).toEqual([
    '"one"',
    '"three"',
    '"four"',
  ]);
});

test("CSS: comments and strings are prose", () => {
  expect(namesOf("a.css", '/* one */ .two { --three-four: five; content: "six"; }')).toEqual([
    "two",
    "--three-four",
    "five",
    "content",
  ]);
});

test("Markdown is prose", () => {
  expect(namesOf("a.md", "# one `two`")).toEqual([]);
});

test("says where each name begins", () => {
  expect(findNames("a.ts", "/* text */ const one = 1;")).toEqual([{ text: "one", offset: 17 }]);
  expect(findNames("a.css", "/* text */ .one {}")).toEqual([{ text: "one", offset: 12 }]);
});
