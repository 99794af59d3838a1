import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/e2e/fixtures/emulated-fleet";
import type { Fault } from "@/e2e/fixtures/emulator-client";
import { NO_AUDIT_FILTER } from "@/lib/contracts/audit-filter";
import type { Database } from "@/lib/db/open-database";
import { openBeforeTests } from "@/lib/db/testing/open-before-tests";
import { ENGINES } from "@/lib/db/testing/test-databases";
import type { AwsTarget } from "@/lib/domain/execution";
import { MAX_TRIES } from "@/lib/domain/item-outcome";
import { toSuspension } from "./operation-rows";
import { runOperations } from "./run-operations";
import type { RunnerServices } from "./runner-services";
import { ADA, FLEET_ID, runnerServices, seedJob, seedOperation, type SeededItem } from "./testing/seed-run";

const C = "CancelJobExecution";
const QUEUED = { status: "QUEUED" } as const;
const NEVER = new AbortController().signal;
/** Longer than the first two probes take. */
const SOON = { timeout: 15_000 };

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

describe.each(ENGINES)("what is not about an item, on the %s engine,", (engine) => {
  let database: Database;
  let services: RunnerServices;
  let ids = 0;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(() => void (services = runnerServices(database, fleet.config)));
  afterEach(() => fleet.emulator.clearFaults());

  async function begin(count: number, more: { tries?: number; target?: AwsTarget } = {}) {
    const { tries, ...rest } = more;
    const items = await seedJob(fleet, Array<typeof QUEUED>(count).fill(QUEUED));
    const id = `op_s${engine}${++ids}`;
    await seedOperation(database, {
      id,
      items: tries === undefined ? items : items.map((item) => ({ ...item, tries })),
      ...rest,
    });
    return { id, items };
  }
  const rowOf = (id: string) =>
    database.kysely.selectFrom("operation").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const itemsOf = (id: string) =>
    database.kysely
      .selectFrom("operation_item")
      .select(["state", "outcome", "tries"])
      .where("operation_id", "=", id)
      .orderBy("seq")
      .execute();
  const suspensionOf = async (id: string) => toSuspension(await rowOf(id));
  const untilSuspended = (id: string) =>
    vi.waitFor(async () => expect(await suspensionOf(id)).not.toBeNull(), SOON);
  const sentFor = async (items: readonly SeededItem[]) => {
    const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
    const jobs = new Set(items.map(({ jobId }) => jobId));
    return calls.filter(({ api, jobId }) => api === C && jobs.has(jobId ?? ""));
  };
  const ALL = { count: "unlimited" } as const;

  test.each<[string, Fault, { cause: string; error: string }]>([
    [
      "credentials that expired",
      { api: C, kind: "error", errorName: "ExpiredTokenException", status: 403, ...ALL },
      { cause: "credentials", error: "ExpiredTokenException" },
    ],
    [
      "a wrong clock",
      { api: C, kind: "error", errorName: "InvalidSignatureException", status: 403, ...ALL },
      { cause: "signature", error: "InvalidSignatureException" },
    ],
    [
      "a network that resets every connection",
      { api: "*", kind: "reset", ...ALL },
      { cause: "no-connection", error: "DescribeJobExecution" },
    ],
    [
      "an AWS that has an error for everything",
      { api: "*", kind: "error", errorName: "ServiceUnavailableException", status: 503, ...ALL },
      { cause: "unavailable", error: "DescribeJobExecution" },
    ],
    [
      "an AWS that only reads",
      { api: C, kind: "error", errorName: "InternalFailureException", status: 500, ...ALL },
      { cause: "unavailable", error: "InternalFailureException" },
    ],
  ])(
    "suspends the operation, which says so, uses no item up, and goes on by itself: %s",
    async (_, fault, told) => {
      const { id, items } = await begin(6);
      await fleet.emulator.fault(fault);
      const running = runOperations(services, NEVER);
      await untilSuspended(id);
      expect(await suspensionOf(id)).toMatchObject(told);
      expect(await rowOf(id)).toMatchObject({ state: "running" });
      await fleet.emulator.clearFaults();
      expect(await running).toBe("done");
      expect(await rowOf(id)).toMatchObject({ state: "finished", suspension: null, suspended_at: null });
      const done = await itemsOf(id);
      expect(done.map(({ outcome }) => outcome)).toEqual(items.map(() => "canceled"));
      expect(Math.max(...done.map(({ tries }) => tries))).toBeLessThan(MAX_TRIES / 2);
    },
  );

  test("is tried again by single calls, later and later", async () => {
    const { id, items } = await begin(20);
    await fleet.emulator.fault({
      api: C,
      kind: "error",
      errorName: "ExpiredTokenException",
      status: 403,
      ...ALL,
    });
    const running = runOperations(services, NEVER);
    await untilSuspended(id);
    await vi.waitFor(async () => expect((await sentFor(items)).length).toBe(20), SOON);
    const { probe_at: first } = await rowOf(id);
    await vi.waitFor(async () => expect((await suspensionOf(id))?.probes).toBe(1), SOON);
    expect(await sentFor(items)).toHaveLength(21);
    const { probe_at: second, suspended_at: since } = await rowOf(id);
    expect(second!.getTime() - first!.getTime()).toBeGreaterThan(first!.getTime() - since!.getTime());
    await fleet.emulator.clearFaults();
    await running;
    expect((await itemsOf(id)).every(({ outcome }) => outcome === "canceled")).toBe(true);
  });

  test("pauses the operation when it takes too long, and somebody is notified", async () => {
    const { id, items } = await begin(3);
    const notified: string[] = [];
    services = {
      ...services,
      suspendAtMostMs: 1,
      tellPaused: async (_, operationId) => void notified.push(operationId),
    };
    await fleet.emulator.fault({
      api: C,
      kind: "error",
      errorName: "ExpiredTokenException",
      status: 403,
      ...ALL,
    });
    expect(await runOperations(services, NEVER)).toBe("done");
    expect(await rowOf(id)).toMatchObject({ state: "paused", pause_cause: "suspended-too-long" });
    expect(notified).toEqual([id]);
    expect((await itemsOf(id)).map(({ state }) => state)).toEqual(items.map(() => "waiting"));
    const { rows } = await services.audit.find({ ...NO_AUDIT_FILTER, deed: "operation-paused" }, null, 10);
    expect(rows.find(({ operationId }) => operationId === id)).toMatchObject({
      actor: { id: "standdown" },
      outcome: { kind: "suspended-too-long" },
    });
  });

  test("canceling that is switched off pauses the operation, and ends nothing", async () => {
    const { id, items } = await begin(3);
    const findPerson = () => Promise.resolve({ ...ADA, switchedOff: ["cancel-execution" as const] });
    expect(await runOperations({ ...services, findPerson }, NEVER)).toBe("done");
    expect(await rowOf(id)).toMatchObject({ state: "paused", pause_cause: "read-only", stop_cause: null });
    expect(await sentFor(items)).toEqual([]);
    await database.kysely
      .updateTable("operation")
      .set({ state: "running", pause_cause: null })
      .where("id", "=", id)
      .execute();
    await runOperations(services, NEVER);
    expect((await itemsOf(id)).map(({ outcome }) => outcome)).toEqual(items.map(() => "canceled"));
  });

  test.each<[string, Partial<AwsTarget>]>([
    ["account", { account: "999999999999" }],
    ["region", { region: "eu-central-1" }],
    ["endpoint", { endpoint: "http://127.0.0.1:1" }],
  ])("a fleet that points to another %s suspends the operation until it points back", async (_, moved) => {
    const target = { ...services.target(), account: "123456789012" };
    const { id, items } = await begin(3, { target });
    let now: AwsTarget = { ...target, ...moved };
    const running = runOperations({ ...services, target: () => now }, NEVER);
    await untilSuspended(id);
    expect(await suspensionOf(id)).toMatchObject({ cause: "fleet-moved" });
    expect(await sentFor(items)).toEqual([]);
    now = target;
    await running;
    expect((await itemsOf(id)).map(({ outcome }) => outcome)).toEqual(items.map(() => "canceled"));
  });

  test("things of another account than was planned for are left alone, though the configuration says nothing", async () => {
    const target = { ...services.target(), account: "999999999999" };
    const { id, items } = await begin(3, { target });
    const stopping = new AbortController();
    const running = runOperations(services, stopping.signal);
    await untilSuspended(id);
    expect(await suspensionOf(id)).toMatchObject({ cause: "fleet-moved", error: "account 123456789012" });
    stopping.abort();
    await running;
    expect(await sentFor(items)).toEqual([]);
    expect((await itemsOf(id)).map(({ state }) => state)).toEqual(items.map(() => "waiting"));
    // Else it would wait for as long as the next test runs.
    await database.kysely.updateTable("operation").set({ state: "stopping" }).where("id", "=", id).execute();
    await runOperations(services, NEVER);
  });

  test("an operation that is stopped meanwhile ends: what nobody can read is unknown", async () => {
    const { id } = await begin(1, { tries: MAX_TRIES - 1 });
    await database.kysely
      .updateTable("operation_item")
      .set({ note: JSON.stringify({ kind: "unknown", error: "TimeoutError" }) })
      .where("operation_id", "=", id)
      .execute();
    await database.kysely.updateTable("operation").set({ state: "stopping" }).where("id", "=", id).execute();
    await fleet.emulator.fault({
      api: "*",
      kind: "error",
      errorName: "ExpiredTokenException",
      status: 403,
      ...ALL,
    });
    expect(await runOperations(services, NEVER)).toBe("done");
    expect((await itemsOf(id)).map(({ outcome }) => outcome)).toEqual(["unknown"]);
    expect(await rowOf(id)).toMatchObject({ state: "stopped" });
  });

  test("one item that AWS has an error for each time is its own affair: the others are done", async () => {
    const { id, items } = await begin(8, { tries: MAX_TRIES - 1 });
    await fleet.emulator.fault({
      api: C,
      kind: "error",
      errorName: "InternalFailureException",
      status: 500,
      match: { thingName: items[3]!.thingName },
      ...ALL,
    });
    await runOperations(services, NEVER);
    const outcomes = items.map((_, at) => (at === 3 ? "gave-up" : "canceled"));
    expect((await itemsOf(id)).map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(await rowOf(id)).toMatchObject({ state: "finished", fleet_id: FLEET_ID });
  });
});
