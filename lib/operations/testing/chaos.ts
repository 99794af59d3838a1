import { setTimeout as sleep } from "node:timers/promises";
import { startEmulatedFleet } from "@/e2e/fixtures/emulated-fleet";
import { type Database, type DatabaseConfig, openDatabase } from "@/lib/db/open-database";
import { startPostgres } from "@/lib/db/testing/postgres-server";
import { findBreaches } from "./chaos-checks";
import { ChaosInstances } from "./chaos-instances";
import { chooseBlows, moveDevices, strike, throwFaults, type Thrown, type Trouble } from "./chaos-trouble";
import { type ChaosWorld, seedWorld } from "./chaos-world";
import { readWitnesses, type Witnesses } from "./chaos-witnesses";
import { seededRandom } from "./seeded-random";

export interface ChaosOptions {
  /** Of everything that is left to chance but the machine's own pace. */
  seed: number;
  items: number;
  /** What each call of AWS takes at least, so that there is something to strike. */
  latencyMs: number;
  kills: number;
  outages: number;
  /** Of a runner; and of PostgreSQL. */
  freezes: number;
  standstills: number;
  outageMs: readonly [number, number];
  faultEveryMs: readonly [number, number];
  deviceEveryMs: readonly [number, number];
  /** Operations that are not over by then have failed. */
  withinMs: number;
  say: (line: string) => void;
}

export interface ChaosReport {
  tookMs: number;
  thrown: Thrown;
  /** Of each operation. */
  outcomes: Record<string, Record<string, number>>;
  /** What is not as it must be, in sentences. None: it held. */
  breaches: string[];
  /** What the checks were made from, for tests of the checks. */
  world: ChaosWorld;
  witnesses: Witnesses;
}

const INSTANCES = 2;
const LOOK_EVERY_MS = 100;
/** A blow comes when so much has been done since the one before, or else so much later: also in the midst of a recovery. */
const PATIENCE_MS = [8_000, 22_000] as const;
/** The last blow comes with so much of the work left that there is something to go on with. */
const LAST_BLOW_AT = 0.85;

/**
 * Runs two operations on two instances, over one PostgreSQL and one emulator of its own, throws at them whatever it
 * can, and then holds every item against the emulator's log, the executions and the ledger.
 */
export async function unleashChaos(options: ChaosOptions): Promise<ChaosReport> {
  const fleet = await startEmulatedFleet({ latencyMs: options.latencyMs });
  const server = await startPostgres();
  const config: DatabaseConfig = { kind: "postgres", url: server.url };
  const database = await openDatabase(config);
  try {
    const world = await seedWorld(fleet.emulator, database, options.items);
    const random = (name: string) => seededRandom(options.seed, name);
    const instances = new ChaosInstances(
      { database: config, fleet: fleet.config },
      INSTANCES,
      random("instances"),
    );
    const trouble: Trouble = {
      ...{ emulator: fleet.emulator, server, instances, random },
      ...{ executions: world.executions, thrown: {}, touched: new Set() },
    };
    const began = performance.now();
    const isOver = await throwEverything(options, trouble, world, database).finally(() => instances.end());
    const tookMs = performance.now() - began;

    await fleet.emulator.settings({ latencyMs: 0 });
    const witnesses = await readWitnesses(database, fleet, world, trouble.touched);
    const breaches = [
      ...(isOver ? [] : [`The operations were not over after ${options.withinMs / 1_000} s.`]),
      ...instances.faults,
      ...notThrown(options, trouble.thrown),
      ...findBreaches(world, witnesses),
    ];
    return { tookMs, thrown: trouble.thrown, outcomes: countOutcomes(witnesses), breaches, world, witnesses };
  } finally {
    await database.close();
    await server.stop();
    await fleet.stop();
  }
}

/** @returns whether the operations were over in time */
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
      const patience = performance.now() + chance.between(...PATIENCE_MS);
      while ((await countCancels(trouble)) < mark && performance.now() < patience) await sleep(LOOK_EVERY_MS);
      if (isLate()) break;
      options.say(`${blow} …`);
      options.say(await strike(blow, trouble, chance, options));
    }
    // From here on AWS is well: of the few that are left each would meet every fault that waits.
    faultsEnd.abort();
    await faults;
    await trouble.emulator.clearFaults();
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

/** How many cancellations AWS has said yes to. */
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
    const over = await kysely.selectFrom("operation").select("id").where("state", "=", "finished").execute();
    return over.length === operationIds.length;
  } catch {
    return false; // a connection that broke while the server was away
  }
}

/** A run that was spared what it was to survive proves nothing. */
function notThrown({ kills, outages, freezes, standstills }: ChaosOptions, thrown: Thrown): string[] {
  const expected = [
    ...(kills > 0 ? ["the runner killed"] : []),
    ...(outages > 0 ? ["PostgreSQL stopped"] : []),
    ...(freezes > 0 ? ["a runner frozen"] : []),
    ...(standstills > 0 ? ["PostgreSQL frozen"] : []),
    ...["throttled", "503 before acting", "503 after acting", "answer lost after acting"],
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
