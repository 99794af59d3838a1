import { describe, expect, test } from "vitest";
import { parseSource } from "../parse-source.ts";
import { findComponents } from "./find-components.ts";

const componentsOf = (text: string, path = "a.tsx") => findComponents(parseSource(path, text)!);
const propsOf = (text: string) => componentsOf(text).map(({ size }) => size);

test("a component has a name, a line and a number of props", () => {
  expect(
    componentsOf("\nexport function Row({ a, b }: { a: string; b?: number }) { return <p />; }"),
  ).toEqual([{ name: "Row", line: 2, size: 2 }]);
});

describe("counts the members of", () => {
  test.each([
    ["a type literal", "function Row(props: { a: 1; b: 2; c: 3 }) {}", 3],
    ["a type of the file", "type Props = { a: 1; b: 2 };\nfunction Row({ a }: Props) {}", 2],
    ["an interface of the file", "interface Props { a: 1; b: 2 }\nfunction Row({ a }: Props) {}", 2],
    [
      "a type that is exported below",
      "function Row({ a }: Props) {}\nexport type Props = { a: 1; b: 2 };",
      2,
    ],
    ["a generic type", "type Props<T> = { a: T; b: T };\nfunction Row<T>({ a }: Props<T>) {}", 2],
    ["a read-only type", "type Props = { a: 1; b: 2 };\nfunction Row({ a }: Readonly<Props>) {}", 2],
    ["both parts of an intersection", "type One = { a: 1 };\nfunction Row(props: One & { b: 2 }) {}", 2],
    ["all parts of a union, each name once", "function Row(props: { a: 1; b: 2 } | { a: 2; c: 3 }) {}", 3],
    [
      "a parent of the file",
      "interface One { a: 1 }\ninterface Two extends One { b: 2 }\nfunction Row(p: Two) {}",
      2,
    ],
    ["a type that contains itself", "type Props = { a: 1 } & Partial<Props>;\nfunction Row(p: Props) {}", 1],
    ["the type of an arrow", "const Row = ({ a }: { a: 1; b: 2 }) => <p />;", 2],
    ["the type of a wrapped function", "const Row = memo(({ a }: { a: 1; b: 2 }) => <p />);", 2],
    ["methods too", "function Row(props: { a: 1; onChange(): void }) {}", 2],
  ])("%s", (_, text, size) => {
    expect(propsOf(text)).toEqual([size]);
  });
});

test.each([
  ["by &", 'function Row({ a, ...rest }: { a: 1 } & ComponentProps<"button">) {}'],
  [
    "by extends",
    'interface Props extends ComponentProps<"button"> { a: 1 }\nfunction Row({ a, title }: Props) {}',
  ],
])("does not count what it inherits from elsewhere %s", (_, text) => {
  expect(propsOf(text)).toEqual([1]);
});

test("counts what it takes out where the file says no type", () => {
  expect(propsOf("function Row({ a, b: c, ...rest }: Props) {}")).toEqual([2]);
});

test.each([
  ["a function with a small letter", "function row(props: { a: 1 }) {}"],
  ["a function without a parameter", "function Row() {}"],
  ["a function with two parameters", "function Row(a: { a: 1 }, b: { b: 1 }) {}"],
  ["a method", "class Row { render(props: { a: 1 }) {} }"],
])("%s is no component", (_, text) => {
  expect(componentsOf(text)).toEqual([]);
});

test("a file without JSX has no components", () => {
  expect(componentsOf("export function Row(props: { a: 1 }) {}", "a.ts")).toEqual([]);
});
