import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { MAX_TRIES } from "@/lib/core/domain/item-outcome";
import { rereadUncertain } from "@/lib/server/executions/reread-uncertain";
import { correctItem } from "./correct-item";
import { runOperations } from "./run-operations";
import {
  cancelAgain,
  cancelItems,
  cancelSingle,
  cancelWholeJob,
  type Faults,
  itemReports,
} from "./testing/faults/cancel-with-faults";
import type { FaultSpec } from "./testing/faults/fault-table";
import {
  createFaultWorld,
  entriesOf,
  type FaultWorld,
  type Subject,
  traceOf,
} from "./testing/faults/fault-world";
import { runBeforeTests } from "./testing/faults/run-before-tests";
import { runnerServices, seedJob, seedOperation } from "./testing/seed-run";

/*
 * What AWS does after it gave an answer, or none, and what later reads find.
 */

const DESCRIBE = "DescribeJobExecution";
const CANCEL = "CancelJobExecution";

/** By the emulator's clock. Longer than a cancellation waits for its own reads. */
const LATE_MS = 60_000;

/** What comes instead of an answer while AWS has not acted yet. */
const LATE_FAULTS: readonly (readonly [string, FaultSpec])[] = [
  ["a reset connection", { kind: "reset" }],
  ["an answer that is cut off", { kind: "cut-off" }],
  ["HTML with 200", { kind: "html", status: 200 }],
  ["a wrong 200", { kind: "wrong-200" }],
  ["204", { kind: "no-content" }],
  ["ServiceUnavailableException", { kind: "error", errorName: "ServiceUnavailableException", status: 503 }],
];
const late = (api: string, spec: FaultSpec): Faults => ({
  strike: [{ api, ...spec, actsAfterMs: LATE_MS }],
  isSent: true,
});
const once = (api: string, spec: FaultSpec): Faults => ({ strike: [{ api, ...spec }], isSent: true });

/** Every read after the cancellation fails. */
const unreadable = (spec: FaultSpec): Faults => ({
  strike: [
    { api: CANCEL, ...spec },
    { api: DESCRIBE, kind: "slow", delayMs: 1 },
    { api: DESCRIBE, kind: "deny", count: 4 },
  ],
  isSent: true,
});

