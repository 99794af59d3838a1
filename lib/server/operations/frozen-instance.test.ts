import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import { childEnv } from "@/lib/scripts/child-env";
import { type RunningProcess, startNode } from "@/lib/scripts/start-process";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { type AuditIntent, CONSOLE } from "@/lib/core/domain/audit-entry";
import type { AwsTarget } from "@/lib/core/domain/execution";
import { createFleetGateway } from "@/lib/server/iot/create-iot-gateway";
import { runOperations } from "./run-operations";
import type { RunnerGateway, RunnerServices } from "./runner-services";
import { acquireLease } from "./fleet-lease";
import { type ControlServices, controlOperation } from "./control-operation";
import { ChaosControls } from "./testing/chaos-controls";
import { checkHistory, type Halt } from "./testing/check-history";
import { readHistory } from "./testing/read-history";
import { fleetOf } from "./testing/seed-operation";
import { ADA, FLEET_ID, runnerServices, seedOperation, seedJob } from "./testing/seed-run";

const ACCOUNT = "123456789012";
const NEVER = new AbortController().signal;
const QUEUED = { status: "QUEUED" } as const;

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

const acceptedIn = async (jobId: string) => {
  const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
  return calls.filter((call) => call.api === "CancelJobExecution" && call.jobId === jobId && call.hasActed)
    .length;
};

function controlOf(database: Database): ControlServices {
  const open = () => Promise.resolve(database);
  return {
    fleet: fleetOf(FLEET_ID),
    audit: createAuditLog(open),
    database: open,
    wakeRunner: () => Promise.resolve(),
  };
}

const targetNow = (): AwsTarget => ({
  region: fleet.config.region,
  endpoint: fleet.config.endpoint,
  account: ACCOUNT,
});

