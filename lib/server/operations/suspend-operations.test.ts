import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Fault } from "@/lib/testing/emulator-fault";
import type { Actor } from "@/lib/core/permissions/actor";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { AwsTarget } from "@/lib/core/domain/execution";
import type { Suspension } from "@/lib/core/domain/operation";
import { checkHistory } from "./testing/check-history";
import { toSuspension } from "./operation-rows";
import { runOperations } from "./run-operations";
import type { RunnerServices } from "./runner-services";
import { readHistory } from "./testing/read-history";
import { ADA, runnerServices, seedOperation, seedJob, type SeededItem } from "./testing/seed-run";

const C = "CancelJobExecution";
const D = "DescribeJobExecution";
const ACCOUNT = "123456789012";
const QUEUED = { status: "QUEUED" } as const;
const NEVER = new AbortController().signal;
const UNAVAILABLE = { kind: "error", errorName: "ServiceUnavailableException", status: 503 } as const;
const EXPIRED = { kind: "error", errorName: "ExpiredTokenException", status: 403 } as const;
const BAD_CLOCK = { kind: "error", errorName: "InvalidSignatureException", status: 403 } as const;

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

describe.each(ENGINES)("a suspended operation on the %s engine", (engine) => {
  let database: Database;
  let services: RunnerServices;
  let ids = 0;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(() => void (services = runnerServices(database, fleet.config)));
  afterEach(async () => {
    await fleet.emulator.clearFaults();
    await database.kysely.updateTable("operation").set({ state: "finished" }).execute();
  });

  const start = async (count: number, target?: AwsTarget) => {
    const items = await seedJob(fleet, Array<typeof QUEUED>(count).fill(QUEUED));
    const id = `op_${engine}${++ids}`;
    await seedOperation(database, { id, items, ...(target && { target }) });
    return { id, items };
  };
  const rowOf = (id: string) =>
    database.kysely.selectFrom("operation").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const suspensionOf = async (id: string) => toSuspension(await rowOf(id));
  const itemsOf = (id: string) =>
    database.kysely
      .selectFrom("operation_item")
      .select(["state", "outcome", "tries"])
      .where("operation_id", "=", id)
      .execute();
  const entriesOf = async (id: string, action: string) => {
    const { rows } = await services.audit.find({ ...NO_AUDIT_FILTER, action }, null, 100);
    return rows.filter(({ operationId }) => operationId === id);
  };
  /** Makes the next probe due. @param after only if so many probes have been sent; null: always */
  const probeNow = (id: string, after: number | null = null) =>
    sql`update operation set probe_at = clock_timestamp() - interval '1 second'
      where id = ${id} and (${after}::integer is null or (suspension::json ->> 'probes')::integer = ${after}::integer)`.execute(
      database.kysely,
    );
  const untilSuspended = (id: string) =>
    vi.waitFor(async () => {
      const suspension = await suspensionOf(id);
      expect(suspension).not.toBeNull();
      return suspension!;
    }, 10_000);
  const untilProbed = (id: string, probes: number) =>
    vi.waitFor(
      async () => {
        const suspension = (await suspensionOf(id))!;
        if (suspension.probes < probes) await probeNow(id, suspension.probes);
        expect(suspension.probes).toBeGreaterThanOrEqual(probes);
      },
      { timeout: 20_000, interval: 50 },
    );
  const expectAllCanceled = async (id: string, count: number) => {
    const items = await itemsOf(id);
    expect(items.map(({ outcome }) => outcome)).toEqual(Array(count).fill("canceled"));
    // A fault of the system is no try. Each item may have had one try before the fault was known to be one.
    expect(Math.max(...items.map(({ tries }) => tries))).toBeLessThanOrEqual(3);
    expect(await rowOf(id)).toMatchObject({ state: "finished", suspension: null, probe_at: null });
    expect(checkHistory(await readHistory(database, fleet, [id]))).toEqual([]);
  };

  test.each<[string, Suspension["cause"], string, number, Omit<Fault, "count">]>([
    ["credentials expire", "credentials", "ExpiredTokenException", 2, { api: C, ...EXPIRED }],
    ["credentials expire for reads too", "credentials", "ExpiredTokenException", 2, { api: "*", ...EXPIRED }],
    ["the clock is wrong", "signature", "InvalidSignatureException", 2, { api: "*", ...BAD_CLOCK }],
    ["AWS answers nothing but 503", "unavailable", "", 1, { api: "*", ...UNAVAILABLE }],
    ["every connection is reset", "no-connection", "", 2, { api: "*", kind: "reset" }],
    ["AWS is reached and cancels nothing", "unavailable", "", 1, { api: C, ...UNAVAILABLE }],
  ])(
    "uses up no try while %s, sends probes, and continues by itself",
    { timeout: 60_000 },
    async (_what, cause, error, leastProbes, fault) => {
      const count = 8;
      const { id } = await start(count);
      await fleet.emulator.fault({ ...fault, count: "unlimited" });
      const running = runOperations(services, NEVER);
      const first = await untilSuspended(id);
      expect(first).toMatchObject({ cause, probes: expect.any(Number) as number });
      if (error !== "") expect(first.error).toBe(error);
      expect(first.since.getTime()).toBeLessThanOrEqual(Date.now());

      await untilProbed(id, leastProbes);
      const row = await rowOf(id);
      // Each probe waits twice as long as the one before: 2, 4, 8, 16 s.
      const { probes, since } = (await suspensionOf(id))!;
      expect(row.probe_at!.getTime() - Date.now()).toBeGreaterThan(2_000 * 2 ** (probes - 1));
      expect(since).toEqual(first.since);
      expect((await itemsOf(id)).filter(({ state }) => state === "settled")).toEqual([]);

      await fleet.emulator.clearFaults();
      await probeNow(id);
      expect(await running).toBe("done");
      await expectAllCanceled(id, count);
    },
  );

  test("sends nothing but single probes while it is suspended", { timeout: 30_000 }, async () => {
    const { id } = await start(40);
    await fleet.emulator.fault({ api: C, ...EXPIRED, count: "unlimited" });
    const running = runOperations(services, NEVER);
    await untilSuspended(id);
    await vi.waitFor(
      async () => expect((await itemsOf(id)).filter(({ state }) => state === "in-hand")).toEqual([]),
      10_000,
    );
    const probesBefore = (await suspensionOf(id))!.probes;
    const calls = await fleet.callsOf(() => untilProbed(id, probesBefore + 3));
    const probed = (await suspensionOf(id))!.probes - probesBefore;
    expect(calls.filter(({ api }) => api === C).length).toBeLessThanOrEqual(probed + 1);
    await fleet.emulator.clearFaults();
    await probeNow(id);
    await running;
    await expectAllCanceled(id, 40);
  });

  test("one item that AWS does not answer for suspends nothing", { timeout: 30_000 }, async () => {
    const { id, items } = await start(6);
    const match = { thingName: items[0]!.thingName };
    await fleet.emulator.fault({ api: C, ...UNAVAILABLE, match, count: 1 });
    await runOperations(services, NEVER);
    expect(await entriesOf(id, "operation-paused")).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ state: "finished", suspended_at: null });
    expect((await itemsOf(id)).every(({ outcome }) => outcome === "canceled")).toBe(true);
  });

  test("is paused if it takes too long, with its cause on record and a notification", async () => {
    const { id } = await start(4);
    const reported: string[] = [];
    services = {
      ...services,
      suspendAtMostMs: 700,
      notifyPaused: (_, operationId) => Promise.resolve(void reported.push(operationId)),
    };
    await fleet.emulator.fault({ api: "*", ...EXPIRED, count: "unlimited" });
    expect(await runOperations(services, NEVER)).toBe("done");
    expect(await rowOf(id)).toMatchObject({
      state: "paused",
      pause_cause: "suspended-too-long",
      suspension: null,
    });
    expect(reported).toEqual([id]);
    expect(await entriesOf(id, "operation-paused")).toMatchObject([
      { actor: { id: "standdown" }, outcome: { kind: "suspended-too-long" }, after: { state: "paused" } },
    ]);
    expect((await itemsOf(id)).every(({ state }) => state === "waiting")).toBe(true);

    await fleet.emulator.clearFaults();
    await database.kysely
      .updateTable("operation")
      .set({ state: "running", pause_cause: null })
      .where("id", "=", id)
      .execute();
    await database.kysely.updateTable("operation_item").set({ not_before: null }).execute();
    await runOperations(services, NEVER);
    await expectAllCanceled(id, 4);
  });

  const stopIt = async (id: string) => {
    await database.kysely
      .updateTable("operation")
      .set({ state: "stopping", suspension: null, suspended_at: null, probe_at: null })
      .where("id", "=", id)
      .execute();
  };

  test("can be stopped by a person", async () => {
    const { id } = await start(4);
    await fleet.emulator.fault({ api: "*", ...EXPIRED, count: "unlimited" });
    const running = runOperations(services, NEVER);
    await untilSuspended(id);
    await stopIt(id);
    await fleet.emulator.clearFaults();
    expect(await running).toBe("done");
    expect((await rowOf(id)).state).toBe("stopped");
    expect((await itemsOf(id)).every(({ outcome }) => outcome === "stopped")).toBe(true);
  });

  test.each<[string, Partial<Actor>]>([
    ["everywhere", { switchedOff: ["cancel-execution"] }],
    ["for the fleet", { fleetOff: { name: "Demo", permissions: ["cancel-execution"] } }],
  ])("is paused, not ended, where canceling is switched off %s", async (_where, off) => {
    const { id } = await start(200);
    const reported: string[] = [];
    let now: Actor = ADA;
    services = {
      ...services,
      pace: () => ({ perSecond: 4, aim: 4, throttledAt: null }), // few are in flight
      findPerson: () => Promise.resolve(now),
      notifyPaused: (_, operationId) => Promise.resolve(void reported.push(operationId)),
    };
    const running = runOperations(services, NEVER);
    await vi.waitFor(
      async () => expect((await itemsOf(id)).some(({ outcome }) => outcome === "canceled")).toBe(true),
      { timeout: 10_000, interval: 5 },
    );
    now = { ...ADA, ...off };
    expect(await running).toBe("done");
    expect(await rowOf(id)).toMatchObject({ state: "paused", pause_cause: "read-only" });
    expect(reported).toEqual([id]);
    const before = await itemsOf(id);
    expect(before.some(({ state }) => state === "waiting")).toBe(true);
    expect(before.every(({ outcome }) => outcome === null || outcome === "canceled")).toBe(true);

    const calls = await fleet.callsOf(async () => expect(await runOperations(services, NEVER)).toBe("done"));
    expect(sent(calls)).toEqual([]);
  });

  test.each<[string, Partial<AwsTarget>]>([
    ["another account", { account: "999999999999" }],
    ["another region", { region: "us-east-1" }],
    ["another endpoint", { endpoint: "http://127.0.0.1:9" }],
  ])("waits, and sends nothing, while the fleet points to %s", async (_where, moved) => {
    const planned: AwsTarget = { ...fleet.config, account: ACCOUNT };
    const { id } = await start(6, targetOf(planned));
    let now: AwsTarget = { ...targetOf(planned), ...moved };
    services = { ...services, target: () => now };
    let running!: ReturnType<typeof runOperations>;
    const calls = await fleet.callsOf(async () => {
      running = runOperations(services, NEVER);
      expect(await untilSuspended(id)).toMatchObject({
        cause: "fleet-moved",
        error: expect.stringContaining(Object.values(moved)[0]!) as string,
      });
      await probeNow(id); // even if a probe is due
      const stopping = new AbortController();
      const another = runOperations(services, stopping.signal); // and after a takeover
      expect(await running).toBe("done");
      stopping.abort();
      expect(await another).toBe("again");
    });
    expect(calls.filter(({ api }) => api === C || api === D)).toEqual([]);

    now = targetOf(planned);
    await probeNow(id);
    expect(await runOperations(services, NEVER)).toBe("done");
    await expectAllCanceled(id, 6);
  });

  test("sends nothing if only AWS's answers show that the account is another one", async () => {
    const planned = { ...targetOf({ ...fleet.config, account: "999999999999" }) };
    const { id } = await start(6, planned);
    services = { ...services, target: () => ({ ...planned, account: null }) }; // unknown so far
    const stopping = new AbortController();
    const calls = await fleet.callsOf(async () => {
      const running = runOperations(services, stopping.signal);
      expect(await untilSuspended(id)).toMatchObject({ cause: "fleet-moved" });
      await untilProbed(id, 2);
      stopping.abort();
      await running;
    });
    expect(calls.filter(({ api }) => api === D).length).toBeGreaterThan(0);
    expect(sent(calls)).toEqual([]);
    expect((await itemsOf(id)).every(({ state, tries }) => state === "waiting" && tries === 0)).toBe(true);
  });
});

const targetOf = ({ region, account, endpoint }: AwsTarget): AwsTarget => ({ region, account, endpoint });

/** The things that AWS was called to cancel on. */
const sent = (calls: readonly AwsCall[]): SeededItem["thingName"][] =>
  calls.flatMap(({ api, thingName }) => (api === C ? [thingName!] : []));