describe.each(ENGINES)("uncertain cancellations that are read again, on the %s engine", (engine) => {
  let fleet: EmulatedFleet;
  let world: FaultWorld;
  beforeAll(async () => void (fleet = await startEmulatedFleet()));
  openBeforeTests(engine, (database) => (world = createFaultWorld(fleet, database)));
  afterAll(async () => {
    expect(await verifyChain(world.database.kysely)).toMatchObject({ fault: null });
    await fleet.stop();
  });

  /** Its only entry. */
  const entryOf = async ({ thingName, jobId }: Subject): Promise<AuditEntry> => {
    const entries = await entriesOf(world, thingName === undefined ? { jobId } : { thingName, jobId });
    expect(entries).toHaveLength(1);
    return entries[0]!;
  };

  /** Reads it again, as the console does once it is due. @param minutes its age */
  async function readAgain({ entry }: AuditEntry, minutes = 1): Promise<number> {
    const database = () => Promise.resolve(world.database);
    await sql`update audit_uncertain set next_read_at = clock_timestamp(),
      at = clock_timestamp() - ${minutes} * interval '1 minute' where entry = ${entry}`.execute(
      world.database.kysely,
    );
    return rereadUncertain({
      audit: world.audit,
      readerOf: () => world.gateway.as(null),
      correctItem: (corrected, end) => correctItem({ database }, corrected, end),
      logFailure: (error) => {
        throw error;
      },
    });
  }
  const isRemembered = async ({ entry }: AuditEntry) => {
    const { kysely } = world.database;
    const rows = await kysely
      .selectFrom("audit_uncertain")
      .select("entry")
      .where("entry", "=", entry)
      .execute();
    return rows.length > 0;
  };

  /** One item with one try left. */
  async function cancelItem(faults: Faults) {
    const { items, ...operation } = await cancelItems(world, "QUEUED", faults, [MAX_TRIES - 1]);
    return { item: items[0]!, operation };
  }

  const runner = runBeforeTests();
  const lateSingleIn = runner.add(LATE_FAULTS, ([, spec]) =>
    cancelSingle(world, "IN_PROGRESS", late(CANCEL, spec)),
  );
  const lateJobIn = runner.add(LATE_FAULTS, ([, spec]) => cancelWholeJob(world, late("CancelJob", spec)));
  const lateItemIn = runner.add(LATE_FAULTS, ([, spec]) => cancelItem(late(CANCEL, spec)));
  const markedIn = runner.add(["single"] as const, () =>
    cancelSingle(world, "QUEUED", late(CANCEL, { kind: "reset" }), true),
  );
  const commentedIn = runner.add(["late", "never"] as const, (when) =>
    cancelWholeJob(world, (when === "late" ? late : once)("CancelJob", { kind: "reset" }), true),
  );

  test.each(LATE_FAULTS)(
    "%s: not canceled so far, and read again, because AWS may still act",
    async (...row) => {
      const fault = LATE_FAULTS.find(([name]) => name === row[0])!;
      const [single, job, { item }] = [lateSingleIn(fault), lateJobIn(fault), lateItemIn(fault)];
      const open = { audit: ["not-canceled"], open: 0, accepted: 0 };
      expect(single).toMatchObject({ ...open, outcome: "not-canceled" });
      expect(job).toMatchObject({ ...open, outcome: "not-canceled" });
      expect(item).toMatchObject({ ...open, outcome: "gave-up" });
      for (const subject of [single, { jobId: job.jobId }, item]) {
        const entry = await entryOf(subject);
        expect(await readAgain(entry)).toBe(0);
        expect(await isRemembered(entry)).toBe(true);
      }
    },
  );

  describe("once AWS has acted", () => {
    beforeAll(() => fleet.emulator.advanceClock(LATE_MS));

    test.each(LATE_FAULTS)("after %s, a single cancellation is reported as canceled", async (...row) => {
      const reported = lateSingleIn(LATE_FAULTS.find(([name]) => name === row[0])!);
      const entry = await entryOf(reported);
      expect(await readAgain(entry)).toBe(1);
      expect(await entryOf(reported)).toMatchObject({
        outcome: { kind: "canceled-by-us-or-others", completedBy: "later-read" },
        after: { status: "CANCELED" },
      });
      expect(await traceOf(world, refOf(reported), true)).toMatchObject({ sent: 1, accepted: 1, open: 0 });
      expect(await isRemembered(entry)).toBe(false);
    });

    test("an execution with our status details is reported as canceled by us", async () => {
      const reported = markedIn("single");
      expect(await readAgain(await entryOf(reported))).toBe(1);
      expect(await entryOf(reported)).toMatchObject({ outcome: { kind: "canceled" } });
    });

    test.each(LATE_FAULTS)("after %s, a job is reported as canceled", async (...row) => {
      const { jobId } = lateJobIn(LATE_FAULTS.find(([name]) => name === row[0])!);
      expect(await readAgain(await entryOf({ jobId }))).toBe(1);
      expect(await entryOf({ jobId })).toMatchObject({
        outcome: { kind: "canceled-by-us-or-others", completedBy: "later-read" },
        after: { status: "CANCELED" },
      });
      expect(await traceOf(world, { jobId }, true)).toMatchObject({ sent: 1, accepted: 1, open: 0 });
    });

    test("a job with our comment is reported as canceled by us, and one without it as canceled by others", async () => {
      const [ours, others] = [commentedIn("late"), commentedIn("never")];
      await fleet.emulator.cancel({ jobId: others.jobId });
      for (const [{ jobId }, kind] of [
        [ours, "canceled"],
        [others, "job-not-open"],
      ] as const) {
        expect(await readAgain(await entryOf({ jobId }))).toBe(1);
        expect(await entryOf({ jobId })).toMatchObject({ outcome: { kind }, after: { status: "CANCELED" } });
      }
    });

    test.each(LATE_FAULTS)("after %s, an item and its sentence are corrected", async (...row) => {
      const { item, operation } = lateItemIn(LATE_FAULTS.find(([name]) => name === row[0])!);
      expect(await readAgain(await entryOf(item))).toBe(1);
      const [corrected] = await itemReports(world, operation, true);
      expect(corrected).toMatchObject({
        ...{ outcome: "canceled", audit: ["canceled-by-us-or-others"], sent: 1, accepted: 1 },
        says: expect.stringContaining("Canceled by this operation or by someone else") as string,
      });
      expect(corrected!.csv).toContain(`,canceled,${corrected!.says},canceled-by-us-or-others,CANCELED,`);
      const { corrected_at } = await world.database.kysely
        .selectFrom("operation")
        .select("corrected_at")
        .where("id", "=", operation.operationId)
        .executeTakeFirstOrThrow();
      expect(corrected_at).not.toBeNull();
    });
  });

  /** An operation whose only item was tried once, and whose runner then stopped. */
  async function interrupted(strike: Faults["strike"], kind: string) {
    const [item] = await seedJob(fleet, [{ status: "QUEUED" }]);
    const ref = { thingName: item!.thingName, jobId: item!.jobId };
    for (const fault of strike) await fleet.emulator.fault({ ...fault, match: { thingName: ref.thingName } });
    const operation = { operationId: `op_${ref.jobId}`, fleetId: fleet.name("fleet") };
    await seedOperation(world.database, {
      id: operation.operationId,
      fleetId: operation.fleetId,
      items: [item!],
    });
    const services = runnerServices(world.database, fleet.config, {
      fleet: { id: operation.fleetId, bulkLimit: 10 },
      audit: world.audit,
    });
    const stopping = new AbortController();
    const running = runOperations(services, stopping.signal);
    await vi.waitFor(async () => expect((await entriesOf(world, ref))[0]?.outcome?.kind).toBe(kind), {
      timeout: 10_000,
      interval: 20,
    });
    stopping.abort();
    expect(await running).toBe("again");
    return { ref, operation, services };
  }

  test("an item that AWS cancels before the next try is found canceled and not sent again", async () => {
    const { ref, operation, services } = await interrupted(
      late(CANCEL, { kind: "reset" }).strike,
      "not-canceled",
    );
    await fleet.emulator.advanceClock(LATE_MS);
    expect(await runOperations(services, new AbortController().signal)).toBe("done");
    const [reported] = await itemReports(world, operation, true);
    expect(reported).toMatchObject({
      ...{ outcome: "canceled", says: "Asked once before without an answer, then found canceled" },
      ...{ tries: 2, sent: 1, accepted: 1, status: "CANCELED" },
    });
    expect(await readAgain(await entryOf(ref))).toBe(1);
    expect(await entryOf(ref)).toMatchObject({ outcome: { kind: "canceled-by-us-or-others" } });
  });

  const triedAgainIn = runner.add(["item"] as const, () =>
    cancelItems(world, "QUEUED", once(CANCEL, { kind: "reset" }), [0]),
  );
  test("a try that AWS ignored is not reported as the one that canceled, if the next try did", async () => {
    const { items } = triedAgainIn("item");
    expect(items[0]).toMatchObject({ outcome: "canceled", audit: ["not-canceled", "accepted"], accepted: 1 });
    const [first, second] = await entriesOf(world, refOf(items[0]!));
    expect(await readAgain(first!)).toBe(1);
    expect(await entriesOf(world, refOf(items[0]!))).toMatchObject([
      { entry: first!.entry, outcome: { kind: "already-canceled" } },
      { entry: second!.entry, outcome: { kind: "accepted" } },
    ]);
  });

  const meanwhileIn = runner.add(["not-canceled", "unknown"] as const, async (kind) => {
    const faults = kind === "unknown" ? unreadable({ kind: "reset" }) : once(CANCEL, { kind: "reset" });
    const { ref, operation, services } = await interrupted(faults.strike, kind);
    const person = await cancelAgain(world, operation.fleetId, ref);
    const ran = await runOperations(services, new AbortController().signal);
    return { person, ran, item: (await itemReports(world, operation, true))[0]! };
  });
  test.each([
    ["not-canceled", ["not-canceled", "canceled"]],
    ["unknown", ["already-canceled", "canceled"]],
  ] as const)("a try that is %s is not said to have canceled what a person did then", (kind, audit) => {
    const { person, ran, item } = meanwhileIn(kind);
    expect(person).toMatchObject({ ok: true, value: { by: "us" } });
    expect(ran).toBe("done");
    expect(item).toMatchObject({
      ...{ outcome: "already-finished", says: "Had already been canceled", accepted: 1, open: 0 },
      audit,
    });
  });

  const OPEN = ["stays open", "is canceled by somebody else"] as const;
  const openIn = runner.add(OPEN, async () => ({
    single: await cancelSingle(world, "QUEUED", once(CANCEL, { kind: "reset" })),
    ...(await cancelItem(once(CANCEL, { kind: "reset" }))),
  }));
  const openJobIn = runner.add(["job"] as const, () =>
    cancelWholeJob(world, once("CancelJob", { kind: "reset" })),
  );
  const unknownIn = runner.add(["lose-answer", "reset"] as const, async (kind) => ({
    single: await cancelSingle(world, "QUEUED", unreadable({ kind })),
    ...(await cancelItem(unreadable({ kind }))),
  }));
  const unreadableIn = runner.add(["single"] as const, () =>
    cancelSingle(world, "QUEUED", unreadable({ kind: "lose-answer" })),
  );

  test("an execution that is still open after fifteen minutes was not canceled, and is not read again", async () => {
    const { single, item: gaveUp, operation } = openIn(OPEN[0]);
    const job = openJobIn("job");
    for (const subject of [single, { jobId: job.jobId }, gaveUp]) {
      const entry = await entryOf(subject);
      expect(await readAgain(entry, 14)).toBe(0);
      expect(await isRemembered(entry)).toBe(true);
      expect(await readAgain(entry, 16)).toBe(0);
      expect(await isRemembered(entry)).toBe(false);
      expect(await entryOf(subject)).toMatchObject({
        outcome: { kind: "not-canceled", completedBy: "answer" },
      });
    }
    const [item] = await itemReports(world, operation, true);
    expect(item).toMatchObject({ outcome: "gave-up", sent: 1, accepted: 0, status: "QUEUED" });
    expect(item!.says).toContain("AWS did not confirm");
  });

  test("an unknown outcome becomes canceled once a read shows it", async () => {
    const { single, item, operation } = unknownIn("lose-answer");
    expect([single, item]).toMatchObject([{ outcome: "unknown" }, { outcome: "unknown" }]);
    for (const subject of [single, item]) {
      expect(await readAgain(await entryOf(subject))).toBe(1);
      expect(await entryOf(subject)).toMatchObject({ outcome: { kind: "canceled-by-us-or-others" } });
    }
    const [corrected] = await itemReports(world, operation, true);
    expect(corrected).toMatchObject({ outcome: "canceled", sent: 1, accepted: 1 });
    expect(corrected!.csv).toContain(",canceled,");
  });

  test("an unknown outcome becomes not canceled if the execution is still open when AWS can no longer act", async () => {
    const { single, item, operation } = unknownIn("reset");
    expect([single, item]).toMatchObject([{ outcome: "unknown" }, { outcome: "unknown" }]);
    for (const subject of [single, item]) {
      const entry = await entryOf(subject);
      expect(await readAgain(entry, 14)).toBe(0);
      expect(await entryOf(subject)).toMatchObject({ outcome: { kind: "unknown" } });
      expect(await readAgain(entry, 16)).toBe(1);
      expect(await entryOf(subject)).toMatchObject({
        outcome: { kind: "not-canceled", completedBy: "later-read" },
      });
      expect(await isRemembered(entry)).toBe(false);
    }
    const [corrected] = await itemReports(world, operation, true);
    expect(corrected).toMatchObject({
      ...{ outcome: "gave-up", sent: 1, accepted: 0, status: "QUEUED" },
      says: expect.stringMatching(/^AWS did not confirm \(.+\), and it was still queued/) as string,
    });
    expect(corrected!.csv).toContain(",gave-up,");
  });

  test("an execution that cannot be read stays unknown, and is no longer read after a day", async () => {
    const reported = unreadableIn("single");
    const entry = await entryOf(reported);
    const match = { thingName: reported.thingName! };
    await fleet.emulator.fault({ api: DESCRIBE, kind: "deny", count: 2, match });
    expect(await readAgain(entry, 60)).toBe(0);
    expect(await isRemembered(entry)).toBe(true);
    expect(await readAgain(entry, 25 * 60)).toBe(0);
    expect(await isRemembered(entry)).toBe(false);
    expect(await entryOf(reported)).toMatchObject({ outcome: { kind: "unknown" } });
  });

  test("an execution that somebody else cancels after AWS can no longer act on our call is not reported as ours", async () => {
    const { single, item, operation } = openIn(OPEN[1]);
    await fleet.emulator.advanceClock(11 * 60_000);
    for (const subject of [refOf(single), refOf(item)]) {
      expect(await fleet.emulator.cancel(subject)).toBe(true);
      expect(await readAgain(await entryOf(subject), 12)).toBe(1);
      expect(await entryOf(subject)).toMatchObject({ outcome: { kind: "already-canceled" } });
    }
    const [corrected] = await itemReports(world, operation, true);
    expect(corrected).toMatchObject({ outcome: "already-finished", says: "Had already been canceled" });
  });
});

const refOf = ({ thingName, jobId }: Subject): { thingName: string; jobId: string } => ({
  thingName: thingName!,
  jobId,
});