describe("a process that freezes in the middle of an operation and continues later", () => {
  let store: TestDatabase;
  let folder: string;
  let first: RunningProcess | undefined;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "standdown-frozen-"))));
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(async () => {
    first?.kill("SIGKILL");
    await first?.exited;
    await fleet.emulator.settings({ latencyMs: 0 });
    await store.remove();
  });

  const ITEMS = 200;
  /** Longer than a read may be old when AWS is called. */
  const FROZEN_MS = 2_500;

  type Halting = (database: Database, id: string, controls: ChaosControls) => Promise<unknown>;
  const HALTS: Record<string, Halting> = {
    stopped: (database, id) =>
      controlOperation(controlOf(database), ADA, { operationId: id, control: "stop" }),
    paused: (database, id) =>
      controlOperation(controlOf(database), ADA, { operationId: id, control: "pause" }),
    "without its right": (_database, _id, controls) =>
      Promise.resolve(controls.change({ withdrawn: ["ada"] })),
  };

  test.each(Object.entries(HALTS))(
    "sends nothing more after the operation was %s",
    { timeout: 90_000 },
    async (because, halt) => {
      store = await createTestDatabase("postgres");
      const database = await store.open();
      const items = await seedJob(fleet, Array<typeof QUEUED>(ITEMS).fill(QUEUED));
      const { jobId } = items[0]!;
      const id = "op_frozen";
      await seedOperation(database, { id, items, target: targetNow() });
      const controls = new ChaosControls(join(folder, `${because}.json`), {
        withdrawn: [],
        account: ACCOUNT,
        unknownTo: [],
      });
      // Many items are in flight at any moment: read, waiting for the rate limiter, checked, or sent.
      await fleet.emulator.settings({ latencyMs: 100 });
      first = startInstance(store, { ...fleet.config, quotas: { CancelJobExecution: 10 } }, controls);
      await vi.waitFor(async () => expect(await acceptedIn(jobId)).toBeGreaterThan(20), {
        timeout: 60_000,
        interval: 20,
      });

      first.kill("SIGSTOP");
      const stopped = await halt(database, id, controls);
      if (stopped !== undefined) expect(stopped).toMatchObject({ ok: true });
      const halted: Halt = { operationId: id, from: Date.now() + 200, to: null, because };
      await new Promise((resolve) => setTimeout(resolve, FROZEN_MS)); // what is measured: how long it was frozen
      const whenHalted = await acceptedIn(jobId);
      first.kill("SIGCONT");

      // The first process reads that it must not continue. If needed, another one completes what it had in flight.
      await vi.waitFor(
        async () => {
          const { state } = await rowOf(database, id);
          expect(["paused", "stopped"]).toContain(state);
          const { rows } = await sql`
            select from operation_item where operation_id = ${id} and state = 'in-hand'`.execute(
            database.kysely,
          );
          expect(rows).toEqual([]);
        },
        { timeout: 30_000, interval: 100 },
      );
      expect(await acceptedIn(jobId)).toBe(whenHalted);
      expect(whenHalted).toBeLessThan(ITEMS);

      await endIfPaused(database, id);
      expect(checkHistory(await readHistory(database, fleet, [id], [halted]))).toEqual([]);
      const { rows } = await sql`
        select from operation_item where operation_id = ${id} and outcome = 'canceled'`.execute(
        database.kysely,
      );
      expect(rows).toHaveLength(whenHalted);
    },
  );

  test(
    "sends nothing more after another instance has taken over, and no item is lost",
    { timeout: 90_000 },
    async () => {
      store = await createTestDatabase("postgres");
      const database = await store.open();
      const items = await seedJob(fleet, Array<typeof QUEUED>(80).fill(QUEUED));
      const { jobId } = items[0]!;
      await seedOperation(database, { id: "op_taken", items });
      await fleet.emulator.settings({ latencyMs: 100 });
      let hasEnded = false;
      first = startInstance(
        store,
        { ...fleet.config, quotas: { CancelJobExecution: 10 } },
        undefined,
        (line) => {
          hasEnded ||= line === "resting";
        },
      );
      await vi.waitFor(async () => expect(await acceptedIn(jobId)).toBeGreaterThan(15), {
        timeout: 60_000,
        interval: 20,
      });
      first.kill("SIGSTOP");
      await acquireLease(database.kysely, FLEET_ID);
      await new Promise((resolve) => setTimeout(resolve, FROZEN_MS)); // what is measured: how long it was frozen
      const whenTaken = await acceptedIn(jobId);
      first.kill("SIGCONT");
      await vi.waitFor(() => expect(hasEnded).toBe(true), 20_000);
      expect(await acceptedIn(jobId)).toBe(whenTaken);
      expect(whenTaken).toBeLessThan(80);

      first.kill("SIGKILL");
      await runOperations(runnerServices(database, fleet.config), NEVER);
      expect(await acceptedIn(jobId)).toBe(80);
      expect((await sql`select from audit_open`.execute(database.kysely)).rows).toEqual([]);
      expect(checkHistory(await readHistory(database, fleet, ["op_taken"]))).toEqual([]);
      expect(await rowOf(database, "op_taken")).toMatchObject({ state: "finished" });
    },
  );

  test("does not block the audit log for long, whatever it was writing", { timeout: 30_000 }, async () => {
    store = await createTestDatabase("postgres");
    const [frozen, other] = [await store.open(), await store.open()];
    let goOn!: () => void;
    const isFrozen = new Promise<void>((resolve) => (goOn = resolve));
    let hasLock!: () => void;
    const locked = new Promise<void>((resolve) => (hasLock = resolve));
    const auditOf = (database: Database) => createAuditLog(() => Promise.resolve(database));
    const record: AuditIntent = {
      ...{ action: "operation-stopped", actor: CONSOLE, from: null, fleetId: FLEET_ID, thingName: null },
      ...{ jobId: null, executionNumber: null, operationId: "op_1", asked: null, before: null },
    };
    const end = {
      kind: "done",
      errorName: null,
      requestId: null,
      completedBy: "answer",
      after: null,
    } as const;
    const writing = frozen.kysely.transaction().execute(async (transaction) => {
      await auditOf(frozen).recordIn(transaction, record, end);
      hasLock();
      await isFrozen;
    });
    const outcome = writing.then(
      () => "committed",
      () => "rolled back",
    );
    await locked;
    await auditOf(other).record({ ...record, operationId: "op_2" }, end);
    goOn();
    expect(await outcome).toBe("rolled back");
  });

  function startInstance(
    from: TestDatabase,
    config: object,
    controls?: ChaosControls,
    onLine: (line: string) => void = () => {},
  ): RunningProcess {
    return startNode({
      name: "The first instance",
      onLine,
      args: [
        "--no-warnings",
        ...["--import", "./lib/scripts/resolve-sources.js"],
        "lib/server/operations/testing/run-in-process.ts",
        JSON.stringify({
          database: from.config,
          fleet: config,
          ...(controls && { controls: controls.file }),
        }),
      ],
      env: childEnv({
        AWS_ACCESS_KEY_ID: "emulator",
        AWS_SECRET_ACCESS_KEY: "emulator",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      }),
    });
  }
});

const rowOf = ({ kysely }: Database, id: string) =>
  kysely.selectFrom("operation").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** Stops a paused operation, so that each of its waiting items gets an outcome. */
