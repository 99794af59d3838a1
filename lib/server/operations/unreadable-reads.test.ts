import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Fault } from "@/lib/testing/emulator-fault";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { MAX_TRIES } from "@/lib/core/domain/item-outcome";
import type { ItemOutcome } from "@/lib/core/domain/operation";
import { CLAIMS, DENIES } from "./testing/faults/answers";
import {
  cancelItems,
  cancelSingle,
  cancelWholeJob,
  type Faults,
  type ItemReport,
  type Report,
} from "./testing/faults/cancel-with-faults";
import type { FaultSpec } from "./testing/faults/fault-table";
import { createFaultWorld, type FaultWorld } from "./testing/faults/fault-world";
import { FAULTS_OF_ALL_READS, READ_FAULT_TABLE, type ReadFaultRow } from "./testing/faults/read-fault-table";
import { runBeforeTests } from "./testing/faults/run-before-tests";

type Strike = Omit<Fault, "match">;
interface ItemReports {
  last: ItemReport;
  first: ItemReport;
}

const DESCRIBE = "DescribeJobExecution";
const CANCEL = "CancelJobExecution";

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

/** An item with one try left, and one with all of them. */
async function cancelTwo(
  world: FaultWorld,
  status: "QUEUED" | "IN_PROGRESS",
  faults: Faults,
): Promise<ItemReports> {
  const { items } = await cancelItems(world, status, faults, [MAX_TRIES - 1, 0]);
  return { last: items[0]!, first: items[1]! };
}

describe.each(ENGINES)("a read before the cancellation that fails, on the %s engine", (engine) => {
  let world: FaultWorld;
  openBeforeTests(engine, (database) => (world = createFaultWorld(fleet, database)));
  const runner = runBeforeTests();
  const strike = (api: string, { spec, repeats }: ReadFaultRow): Strike[] => [
    { api, ...spec, count: repeats },
  ];

  const singles = READ_FAULT_TABLE.flatMap((row) => [
    { row, situation: "single queued", run: () => cancelSingle(world, "QUEUED", unsent(DESCRIBE, row)) },
    { row, situation: "single forced", run: () => cancelSingle(world, "IN_PROGRESS", unsent(DESCRIBE, row)) },
    { row, situation: "whole job", run: () => cancelWholeJob(world, unsent("DescribeJob", row)) },
  ]);
  const unsent = (api: string, row: ReadFaultRow): Faults => ({ strike: strike(api, row), isSent: false });
  const singleIn = runner.add(singles, ({ run }) => run());

  test.each(singles.map((cell) => [`${cell.situation}, ${cell.row.fault}: ${cell.row.kind}`, cell] as const))(
    "%s, and nothing is sent or recorded",
    (_, cell) => {
      const { kind, says: words } = cell.row;
      const { says, ...reported } = singleIn(cell);
      const status = cell.situation === "single queued" ? "QUEUED" : "IN_PROGRESS";
      expect(reported).toMatchObject({ outcome: kind, audit: [], sent: 0, accepted: 0, status });
      expect(says).toContain(words);
      expect(says).not.toMatch(CLAIMS);
    },
  );

  const items = READ_FAULT_TABLE.flatMap((row) =>
    (["QUEUED", "IN_PROGRESS"] as const).map((status) => ({ row, status })),
  );
  const itemsIn = runner.add(items, ({ row, status }) =>
    cancelTwo(world, status, { strike: strike(DESCRIBE, row), isSent: false }),
  );

  test.each(items.map((cell) => [`an item that is ${cell.status}, ${cell.row.fault}`, cell] as const))(
    "%s: is sent only after a read that succeeds",
    (_, cell) => {
      const { last, first } = itemsIn(cell);
      const { outcome, why, isFinal } = ITEMS[cell.row.kind];
      if (outcome === "canceled") expectSentOnce(last, MAX_TRIES);
      else expectUnsent(last, cell.status, outcome, why);
      if (isFinal) expectUnsent(first, cell.status, outcome, why);
      // A fault that is not about the item does not count as a try.
      else expectSentOnce(first, outcome === "canceled" ? 1 : 2);
    },
  );

  /** `canceled`: the operation is suspended, and continues when its probe succeeds. */
  const ITEMS: Record<ReadFaultRow["kind"], { outcome: ItemOutcome; why: string; isFinal: boolean }> = {
    unavailable: {
      outcome: "gave-up",
      why: "AWS IoT was not available (DescribeJobExecution)",
      isFinal: false,
    },
    throttled: { outcome: "gave-up", why: "DescribeJobExecution was throttled", isFinal: false },
    credentials: { outcome: "canceled", why: "", isFinal: false },
    denied: { outcome: "denied", why: "(iot:DescribeJobExecution)", isFinal: true },
    "invalid-request": { outcome: "gave-up", why: "AWS refused the request", isFinal: true },
    "not-found": { outcome: "not-found", why: "no longer knows the execution", isFinal: true },
  };
});

