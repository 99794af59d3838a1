import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import type { Actor } from "@/lib/core/permissions/actor";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { MAX_TRIES } from "@/lib/core/domain/item-outcome";
import type { ItemNote } from "@/lib/core/domain/operation";
import { runOperations } from "./run-operations";
import type { RunnerServices } from "./runner-services";
import { acquireLease } from "./fleet-lease";
import { ADA, FLEET_ID, runnerServices, seedJob, seedOperation, type SeededItem } from "./testing/seed-run";

const C = "CancelJobExecution";
const D = "DescribeJobExecution";
const QUEUED = { status: "QUEUED" } as const;
const IN_PROGRESS = { status: "IN_PROGRESS" } as const;
const NEVER = new AbortController().signal;

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

describe.each(ENGINES)("the runner on the %s engine", (engine) => {
  let database: Database;
  let services: RunnerServices;
  let ids = 0;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(() => void (services = runnerServices(database, fleet.config)));
  afterEach(async () => {
    await fleet.emulator.clearFaults();
    await fleet.emulator.settings({ latencyMs: 0 });
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  const start = async (
    items: readonly SeededItem[],
    more: { force?: boolean; personId?: string; evenIfProgressed?: boolean } = {},
  ) => {
    const id = `op_${engine}${++ids}`;
    await seedOperation(database, { id, items, ...more });
    return id;
  };
  const run = (signal = NEVER) => runOperations(services, signal);
  const stateOf = async (id: string) =>
    database.kysely
      .selectFrom("operation")
      .select(["state", "stop_cause"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
  const itemsOf = (id: string) =>
    database.kysely
      .selectFrom("operation_item")
      .selectAll()
      .where("operation_id", "=", id)
      .orderBy("seq")
      .execute();
  const outcomesOf = async (id: string) => (await itemsOf(id)).map(({ outcome }) => outcome);
  const countsOf = async (id: string) => {
    const counts: Record<string, number> = {};
    for (const outcome of await outcomesOf(id)) counts[outcome!] = (counts[outcome!] ?? 0) + 1;
    return counts;
  };
  const entriesOf = async (action: string, id: string) => {
    const { rows } = await services.audit.find({ ...NO_AUDIT_FILTER, action }, null, 1_000);
    return rows.filter(({ operationId }) => operationId === id);
  };
  const control = (id: string, state: "running" | "paused" | "stopping") =>
    database.kysely.updateTable("operation").set({ state }).where("id", "=", id).execute();
  const outcomesByThing = async (id: string) =>
    (await itemsOf(id)).filter(({ state }) => state === "settled").length;

  test("calls AWS once for each queued execution, records how each ended, and finishes with its counts on record", async () => {
    const items = await seedJob(fleet, [
      QUEUED,
      QUEUED,
      QUEUED,
      { status: "SUCCEEDED" },
      { status: "CANCELED" },
      QUEUED,
    ]);
    await fleet.emulator.deviceAct({ thingName: items[1]!.thingName, jobId: items[1]!.jobId, act: "start" });
    await fleet.emulator.deleteExecution(items[2]!.thingName, items[2]!.jobId);
    await fleet.emulator.fault({ api: C, kind: "deny", match: { thingName: items[5]!.thingName } });
    const id = await start(items);
    const calls = await fleet.callsOf(async () => expect(await run()).toBe("done"));
    expect(await outcomesOf(id)).toEqual([
      "canceled",
      "started-meanwhile",
      "not-found",
      "already-finished",
      "already-finished",
      "denied",
    ]);
    // Nothing is sent for an execution that a read shows ended, started or gone.
    expect(sentTo(calls)).toEqual({ [items[0]!.thingName]: 1, [items[5]!.thingName]: 1 });
    expect(calls.filter(({ thingName }) => thingName === items[0]!.thingName)).toMatchObject([
      { api: D },
      { api: C, force: "false", expectedVersion: 1 },
    ]);
    expect(await stateOf(id)).toEqual({ state: "finished", stop_cause: null });
    expect(await entriesOf("operation-finished", id)).toMatchObject([
      {
        actor: { id: "standdown" },
        outcome: { kind: "finished" },
        after: { counts: { canceled: 1, "already-finished": 2, denied: 1 } },
      },
    ]);
    const [entry] = (await entriesOf("cancel-execution", id)).filter(
      ({ thingName }) => thingName === items[0]!.thingName,
    );
    expect(entry).toMatchObject({ actor: { id: "ada" }, from: "192.0.2.7", outcome: { kind: "accepted" } });
  });

  test("reads forced executions first, and does not cancel one that was replaced", async () => {
    const items = await seedJob(fleet, [
      IN_PROGRESS,
      QUEUED,
      { ...IN_PROGRESS, executionNumber: 2 },
      IN_PROGRESS,
    ]);
    await fleet.emulator.deviceAct({
      thingName: items[3]!.thingName,
      jobId: items[3]!.jobId,
      act: "succeed",
    });
    const planned = items.map((item) => ({ ...item, executionNumber: 1 }));
    const id = await start(planned, { force: true });
    const calls = await fleet.callsOf(() => run());
    expect(await outcomesOf(id)).toEqual(["canceled", "canceled", "changed-meanwhile", "already-finished"]);
    expect(calls.filter(({ thingName }) => thingName === items[0]!.thingName)).toMatchObject([
      { api: D },
      { api: C, force: "true", expectedVersion: 2 },
    ]);
    expect(sentTo(calls)).toEqual({ [items[0]!.thingName]: 1, [items[1]!.thingName]: 1 });
  });

  test("cancels no execution whose identity is unknown, and forces none that may have reported since", async () => {
    const long = Date.now() - 3_600_000;
    const silent = { ...IN_PROGRESS, queuedAtMs: long, startedAtMs: long, lastUpdatedAtMs: long };
    const seeded = await seedJob(fleet, [QUEUED, silent, silent, silent, silent]);
    const [queued, running, ...others] = seeded;
    const fresh = { ...others[0]!, lastUpdatedAt: new Date() };
    const comparable = { ...others[1]!, lastUpdatedAt: new Date(long) };
    const items = [
      { ...queued!, queuedAt: null },
      { ...running!, startedAt: null, lastUpdatedAt: new Date(long) },
      { ...fresh, lastUpdatedAt: null },
      comparable,
      { ...others[2]!, startedAt: null, versionNumber: 2 },
    ];
    const id = await start(items, { force: true, evenIfProgressed: false });
    const calls = await fleet.callsOf(() => run());
    expect(await outcomesOf(id)).toEqual(["gave-up", "gave-up", "gave-up", "canceled", "canceled"]);
    const sent = [comparable.thingName, items[4]!.thingName].map((name) => [name, 1]);
    expect(sentTo(calls)).toEqual(Object.fromEntries(sent));
    const missing = (await itemsOf(id)).map(({ note }) => (JSON.parse(note!) as ItemNote).missing);
    expect(missing.slice(0, 3)).toEqual(["identity", "identity", "progress"]);
  });

  test("retries items that were throttled, not answered or answered with an error, and finds out what AWS did", async () => {
    const items = await seedJob(fleet, [QUEUED, QUEUED, QUEUED, QUEUED]);
    const [throttled, lost, error, unknown] = items.map(({ thingName }) => ({ thingName }));
    await fleet.emulator.fault({ api: C, kind: "throttle", match: throttled! });
    await fleet.emulator.fault({ api: C, kind: "lose-answer", match: lost! });
    await fleet.emulator.fault({ api: C, kind: "error", status: 503, match: error! });
    await fleet.emulator.fault({ api: C, kind: "lose-answer", match: unknown! });
    await readOnceAndDenyThen(unknown!);
    const id = await start(items);
    const calls = await fleet.callsOf(() => run());
    expect(await outcomesOf(id)).toEqual(["canceled", "canceled", "canceled", "canceled"]);
    expect((await itemsOf(id)).map(({ tries }) => tries)).toEqual([2, 1, 2, 2]);
    const acted = calls.filter(({ api, status }) => api === C && status === 200);
    expect(new Set(acted.map(({ thingName }) => thingName)).size).toBe(acted.length);
    expect(calls.filter(({ api, thingName }) => api === C && thingName === unknown!.thingName)).toHaveLength(
      1,
    );
    const entries = await entriesOf("cancel-execution", id);
    expect(
      entries.filter(({ thingName }) => thingName === unknown!.thingName).map(({ outcome }) => outcome),
    ).toMatchObject([{ kind: "canceled-by-us-or-others", completedBy: "later-read" }]);
  });

  test("gives up after the last try, and never reports an unknown outcome as canceled", async () => {
    const items = await seedJob(fleet, [QUEUED, QUEUED]);
    await fleet.emulator.fault({ api: C, kind: "throttle", match: { thingName: items[0]!.thingName } });
    await fleet.emulator.fault({ api: C, kind: "lose-answer", match: { thingName: items[1]!.thingName } });
    await readOnceAndDenyThen({ thingName: items[1]!.thingName });
    const id = await start(items.map((item) => ({ ...item, tries: MAX_TRIES - 1 })));
    await run();
    expect(await outcomesOf(id)).toEqual(["gave-up", "unknown"]);
  });

  test("pauses, resumes and stops between items: what is in flight is finished, nothing else is started", async () => {
    await fleet.emulator.settings({ latencyMs: 40 });
    const items = await seedJob(fleet, Array<typeof QUEUED>(400).fill(QUEUED));
    const id = await start(items);
    const first = run();
    await vi.waitFor(async () => expect(await outcomesByThing(id)).toBeGreaterThan(0), 10_000);
    await control(id, "paused");
    expect(await first).toBe("done");
    const whenPaused = await outcomesByThing(id);
    expect(whenPaused).toBeLessThan(400);
    expect((await itemsOf(id)).filter(({ state }) => state === "in-hand")).toEqual([]);
    expect(await run()).toBe("done");
    expect(await outcomesByThing(id)).toBe(whenPaused);

    await control(id, "running");
    const second = run();
    await vi.waitFor(async () => expect(await outcomesByThing(id)).toBeGreaterThan(whenPaused), 10_000);
    await control(id, "stopping");
    expect(await second).toBe("done");
    expect(await stateOf(id)).toMatchObject({ state: "stopped" });
    const { canceled, stopped, ...others } = await countsOf(id);
    expect(others).toEqual({});
    expect(canceled! + stopped!).toBe(400);
    expect(stopped).toBeGreaterThan(0);
    expect(await canceledIn(items)).toBe(canceled);
  });

  test("stops if the person has lost the permission, and records it", async () => {
    await fleet.emulator.settings({ latencyMs: 40 });
    const items = await seedJob(fleet, Array<typeof QUEUED>(300).fill(QUEUED));
    const id = await start(items);
    let person: Actor | null = ADA;
    services = { ...services, findPerson: () => Promise.resolve(person) };
    const running = run();
    await vi.waitFor(async () => expect(await outcomesByThing(id)).toBeGreaterThan(0), 10_000);
    person = null;
    await running;
    expect(await stateOf(id)).toEqual({ state: "stopped", stop_cause: "lost-right" });
    const { canceled, stopped } = await countsOf(id);
    expect(canceled! + stopped!).toBe(300);
    expect(await entriesOf("operation-stopped", id)).toMatchObject([
      { actor: { id: "standdown" }, outcome: { kind: "lost-right" } },
    ]);
  });

  test("cancels nothing on things that the person lost access to while their items were in flight", async () => {
    const items = await seedJob(fleet, [QUEUED, QUEUED]);
    const id = await start(items);
    let asked = 0;
    const limited: Actor = { ...ADA, thingPattern: items[0]!.thingName };
    // The items are claimed while the person has access. Permissions are read again before AWS is called.
    services = { ...services, findPerson: () => Promise.resolve(asked++ === 0 ? ADA : limited) };
    await run();
    expect(await outcomesOf(id)).toEqual(["canceled", "denied"]);
    const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
    const { jobId } = items[0]!;
    const canceledOn = calls.filter((call) => call.api === C && call.jobId === jobId);
    expect(canceledOn.map(({ thingName }) => thingName)).toEqual([items[0]!.thingName]);
  });

  test("never counts a cancellation by others as its own, not even while it stops", async () => {
    const items = await seedJob(fleet, [QUEUED]);
    await fleet.emulator.cancel(items[0]!);
    const id = await start(items);
    services = { ...services, findPerson: () => Promise.resolve(null) };
    await run();
    expect(await stateOf(id)).toEqual({ state: "stopped", stop_cause: "lost-right" });
    expect(await outcomesOf(id)).toEqual(["already-finished"]);
  });

  test("runs two operations side by side; an execution in both is canceled once, and each says by which", async () => {
    await fleet.emulator.settings({ latencyMs: 20 });
    const items = await seedJob(fleet, Array<typeof QUEUED>(400).fill(QUEUED));
    const long = await start(items.slice(0, 350));
    const short = await start(items.slice(340));
    const running = run();
    await vi.waitFor(async () => expect(await stateOf(short)).toMatchObject({ state: "finished" }), 20_000);
    expect(await outcomesByThing(long)).toBeLessThan(200);
    await running;
    expect(await canceledIn(items)).toBe(400);
    const shared = items.slice(340, 350).map(({ thingName }) => thingName);
    const those = [...(await itemsOf(long)), ...(await itemsOf(short))].filter(({ thing_name }) =>
      shared.includes(thing_name),
    );
    for (const thing of shared) {
      const both = those.filter(({ thing_name }) => thing_name === thing);
      const [first, second] = both.sort((a, b) => (a.outcome! < b.outcome! ? -1 : 1));
      expect([first!.outcome, second!.outcome]).toEqual(["already-finished", "canceled"]);
      expect(JSON.parse(first!.note!)).toMatchObject({ operationId: second!.operation_id });
    }
  });

  test("writes nothing more after another runner has taken over, which recovers what was in flight and loses nothing", async () => {
    await fleet.emulator.settings({ latencyMs: 60 });
    const items = await seedJob(fleet, Array<typeof QUEUED>(300).fill(QUEUED));
    const id = await start(items);
    let first!: ReturnType<typeof run>;
    const calls = await fleet.callsOf(async () => {
      first = run();
      await vi.waitFor(async () => expect(await outcomesByThing(id)).toBeGreaterThan(60), 10_000);
      const second = run();
      expect(await first).toBe("done");
      expect(await second).toBe("done");
    });
    expect(await countsOf(id)).toEqual({ canceled: 300 });
    expect(await canceledIn(items)).toBe(300);
    const acted = calls.filter(({ api, status }) => api === C && status === 200);
    expect(acted).toHaveLength(300);
    const { rows } = await sql`select from audit_open`.execute(database.kysely);
    expect(rows).toEqual([]);
    expect((await acquireLease(database.kysely, FLEET_ID)).fencingToken).toBeGreaterThan(2);
  });

  test("names the other operation even if its runner was killed before it had recorded that", async () => {
    const items = await seedJob(fleet, [QUEUED]);
    const first = await start(items);
    await run();
    const second = await start(items);
    await run();
    // As a kill leaves it: the answer is in the audit log, and the item is in flight with an old fencing token.
    const { kysely } = database;
    const inFlight = { state: "in-hand", outcome: null, note: null, settled_at: null, epoch: 1 } as const;
    await kysely.updateTable("operation_item").set(inFlight).where("operation_id", "=", second).execute();
    await control(second, "running");
    await run();
    const [item] = await itemsOf(second);
    expect(item).toMatchObject({ state: "settled", outcome: "already-finished" });
    expect(JSON.parse(item!.note!)).toMatchObject({ kind: "already-canceled", operationId: first });
  });

  test("ends when it is asked to, with what is in flight finished and the rest waiting", async () => {
    await fleet.emulator.settings({ latencyMs: 40 });
    const items = await seedJob(fleet, Array<typeof QUEUED>(300).fill(QUEUED));
    const id = await start(items);
    const stopping = new AbortController();
    const running = run(stopping.signal);
    await vi.waitFor(async () => expect(await outcomesByThing(id)).toBeGreaterThan(0), 10_000);
    stopping.abort();
    expect(await running).toBe("again");
    const states = (await itemsOf(id)).map(({ state }) => state);
    expect(states).not.toContain("in-hand");
    expect(states).toContain("waiting");
    expect(await canceledIn(items)).toBe(states.filter((state) => state === "settled").length);
    await run();
    expect(await countsOf(id)).toEqual({ canceled: 300 });
  });
});

/** Answers the read before the cancellation, and fails the four after it. */
async function readOnceAndDenyThen(match: { thingName: string }): Promise<void> {
  await fleet.emulator.fault({ api: D, kind: "slow", delayMs: 1, match });
  await fleet.emulator.fault({ api: D, kind: "deny", count: 4, match });
}

/** How often AWS was called to cancel, by thing. */
function sentTo(calls: readonly AwsCall[]): Record<string, number> {
  const sent: Record<string, number> = {};
  for (const { api, thingName } of calls)
    if (api === C && thingName !== undefined) sent[thingName] = (sent[thingName] ?? 0) + 1;
  return sent;
}

/** How many of these AWS has canceled, by the emulator's log. */
async function canceledIn(items: readonly SeededItem[]): Promise<number> {
  const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
  const jobs = new Set(items.map(({ jobId }) => jobId));
  return calls.filter(({ api, status, jobId }) => api === C && status === 200 && jobs.has(jobId!)).length;
}
