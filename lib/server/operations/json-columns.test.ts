import { expect, test } from "vitest";
import { operationItemsPageSchema } from "@/lib/core/contracts/operation";
import type { ItemNote, OperationItem } from "@/lib/core/domain/operation";
import {
  itemNoteColumn,
  leftOutColumn,
  orderColumn,
  personColumn,
  planConnectivityColumn,
  planCountsColumn,
  suspensionColumn,
} from "./json-columns";

const ORDER = { force: false, statusDetails: {}, keepDeviceDetails: false, reason: "wrong image" };
const COUNTS = {
  ...{ queued: 2, inProgress: 1, finished: 0, gone: 0, replaced: 0, unknownStatus: 0, notAllowed: 0 },
  inOtherOperations: 0,
};

test.each([
  [
    "an order without a choice about progress",
    () => orderColumn.parse(JSON.stringify(ORDER)),
    "evenIfProgressed",
  ],
  [
    "a plan without the times of the last updates",
    () => planCountsColumn.parse(JSON.stringify(COUNTS)),
    "lastUpdates",
  ],
  [
    "an operation that did not count replaced executions",
    () => leftOutColumn.parse('{"inProgress":0,"finished":0,"gone":0,"unknownStatus":0,"notAllowed":0}'),
    "replaced",
  ],
  [
    "a plan that did not count devices that never connected",
    () => planConnectivityColumn.parse('{"connected":1,"disconnected":0,"unknown":0,"notAsked":0}'),
    "notConnected",
  ],
])("%s, as an earlier version stored it, is read with a default", (_, parse, member) => {
  expect(parse()).toHaveProperty(member);
});

test("the times of a plan's last updates come back as dates", () => {
  const lastUpdates = { oldest: new Date("2026-11-30T10:00:00Z"), newest: new Date("2026-11-30T11:00:00Z") };
  const stored = planCountsColumn.stringify({ ...COUNTS, lastUpdates });
  expect(planCountsColumn.parse(stored)).toEqual({ ...COUNTS, lastUpdates });
});

test("status details keep a pair whose key is __proto__", () => {
  const statusDetails = Object.fromEntries([["__proto__", "1"]]);
  const { statusDetails: read } = orderColumn.parse(
    orderColumn.stringify({ ...ORDER, evenIfProgressed: false, statusDetails }),
  );
  expect(Object.entries(read)).toEqual([["__proto__", "1"]]);
});

test("the address of a person who made a request is read, and may be missing", () => {
  const person = { id: "ada", name: "Ada", email: null, role: "operator" };
  expect(personColumn.parse(personColumn.stringify({ ...person, address: "192.0.2.7" })).address).toBe(
    "192.0.2.7",
  );
  expect(personColumn.parse(personColumn.stringify(person)).address).toBeUndefined();
});

test("a suspension by an unknown cause names its column", () => {
  expect(() => suspensionColumn.parse('{"cause":"weather","error":null,"probes":0}')).toThrow(
    "operation.suspension: Invalid input at cause",
  );
});

test("every fact of an item's note reaches the browser", () => {
  const note: Required<ItemNote> = {
    ...{
      kind: "not-comparable",
      status: "IN_PROGRESS",
      versionNumber: 3,
      queuedAt: "2026-11-30T10:00:00.000Z",
    },
    ...{
      statusDetails: { step: "flash" },
      missing: "progress",
      error: "Timeout",
      operationId: "op_aaaaaaaaaaaa",
    },
  };
  const item: OperationItem = {
    ...{ seq: 1, thingName: "kiosk-1", jobId: "fw-1", state: "settled", outcome: "gave-up" },
    ...{
      plannedStatus: "IN_PROGRESS",
      note: itemNoteColumn.parse(JSON.stringify(note)),
      tries: 1,
      endedAt: new Date(),
    },
  };
  const page = { rows: [item], cursor: null, readAt: new Date() };
  expect(operationItemsPageSchema.parse(JSON.parse(JSON.stringify(page))).rows[0]!.note).toEqual(note);
});