function expectUnsent(item: ItemReport, status: string, outcome: ItemOutcome, why: string): void {
  expect(item).toMatchObject({ outcome, audit: [], sent: 0, accepted: 0, status });
  expect(item.says).toContain(why);
  expect(item.says).not.toMatch(CLAIMS);
  expect(item.csv).toContain(`,${outcome},`);
}

function expectSentOnce(item: ItemReport, tries: number): void {
  expect(item).toMatchObject({
    ...{ outcome: "canceled", tries, says: "AWS IoT accepted the cancellation" },
    ...{ audit: ["accepted"], open: 0, sent: 1, accepted: 1, status: "CANCELED" },
  });
}

/** Answers the read before the call, and makes the reads after it fail. */
const afterwards = (api: string, spec: FaultSpec, count: number): Strike[] => [
  { api, kind: "slow", delayMs: 1 },
  { api, ...spec, count },
];

/** How often the reads after a call are repeated. */
const READS = 4;

/** Answers that only a read can explain, and whether AWS acted. */
const CALLS: readonly { call: string; spec: FaultSpec; hasActed: boolean; ofJobs: boolean }[] = [
  { call: "a lost answer", spec: { kind: "lose-answer" }, hasActed: true, ofJobs: true },
  { call: "a reset connection", spec: { kind: "reset" }, hasActed: false, ofJobs: true },
  { call: "a proxy that sends the call twice", spec: { kind: "twice" }, hasActed: true, ofJobs: true },
  {
    call: "a version conflict",
    spec: { kind: "error", errorName: "VersionConflictException", status: 409 },
    hasActed: false,
    ofJobs: false,
  },
];

