import { describe, expect, test } from "vitest";
import { parseSource } from "../parse-source.ts";
import { findFunctions } from "./find-functions.ts";

const functionsOf = (text: string) => findFunctions(parseSource("a.tsx", text)!);
const namesOf = (text: string) => functionsOf(text).map(({ name }) => name);

test("counts the lines of a function from its first word to its last brace", () => {
  const text = "// one\n\n/** two */\nexport function add(\n  a: number,\n) {\n  return a;\n}\n";
  expect(functionsOf(text)).toEqual([{ name: "add", line: 4, size: 5 }]);
});

test("counts a function inside of another one by itself too", () => {
  expect(functionsOf("function outer() {\n  const inner = () =>\n    1;\n}")).toEqual([
    { name: "outer", line: 1, size: 4 },
    { name: "inner", line: 2, size: 2 },
  ]);
});

test.each([
  ["an arrow", "const add = () => 1;", "add"],
  ["an arrow with its type", "const add = (() => 1) satisfies Add;", "add"],
  ["a function expression", "const add = function () {};", "add"],
  ["a method", "class Sum { add() {} }", "Sum.add"],
  ["a private member", "class Sum { #add = () => 1; }", "Sum.#add"],
  ["a constructor", "class Sum { constructor() {} }", "Sum.constructor"],
  ["a getter", "class Sum { get total() { return 1; } }", "Sum.total"],
  ["a method of an object", "const sum = { add() {} };", "add"],
  ["a property of an object", "const sum = { add: () => 1 };", "add"],
  ["an argument of a call that has a name", "const Row = memo(() => 1);", "Row"],
  ["an argument of any other call", "numbers.map(() => 1);", "argument of numbers.map"],
  ["a default export without a name", "export default function () {}", "default export"],
  ["a default export of an arrow", "export default () => 1;", "default export"],
  ["a function called at once", "(() => 1)();", "anonymous function"],
])("finds %s by its name", (_, text, name) => {
  expect(namesOf(text)).toEqual([name]);
});

test.each([
  ["a signature", "type Add = () => void; interface Sum { add(): void }"],
  ["an overload", "declare function add(): void;"],
])("%s is no function", (_, text) => {
  expect(namesOf(text)).toEqual([]);
});

describe("in source that holds tests", () => {
  test.each([
    'describe("a", () => {});',
    'test("a", async ({ page }) => {});',
    'it.each([1])("a", () => {});',
    'test.describe.serial("a", () => {});',
    'test.each`a`("a", () => {});',
  ])("%s is a test", (text) => {
    expect(namesOf(text)).toEqual([]);
  });

  test("a function inside of a test is one", () => {
    expect(namesOf('test("a", () => { const add = () => 1; });')).toEqual(["add"]);
  });
});