async function endIfPaused(database: Database, id: string): Promise<void> {
  if ((await rowOf(database, id)).state !== "paused") return;
  await controlOperation(controlOf(database), ADA, { operationId: id, control: "stop" });
  await runOperations(runnerServices(database, fleet.config, { target: targetNow }), NEVER);
}

describe.each(ENGINES)("a call that has waited for the rate limiter, on the %s engine", (engine) => {
  let database: Database;
  let ids = 0;
  openBeforeTests(engine, (opened) => (database = opened));

  /** What changes while calls wait. Returns the services of the next run. */
  type Change = (world: {
    id: string;
    be: (person: Actor | null) => void;
    move: (target: AwsTarget) => void;
    abort: () => void;
  }) => Promise<unknown>;
  const CHANGES: [string, Change][] = [
    [
      "the operation was stopped",
      ({ id }) => controlOperation(controlOf(database), ADA, { operationId: id, control: "stop" }),
    ],
    [
      "the operation was paused",
      ({ id }) => controlOperation(controlOf(database), ADA, { operationId: id, control: "pause" }),
    ],
    ["the role was withdrawn", async ({ be }) => be({ ...ADA, role: "viewer" })],
    ["the person was removed", async ({ be }) => be(null)],
    ["the fleet was taken from the person", async ({ be }) => be({ ...ADA, fleets: ["another"] })],
    ["canceling was switched off", async ({ be }) => be({ ...ADA, switchedOff: ["cancel-execution"] })],
    [
      "the fleet pointed to another account",
      async ({ move }) => move({ ...targetNow(), account: "999999999999" }),
    ],
    ["another instance took over", () => acquireLease(database.kysely, FLEET_ID)],
    ["the process was asked to end", async ({ abort }) => abort()],
  ];

  test.each(CHANGES)("is not sent when %s meanwhile", { timeout: 30_000 }, async (_what, change) => {
    const items = await seedJob(fleet, Array<typeof QUEUED>(12).fill(QUEUED));
    const id = `op_${engine}${++ids}`;
    await seedOperation(database, { id, items, target: targetNow() });
    let person: Actor | null = ADA;
    let target = targetNow();
    const stopping = new AbortController();
    const held = holdSlots();
    const services: RunnerServices = runnerServices(database, fleet.config, {
      gatewayOf: held.gatewayOf,
      findPerson: () => Promise.resolve(person),
      target: () => target,
    });
    const running = runOperations(services, stopping.signal);
    await vi.waitFor(() => expect(held.waiting()).toBe(12), 10_000);
    await change({
      id,
      be: (now) => (person = now),
      move: (now) => (target = now),
      abort: () => stopping.abort(),
    });
    held.release();
    if (target.account !== ACCOUNT) {
      // The operation waits for the fleet to come back.
      await vi.waitFor(async () => {
        const { rows } = await sql`
          select from operation_item where operation_id = ${id} and state = 'in-hand'`.execute(
          database.kysely,
        );
        expect(rows).toEqual([]);
      }, 10_000);
      stopping.abort();
    }
    await running;
    expect(await acceptedIn(items[0]!.jobId)).toBe(0);
    expect((await sql`select from audit_open`.execute(database.kysely)).rows).toEqual([]);

    // In every case a stop ends it, and nothing was canceled.
    await database.kysely
      .updateTable("operation")
      .set({ state: "stopping" })
      .where("id", "=", id)
      .where("state", "in", ["running", "paused"])
      .execute();
    await runOperations(runnerServices(database, fleet.config, { target: targetNow }), NEVER);
    const { rows } = await sql<{ outcome: string; tries: number }>`
      select distinct outcome, tries from operation_item where operation_id = ${id}`.execute(database.kysely);
    expect(rows.map(({ outcome }) => outcome)).toEqual(["stopped"]);
    expect(await acceptedIn(items[0]!.jobId)).toBe(0);
    expect(checkHistory(await readHistory(database, fleet, [id]))).toEqual([]);
  });
});

/** A gateway whose rate limiter holds every call until it is released. */
function holdSlots(): {
  gatewayOf: (caller: Actor | null) => RunnerGateway;
  waiting: () => number;
  release: () => void;
} {
  const gateway = createFleetGateway(fleet.config);
  let waiting = 0;
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  return {
    gatewayOf: (caller) => {
      const aws = gateway.as(caller);
      return {
        ...aws,
        acquireCall: async (api) => {
          waiting += 1;
          await released;
          return aws.acquireCall(api);
        },
      };
    },
    waiting: () => waiting,
    release: () => release(),
  };
}
