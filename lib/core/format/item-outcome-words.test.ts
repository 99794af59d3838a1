import { expect, test } from "vitest";
import {
  ITEM_OUTCOMES,
  type ItemNote,
  type ItemOutcome,
  type OperationItem,
} from "@/lib/core/domain/operation";
import { countsWords, itemStatusWord, itemWhy } from "./item-outcome-words";

const ITEM: OperationItem = {
  seq: 0,
  thingName: "kiosk",
  jobId: "fw-1",
  state: "settled",
  outcome: null,
  plannedStatus: "QUEUED",
  note: null,
  tries: 1,
  endedAt: new Date(),
};
const why = (outcome: ItemOutcome | null, note: ItemNote | null, more: Partial<OperationItem> = {}) =>
  itemWhy({ ...ITEM, outcome, note, ...more });

test.each<[ItemOutcome, ItemNote | null, Partial<OperationItem>, string]>([
  ["canceled", { kind: "canceled" }, {}, "Canceled in AWS IoT"],
  ["canceled", { kind: "accepted" }, {}, "AWS IoT accepted the cancellation"],
  ["canceled", { kind: "already-canceled" }, {}, "Asked once before without an answer, then found canceled"],
  [
    "canceled",
    { kind: "canceled-by-us-or-others" },
    {},
    "Canceled by this operation or by someone else: AWS’s answers do not tell which",
  ],
  ["already-finished", { kind: "already-finished", status: "SUCCEEDED" }, {}, "Had already ended: succeeded"],
  ["already-finished", { kind: "already-canceled" }, {}, "Had already been canceled"],
  [
    "already-finished",
    { kind: "already-canceled", operationId: "op_x" },
    {},
    "Already canceled by the operation op_x",
  ],
  [
    "started-meanwhile",
    { kind: "needs-force", status: "IN_PROGRESS", versionNumber: 3 },
    {},
    "Was queued, the device has started on it, now v3 in progress",
  ],
  [
    "changed-meanwhile",
    { kind: "version-conflict", status: "IN_PROGRESS", versionNumber: 5 },
    { plannedStatus: "IN_PROGRESS" },
    "Was in progress, now v5 in progress",
  ],
  [
    "changed-meanwhile",
    { kind: "replaced", status: "QUEUED", versionNumber: 1 },
    {},
    "Replaced or started again since it was planned, now v1 queued",
  ],
  [
    "changed-meanwhile",
    {
      kind: "version-conflict",
      status: "IN_PROGRESS",
      versionNumber: 5,
      statusDetails: { step: "3 of 5", free: "20 MB" },
    },
    { plannedStatus: "IN_PROGRESS" },
    "Was in progress, now v5 in progress, reports step: 3 of 5, free: 20 MB",
  ],
  [
    "changed-meanwhile",
    { kind: "version-conflict", status: "IN_PROGRESS", versionNumber: 5, statusDetails: {} },
    { plannedStatus: "IN_PROGRESS" },
    "Was in progress, now v5 in progress",
  ],
  ["changed-meanwhile", { kind: "version-conflict" }, {}, "Was queued, no longer what was planned"],
  ["not-found", { kind: "not-found" }, {}, "AWS IoT no longer knows the execution"],
  [
    "denied",
    { kind: "denied", error: "AccessDeniedException" },
    {},
    "AWS denied the call on this thing (AccessDeniedException)",
  ],
  ["denied", { kind: "forbidden" }, {}, "The person who asked may not cancel on this thing"],
  [
    "gave-up",
    { kind: "unavailable", error: "CancelJobExecution" },
    { tries: 8 },
    "AWS IoT was not available (CancelJobExecution), 8 tries",
  ],
  [
    "gave-up",
    { kind: "throttled", error: "CancelJobExecution" },
    { tries: 8 },
    "CancelJobExecution was throttled, 8 tries",
  ],
  [
    "unknown",
    { kind: "unknown" },
    { tries: 8 },
    "AWS did not confirm, and no later read could tell, 8 tries",
  ],
  [
    "unknown",
    { kind: "unknown", error: "TimeoutError" },
    { tries: 8 },
    "AWS did not confirm (TimeoutError), and no later read could tell, 8 tries",
  ],
  [
    "gave-up",
    { kind: "not-canceled", error: "InternalFailureException", status: "QUEUED" },
    { tries: 8 },
    "AWS did not confirm (InternalFailureException), and it was still queued, 8 tries",
  ],
  [
    "gave-up",
    { kind: "not-canceled", status: "QUEUED" },
    { tries: 8 },
    "AWS refused, though it was still queued, 8 tries",
  ],
  // After a restart only the audit log is left, which has neither.
  ["gave-up", { kind: "not-canceled" }, { tries: 8 }, "It was asked for, and was still open, 8 tries"],
  [
    "gave-up",
    { kind: "invalid-request", error: "CancelJobExecution" },
    {},
    "AWS refused the request (CancelJobExecution)",
  ],
  [
    "gave-up",
    { kind: "too-many-details" },
    {},
    "With the device’s own details there are more pairs than AWS takes",
  ],
  ["stopped", null, { tries: 0 }, "The operation was stopped before its turn"],
])("%s by %j has a reason", (outcome, note, more, words) => {
  expect(why(outcome, note, more)).toBe(words);
});

test("an item without an outcome says what it waits for", () => {
  expect(why(null, null, { state: "waiting", tries: 0 })).toBe("Waiting for its turn");
  expect(why(null, null, { state: "in-hand" })).toBe("Being canceled now");
  const note = { kind: "throttled", error: "CancelJobExecution" };
  expect(why(null, note, { state: "waiting", tries: 2 })).toBe(
    "CancelJobExecution was throttled, waiting for the next try",
  );
  const lost = { kind: "unknown", error: "TimeoutError" };
  expect(why(null, lost, { state: "waiting", tries: 1 })).toBe(
    "AWS did not confirm (TimeoutError), to be read before the next try",
  );
  const expired = { kind: "credentials", error: "ExpiredTokenException" };
  expect(why(null, expired, { state: "waiting", tries: 1 })).toBe(
    "AWS did not accept the console’s credentials (ExpiredTokenException), waiting for the next try",
  );
});

test.each([...ITEM_OUTCOMES])("%s has words even where nothing, or nothing known, was noted", (outcome) => {
  expect(itemStatusWord(outcome)).toMatch(/^[A-Z][a-z ]+$/);
  for (const note of [null, { kind: "never-heard-of" }]) expect(why(outcome, note)).toMatch(/^[A-Z].{5,}/);
});

test("counts as a sentence leave out zeros", () => {
  const none = Object.fromEntries(
    [...ITEM_OUTCOMES, "waiting", "in-hand"].map((name) => [name, 0]),
  ) as never as Record<ItemOutcome | "waiting" | "in-hand", number>;
  expect(countsWords({ ...none, canceled: 1_886, waiting: 2, "in-hand": 3 })).toBe(
    "1,886 canceled, 5 waiting",
  );
});