describe.each(ENGINES)("reads after the cancellation that fail, on the %s engine", (engine) => {
  let world: FaultWorld;
  openBeforeTests(engine, (database) => (world = createFaultWorld(fleet, database)));
  const runner = runBeforeTests();

  const cells = CALLS.flatMap((call) => FAULTS_OF_ALL_READS.map((read) => ({ call, read })));
  type Cell = (typeof cells)[number];
  const titled = (those: readonly Cell[]) =>
    those.map((cell) => [`${cell.call.call}, reads are ${cell.read.fault}`, cell] as const);
  const faultsOf = ({ call, read }: Cell, cancel: string, describeApi: string, count = READS): Faults => ({
    strike: [{ api: cancel, ...call.spec }, ...afterwards(describeApi, read.spec, count)],
    isSent: true,
  });
  const ofJobs = cells.filter(({ call }) => call.ofJobs);

  const singleIn = runner.add(cells, (cell) =>
    cancelSingle(world, "IN_PROGRESS", faultsOf(cell, CANCEL, DESCRIBE)),
  );
  const jobIn = runner.add(ofJobs, (cell) =>
    cancelWholeJob(world, faultsOf(cell, "CancelJob", "DescribeJob")),
  );
  const itemsIn = runner.add(cells, (cell) => cancelTwo(world, "QUEUED", faultsOf(cell, CANCEL, DESCRIBE)));

  test.each(titled(cells))("a single cancellation, %s: unknown, because no read succeeds", (_, cell) =>
    expectUnknown(singleIn(cell), cell.call.hasActed),
  );
  test.each(titled(ofJobs))("a whole job, %s: unknown, because no read succeeds", (_, cell) =>
    expectUnknown(jobIn(cell), cell.call.hasActed),
  );

  test.each(titled(cells))(
    "an item, %s: unknown after its last try, otherwise read before the next",
    (_, cell) => {
      const { hasActed } = cell.call;
      const { last, first } = itemsIn(cell);
      expect(last).toMatchObject({
        ...{ outcome: "unknown", tries: MAX_TRIES, audit: ["unknown"], open: 0, sent: 1 },
        ...{ accepted: hasActed ? 1 : 0, status: hasActed ? "CANCELED" : "QUEUED" },
      });
      expect(last.says).toContain("AWS did not confirm");
      expect(last.says).toContain("and no later read could tell");
      expect(last.csv).toContain(",unknown,");
      expect(first).toMatchObject({
        ...{ outcome: "canceled", tries: 2, open: 0, accepted: 1, status: "CANCELED" },
        ...(hasActed
          ? { audit: ["canceled-by-us-or-others"], sent: 1 }
          : { audit: ["unknown", "accepted"], sent: 2 }),
      });
    },
  );

  const yes = ["single", "job"] as const;
  const acceptedIn = runner.add(yes, (what) =>
    what === "single"
      ? cancelSingle(world, "QUEUED", { strike: afterwards(DESCRIBE, { kind: "deny" }, READS), isSent: true })
      : cancelWholeJob(world, { strike: afterwards("DescribeJob", { kind: "deny" }, READS), isSent: true }),
  );
  test.each(yes)("a %s that AWS accepts is canceled but not confirmed", (what) => {
    expect(acceptedIn(what)).toMatchObject({
      ...{ outcome: "canceled", isConfirmed: false, audit: ["accepted"], open: 0, sent: 1, accepted: 1 },
      status: "CANCELED",
    });
  });

  const repeated = [true, false] as const;
  const repeatedIn = runner.add(repeated, (afterActing) =>
    cancelSingle(world, "QUEUED", {
      strike: [
        { api: CANCEL, kind: "html", status: 200, afterActing },
        ...afterwards(DESCRIBE, { kind: "html", status: 200 }, 4),
      ],
      isSent: true,
    }),
  );
  test.each(repeated)(
    "a proxy's pages for a moment only: the read that succeeds decides (acted: %s)",
    (acted) => {
      const kind = acted ? "canceled-by-us-or-others" : "not-canceled";
      expect(repeatedIn(acted)).toMatchObject({
        outcome: kind,
        audit: [kind],
        sent: 1,
        accepted: acted ? 1 : 0,
      });
    },
  );

  const away = CALLS.filter(({ call }) => call !== "a version conflict");
  const awayIn = runner.add(away, (call) =>
    cancelTwo(world, "QUEUED", {
      strike: [
        { api: CANCEL, ...call.spec },
        ...afterwards(DESCRIBE, { kind: "reset" }, READS),
        { api: "DescribeJob", kind: "reset" },
      ],
      isSent: true,
    }),
  );
  test.each(away.map((call) => [call.call, call] as const))(
    "%s while AWS answers nothing else either: the operation waits, uses no try up, and finds out",
    (_, call) => {
      const { last, first } = awayIn(call);
      const found = call.hasActed
        ? { audit: ["canceled-by-us-or-others"], sent: 1 }
        : { audit: ["unknown", "accepted"], sent: 2 };
      const end = { outcome: "canceled", open: 0, accepted: 1, status: "CANCELED", ...found };
      expect(last).toMatchObject({ ...end, tries: MAX_TRIES });
      expect(first).toMatchObject({ ...end, tries: 1 });
    },
  );
});

function expectUnknown({ says, ...reported }: Report, hasActed: boolean): void {
  expect(reported).toMatchObject({
    ...{ outcome: "unknown", isConfirmed: null, audit: ["unknown"], open: 0, sent: 1 },
    ...{ accepted: hasActed ? 1 : 0, status: hasActed ? "CANCELED" : "IN_PROGRESS" },
  });
  expect(says).toContain("No later read can tell yet whether");
  expect(says).not.toMatch(hasActed ? DENIES : CLAIMS);
}
