import { expect, test } from "vitest";
import * as z from "zod/mini";
import { InvalidColumn, jsonColumn } from "./json-column";

const column = jsonColumn("auth_user.fleets", z.array(z.string()));

test("a value comes back as it was written", () => {
  expect(column.parse(column.stringify(["north", "south"]))).toEqual(["north", "south"]);
});

test("a column without a value has none", () => {
  expect(column.parse(null)).toBeNull();
});

test.each([
  ["text that is not JSON", '["north', "auth_user.fleets: not JSON"],
  ["JSON of another shape", '["north", 7]', "auth_user.fleets: Invalid input at 1"],
])("%s is refused by the name of its table and column", (_, text, message) => {
  expect(() => column.parse(text)).toThrow(InvalidColumn);
  expect(() => column.parse(text)).toThrow(message);
});

test("the error does not repeat what the column holds", () => {
  const message = (text: string) => {
    try {
      return String(column.parse(text));
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(message("ada@example.org")).not.toContain("ada");
  expect(message('{"email":"ada@example.org"}')).not.toContain("ada");
});
