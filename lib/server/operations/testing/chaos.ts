import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { type Database, openDatabase } from "@/lib/server/db/open-database";
import { startPostgres } from "@/lib/server/db/testing/postgres-server";
import { startWorkQueue } from "@/lib/server/db/start-work-queue";
import type { WorkQueue } from "@/lib/server/db/work-queue";
import { RUN_OPERATIONS } from "../work-kind";
import { chooseBlows, strike } from "./chaos-blows";
import { BLOWS, type ChaosOptions } from "./chaos-options";
import { findBreaches } from "./chaos-checks";
import { ChaosControls } from "./chaos-controls";
import { ChaosInstances } from "./chaos-instances";
import { moveDevices, throwFaults, type Thrown, type Trouble } from "./chaos-trouble";
import { ACCOUNT, type ChaosWorld, seedWorld } from "./chaos-world";
import { readWitnesses, type Witnesses } from "./chaos-witnesses";
import { checkRestored } from "./check-restored";
import { fleetOf } from "./seed-operation";
import { FLEET_ID } from "./seed-run";
import { seededRandom } from "./seeded-random";

export interface ChaosReport {
  tookMs: number;
  thrown: Thrown;
  /** By operation. */
  outcomes: Record<string, Record<string, number>>;
  /** Each violation as a sentence. Empty: the run passed. */
  breaches: string[];
  /** The input of the checks, for tests of the checks. */
  world: ChaosWorld;
  witnesses: Witnesses;
}

const INSTANCES = 2;
const LOOK_EVERY_MS = 100;
/** The last blow comes while enough work is left to continue with. */
const LAST_BLOW_AT = 0.85;
/** By the emulator's clock: after this time, AWS has acted on every late fault. */
const ACTED_AFTER_MS = 10_000;

/**
 * Runs operations on two instances with a PostgreSQL and an emulator of their own, throws every fault at them, and then
 * compares every item with the emulator's log, the executions and the audit log.
 */
export async function unleashChaos(options: ChaosOptions): Promise<ChaosReport> {
  const fleet = await startEmulatedFleet({ latencyMs: options.latencyMs });
  const server = await startPostgres();
  const config = { kind: "postgres", url: server.url } as const;
  const database = await openDatabase(config);
  const folder = await mkdtemp(join(tmpdir(), "standdown-chaos-"));
  const queue = await startWorkQueue(database, [RUN_OPERATIONS], () => undefined);
  try {
    const world = await seedWorld(fleet, database, options.items);
    const random = (name: string) => seededRandom(options.seed, name);
    const controls = new ChaosControls(join(folder, "controls.json"), {
      withdrawn: [],
      account: ACCOUNT,
      unknownTo: [],
    });
    const instances = new ChaosInstances(
      {
        database: config,
        fleet: { ...fleet.config, quotas: { CancelJobExecution: options.perSecond } },
        controls: controls.file,
      },
      INSTANCES,
      random("instances"),
    );
    const trouble: Trouble = {
      ...{ emulator: fleet.emulator, server, database, instances, controls, random },
      control: controlOf(database, queue),
      ...{ executions: world.executions, thrown: {}, touched: new Set(), halts: [], backup: null },
    };
    const startedAt = performance.now();
    const isOver = await throwEverything(options, trouble, world, database).finally(() => instances.end());
    const tookMs = performance.now() - startedAt;

    await fleet.emulator.settings({ latencyMs: 0 });
    await fleet.emulator.advanceClock(ACTED_AFTER_MS);
    const witnesses = await readWitnesses(database, fleet, world, trouble.touched, trouble.halts);
    const breaches = [
      ...(isOver ? [] : [`The operations were not over after ${options.withinMs / 1_000} s.`]),
      ...instances.faults,
      ...notThrown(options, trouble.thrown),
      ...findBreaches(world, witnesses),
      ...(trouble.backup === null ? [] : await checkBackup(trouble.backup, database, server.url, fleet)),
    ];
    return { tookMs, thrown: trouble.thrown, outcomes: countOutcomes(witnesses), breaches, world, witnesses };
  } finally {
    await queue.stop(1_000);
    await database.close();
    await server.stop();
    await fleet.stop();
    await rm(folder, { recursive: true });
  }
}

