import { expect, test } from "vitest";
import type { AwsCall } from "@/lib/testing/emulated-fleet";
import type { RowBody, StoredOutcome } from "@/lib/server/audit/chain";
import { checkHistory, type History, type HistoryItem } from "./check-history";

const QUEUED_AT = Date.parse("2026-05-04T10:00:00.125Z");
const READ_AT = QUEUED_AT + 60_000;
const CALLED_AT = READ_AT + 400;
const LATER = CALLED_AT + 3_600_000;

const NAMES = { thingName: "kiosk-1", jobId: "fw-9" };

const item = (more: Partial<HistoryItem> = {}): HistoryItem => ({
  operationId: "op_1",
  ...NAMES,
  seen: { status: "QUEUED", executionNumber: 1, queuedAt: QUEUED_AT, startedAt: null },
  state: "settled",
  outcome: "canceled",
  noteKind: "accepted",
  ...more,
});

type Execution = NonNullable<NonNullable<AwsCall["cancellations"]>[number]["execution"]>;

const call = (execution: Partial<Execution> = {}, more: Partial<AwsCall> = {}): AwsCall => ({
  ...{ seq: 1, api: "CancelJobExecution", ...NAMES, status: 200, requestId: "r-1", at: CALLED_AT },
  cancellations: [
    {
      at: more.at ?? CALLED_AT,
      isAccepted: true,
      execution: {
        status: "QUEUED",
        executionNumber: 1,
        versionNumber: 1,
        queuedAt: QUEUED_AT,
        ...execution,
      },
    },
  ],
  ...more,
});

const ROW = {
  deed: "cancel-execution",
  actor: { id: "ada", name: "Ada", email: null, role: "operator" },
  from: null,
  fleetId: "demo",
  ...NAMES,
  executionNumber: 1,
  operationId: "op_1",
  asked: null,
};

const intent = (entry: number, more: Partial<RowBody> = {}): RowBody => ({
  ...ROW,
  seq: entry,
  entry,
  kind: "intent",
  at: new Date(READ_AT + 100).toISOString(),
  before: { queuedAt: new Date(QUEUED_AT).toISOString(), readAt: new Date(READ_AT).toISOString() },
  outcome: null,
  after: null,
  ...more,
});

const outcome = (
  entry: number,
  kind: string,
  more: Partial<StoredOutcome> = {},
  row: Partial<RowBody> = {},
): RowBody => ({
  ...ROW,
  seq: entry + 100,
  entry,
  kind: "outcome",
  at: new Date(CALLED_AT + 100).toISOString(),
  before: null,
  outcome: { kind, errorName: null, requestId: null, settledBy: "answer", ...more },
  after: null,
  ...row,
});

const ACCEPTED = outcome(1, "accepted", { requestId: "r-1" });

/** One item that was canceled correctly. */
const GOOD: History = { items: [item()], calls: [call()], rows: [intent(1), ACCEPTED], halts: [] };

const expectViolation = (wrong: Partial<History>, ...words: string[]) => {
  const found = checkHistory({ ...GOOD, ...wrong }).join("\n");
  for (const word of words) expect(found).toContain(word);
};

test("a history in which everything agrees has no violation", () => {
  expect(checkHistory(GOOD)).toEqual([]);
  const notSent = [
    intent(1),
    outcome(1, "held-back"),
    intent(2),
    outcome(2, "accepted", { requestId: "r-1" }),
  ];
  expect(checkHistory({ ...GOOD, rows: notSent })).toEqual([]);
});

test("a call on an execution that no plan saw is found, even if it has the same names", () => {
  const recreated = { queuedAt: QUEUED_AT + 30_000 };
  expectViolation(
    { calls: [call(recreated)] },
    "which no plan has seen",
    "is canceled, but AWS has not canceled it",
  );
  expectViolation({ calls: [call({ executionNumber: 2 })] }, "which no plan has seen");
  expectViolation(
    { calls: [call({}, { thingName: "kiosk-2" })] },
    "fw-9 on kiosk-2 was canceled as queued at",
  );
});

test("a call on a later attempt than the one that was seen is found", () => {
  const seen = { status: "IN_PROGRESS", executionNumber: 1, queuedAt: QUEUED_AT, startedAt: QUEUED_AT + 500 };
  const running = { status: "IN_PROGRESS", startedAt: QUEUED_AT + 500 } as const;
  const items = [item({ seen })];
  expect(checkHistory({ ...GOOD, items, calls: [call(running)] })).toEqual([]);
  expectViolation(
    { items, calls: [call({ ...running, startedAt: QUEUED_AT + 9_000 })] },
    "which no plan has seen",
  );
});

