import { expect, test } from "vitest";
import { toCancelAnswer, toCancelJobAnswer } from "./declared-answer";

test("a refusal that a call does not declare is unconfirmed, so that a read shows the outcome", () => {
  const unconfirmed = { kind: "unconfirmed", because: "error" };
  expect(toCancelAnswer({ kind: "limit-exceeded" })).toMatchObject(unconfirmed);
  expect(toCancelJobAnswer({ kind: "version-conflict" })).toMatchObject(unconfirmed);
  expect(toCancelJobAnswer({ kind: "invalid-transition" })).toMatchObject(unconfirmed);
});

test("a refusal that a call declares is returned as it is", () => {
  for (const kind of ["version-conflict", "invalid-transition"] as const)
    expect(toCancelAnswer({ kind })).toEqual({ kind });
  expect(toCancelJobAnswer({ kind: "limit-exceeded" })).toEqual({ kind: "limit-exceeded" });
  const throttled = { kind: "throttled", api: "CancelJob" } as const;
  expect(toCancelAnswer(throttled)).toBe(throttled);
  expect(toCancelJobAnswer(throttled)).toBe(throttled);
});
