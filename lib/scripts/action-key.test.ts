import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { ACTION_KEY, readActionKey } from "./action-key";

test("a build uses the key of the environment, or has one of its own", () => {
  const key = randomBytes(32).toString("base64");
  expect(readActionKey({ [ACTION_KEY]: key })).toBe(key);
  expect(readActionKey({})).toBeUndefined();
  expect(readActionKey({ [ACTION_KEY]: "" })).toBeUndefined();
});

test.each(["hello", randomBytes(31).toString("base64"), "*".repeat(44)])("%j is no key", (key) => {
  expect(() => readActionKey({ [ACTION_KEY]: key })).toThrow("openssl rand -base64 32");
});