test("only an execution that replaced the planned one between the read and the call is excused", () => {
  const replaced = call({ queuedAt: READ_AT + 200 });
  expect(checkHistory({ ...GOOD, calls: [replaced] })).toEqual([]);
  const late = call({ queuedAt: READ_AT + 200 }, { at: READ_AT + 20_000 });
  expectViolation({ calls: [late] }, "which no plan has seen");
});

test("an accepted call without an entry of its own, or with one that was opened too late, is found", () => {
  expectViolation({ rows: [] }, "without an entry that was opened before it");
  const late = intent(1, { at: new Date(CALLED_AT + 50).toISOString() });
  expectViolation({ rows: [late, ACCEPTED] }, "without an entry that was opened before it");
  const ofAnother = { queuedAt: new Date(QUEUED_AT - 9_000).toISOString(), readAt: null };
  expectViolation({ rows: [intent(1, { before: ofAnother }), ACCEPTED] }, "without an entry");
  expectViolation({ rows: [intent(1), outcome(1, "held-back")] }, "without an entry");
});

test("an accepted call whose entry says that nothing was canceled is found", () => {
  const rows = [intent(1), outcome(1, "not-canceled", { requestId: "r-1" })];
  expectViolation({ rows }, "was canceled, and no entry says so");
  const revised = outcome(1, "canceled", { settledBy: "later-read" }, { kind: "revision" });
  expect(checkHistory({ ...GOOD, rows: [...rows, revised] })).toEqual([]);
  const lateAnswer = outcome(
    7,
    "accepted",
    { requestId: "r-1", settledBy: "late-answer" },
    { kind: "record", after: { entry: 1 } },
  );
  expect(checkHistory({ ...GOOD, rows: [...rows, lateAnswer] })).toEqual([]);
});

test("more calls than entries are found, even if AWS refused them", () => {
  const refused = call({}, { seq: 2, status: 409, requestId: "r-2", cancellations: [] });
  expectViolation({ calls: [call(), refused] }, "AWS was called 2 times", "and 1 entries say so");
});

test("an execution that was canceled twice is found", () => {
  expectViolation({ calls: [call(), call({}, { seq: 2, requestId: "r-2" })] }, "was canceled 2 times");
});

test("an outcome without a call is found", () => {
  expectViolation(
    { calls: [] },
    "says accepted, but no call was it",
    "is canceled, but AWS has not canceled it",
  );
  const rows = [intent(1), outcome(1, "canceled-by-us-or-others", { settledBy: "later-read" })];
  expectViolation({ calls: [], rows }, "says canceled-by-us-or-others, but AWS has accepted no call");
});

test("an entry that is open, or completed twice, is found", () => {
  expectViolation({ rows: [intent(1)] }, "Entry 1 of fw-9 on kiosk-1 is open");
  expectViolation({ rows: [intent(1), ACCEPTED, ACCEPTED] }, "has 2 first outcomes");
});

test("an item that is canceled without a cancellation of its operation is found", () => {
  const stranger = item({ operationId: "op_2" });
  expectViolation({ items: [item(), stranger] }, "in op_2 is canceled, but no entry of the operation says");
  const read = item({ operationId: "op_2", noteKind: "canceled-by-us-or-others" });
  expect(checkHistory({ ...GOOD, items: [item(), read] })).toEqual([]);
});

test("an item that was canceled with another outcome is found, and one without an outcome", () => {
  expectViolation({ items: [item({ outcome: "stopped" })] }, "is stopped, but AWS has canceled it");
  expectViolation(
    { items: [item({ state: "in-hand", outcome: null })] },
    "is in-hand, but the operation is over",
  );
  const other = item({ operationId: "op_2", outcome: "already-finished" });
  expect(checkHistory({ ...GOOD, items: [item(), other] })).toEqual([]);
});

test("force on an execution that was seen queued is found", () => {
  expectViolation({ calls: [call({}, { force: "true" })] }, "no plan has seen in progress");
});

test("a call that was accepted while its operation was stopped, paused or without permission is found", () => {
  const halt = { operationId: "op_1", from: CALLED_AT - 50, to: LATER, because: "stopped" };
  expectViolation({ halts: [halt] }, "was canceled 50 ms after op_1 was stopped");
  expectViolation({ halts: [{ ...halt, to: null }] }, "after op_1 was stopped");
  expect(checkHistory({ ...GOOD, halts: [{ ...halt, from: CALLED_AT + 1 }] })).toEqual([]);
  expect(checkHistory({ ...GOOD, halts: [{ ...halt, to: CALLED_AT - 1 }] })).toEqual([]);
  expect(checkHistory({ ...GOOD, halts: [{ ...halt, operationId: "op_2" }] })).toEqual([]);
  expect(checkHistory({ ...GOOD, halts: [halt], calls: [call({}, { fault: "slow" })] })).toEqual([]);
});