function controlOf(database: Database, queue: WorkQueue): Trouble["control"] {
  const open = () => Promise.resolve(database);
  return {
    fleet: fleetOf(FLEET_ID),
    audit: createAuditLog(open),
    database: open,
    wakeRunner: (transaction, fleetId) =>
      queue.send(transaction, RUN_OPERATIONS, { key: fleetId, data: { fleetId } }),
  };
}

/** Restores into another database of the same server. */
async function checkBackup(
  backup: readonly string[],
  database: Database,
  url: string,
  fleet: EmulatedFleet,
): Promise<string[]> {
  await database.asOwner((owner) => sql`create database restored`.execute(owner));
  return checkRestored(backup, { kind: "postgres", url: url.replace(/[^/]+$/, "restored") }, fleet);
}

/** Returns whether the operations ended in time. */
async function throwEverything(
  options: ChaosOptions,
  trouble: Trouble,
  world: ChaosWorld,
  database: Database,
): Promise<boolean> {
  const deadline = performance.now() + options.withinMs;
  const isLate = () => performance.now() > deadline;
  const faultsEnd = new AbortController();
  const devicesEnd = new AbortController();
  const faults = throwFaults(trouble, options, faultsEnd.signal);
  const devices = moveDevices(trouble, options, devicesEnd.signal);
  try {
    const chance = trouble.random("blows");
    const blows = chooseBlows(options, chance);
    for (const [at, blow] of blows.entries()) {
      const mark = (options.items * LAST_BLOW_AT * (at + 1)) / (blows.length + 1);
      const patience = performance.now() + chance.between(...options.patienceMs);
      while ((await countCancels(trouble)) < mark && performance.now() < patience) await sleep(LOOK_EVERY_MS);
      if (isLate()) break;
      options.say(`${blow} …`);
      options.say(await strike(blow, trouble, chance, options));
    }
    // From here on AWS works: each of the few remaining calls would hit every waiting fault.
    faultsEnd.abort();
    await faults;
    await trouble.emulator.clearFaults();
    await probeNow(database);
    while (!(await areOver(database, world))) {
      if (isLate()) return false;
      await sleep(LOOK_EVERY_MS);
    }
    return true;
  } finally {
    faultsEnd.abort();
    devicesEnd.abort();
    await Promise.all([faults, devices]);
  }
}

/** Otherwise a suspended operation may wait some minutes for its next probe. */
async function probeNow({ kysely }: Database): Promise<void> {
  await sql`update operation set probe_at = clock_timestamp() where suspension is not null`.execute(kysely);
}

/** How many cancellations AWS has accepted. */
async function countCancels({ emulator }: Pick<Trouble, "emulator">): Promise<number> {
  const { calls } = (await emulator.stats()) as {
    calls: Record<string, { calls: number; errors: Record<string, number> }>;
  };
  const cancels = calls["CancelJobExecution"];
  if (!cancels) return 0;
  return cancels.calls - Object.values(cancels.errors).reduce((sum, errors) => sum + errors, 0);
}

async function areOver({ kysely }: Database, { operationIds }: ChaosWorld): Promise<boolean> {
  try {
    const over = await kysely
      .selectFrom("operation")
      .select("id")
      .where("state", "in", ["finished", "stopped"])
      .execute();
    return over.length === operationIds.length;
  } catch {
    return false; // a connection that broke while the server was away
  }
}

/** The faults that the run was meant to survive and that did not occur: without them it proves nothing. */
function notThrown({ blows }: ChaosOptions, thrown: Thrown): string[] {
  const expected = [
    ...BLOWS.filter((blow) => (blows[blow] ?? 0) > 0),
    ...(blows.kill ? ["a runner killed"] : []),
    ...["throttled", "503 before acting", "503 after acting", "answer lost after acting", "foreign 200"],
    ...["HTML with 403 after acting", "sent twice", "reset, and acts later", "credentials expired"],
    ...["devices: start", "devices: progress", "devices: succeed", "devices: fail"],
  ];
  return expected.filter((name) => !thrown[name]).map((name) => `It was spared this: ${name}.`);
}

function countOutcomes({ rows }: Witnesses): ChaosReport["outcomes"] {
  const outcomes: ChaosReport["outcomes"] = {};
  for (const { operation_id, outcome, state } of rows) {
    const counts = (outcomes[operation_id] ??= {});
    counts[outcome ?? state] = (counts[outcome ?? state] ?? 0) + 1;
  }
  return outcomes;
}
