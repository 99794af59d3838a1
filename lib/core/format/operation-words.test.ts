import { expect, test } from "vitest";
import {
  mustBePlannedAgain,
  OPERATION_STATES,
  PAUSE_CAUSES,
  type Suspension,
  SUSPENSION_CAUSES,
} from "@/lib/core/domain/operation";
import {
  operationStateWord,
  operationTitle,
  pauseCauseWords,
  selectorWords,
  stopCauseWords,
  suspensionWords,
} from "./operation-words";

test.each([
  [{ total: 1_492, force: false }, "Cancel 1,492 queued executions"],
  [{ total: 1, force: false }, "Cancel 1 queued execution"],
  [{ total: 2, force: true }, "Cancel 2 open executions"],
])("the title of %j", (operation, title) => {
  expect(operationTitle(operation)).toBe(title);
});

test("each kind of selector has words", () => {
  const job = { kind: "job", jobId: "fw", statuses: ["QUEUED"], name: "kiosk" } as const;
  expect(selectorWords(job)).toBe("all queued on things with “kiosk” in their name");
  expect(selectorWords({ kind: "executions", count: 1_200 })).toBe("1,200 selected by hand");
  expect(selectorWords({ kind: "thing", thingName: "a", statuses: ["QUEUED"] })).toBe(
    "all queued of the thing",
  );
  expect(selectorWords({ kind: "items", operationId: "op_x", outcomes: ["unknown"] })).toMatch(
    /another operation/,
  );
});

test("states and causes have words", () => {
  for (const state of OPERATION_STATES)
    expect(operationStateWord({ state, suspension: null })).toMatch(/^[A-Z][a-z]+$/);
  expect(stopCauseWords("asked")).not.toBe(stopCauseWords("lost-right"));
});

test("a running operation that waits by itself is called suspended, and one that was paused meanwhile is not", () => {
  const suspension = { cause: "credentials", error: null, since: new Date(0), probes: 0 } as const;
  expect(operationStateWord({ state: "running", suspension })).toBe("Suspended");
  expect(operationStateWord({ state: "paused", suspension })).toBe("Paused");
});

const SENTENCES = /^([A-Z][^.]*[.] ?)+$/;

test("each cause of a pause says what to do next", () => {
  const words = PAUSE_CAUSES.map((cause) => pauseCauseWords(cause));
  for (const text of words) expect(text).toMatch(SENTENCES);
  expect(new Set(words).size).toBe(PAUSE_CAUSES.length);
  // Resuming is offered only where it works.
  for (const cause of PAUSE_CAUSES)
    expect(pauseCauseWords(cause).includes("Stop it, then plan what is left.")).toBe(
      mustBePlannedAgain({ pauseCause: cause }),
    );
  expect(pauseCauseWords("suspended-too-long")).toContain("Resume it once");
  expect(pauseCauseWords("read-only")).toContain("Resume it once");
});

test.each<[Suspension["cause"], error: string | null, words: string]>([
  ["credentials", "ExpiredTokenException", "credentials (ExpiredTokenException)."],
  ["credentials", null, "credentials."],
  ["signature", "InvalidSignatureException", "calls (InvalidSignatureException). The server’s clock"],
  ["no-connection", "CancelJobExecution", "cannot be reached (CancelJobExecution)."],
  ["unavailable", "InternalFailureException", "as it should (InternalFailureException)."],
  ["fleet-moved", "123456789012, us-east-1", "now points to 123456789012, us-east-1. The operation"],
  ["fleet-moved", null, "another account or region than this operation was planned for."],
])("a suspension by %s with %s: %s", (cause, error, words) => {
  const text = suspensionWords({ cause, error });
  expect(text).toContain(words);
  expect(text).toMatch(SENTENCES);
});

test("each cause of a suspension has words of its own", () => {
  const words = SUSPENSION_CAUSES.map((cause) => suspensionWords({ cause, error: null }));
  expect(new Set(words).size).toBe(SUSPENSION_CAUSES.length);
});
