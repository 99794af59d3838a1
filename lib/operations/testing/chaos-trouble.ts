import { setTimeout as sleep } from "node:timers/promises";
import type { DeviceAct, EmulatorClient, Fault } from "@/e2e/fixtures/emulator-client";
import type { PostgresServer } from "@/lib/db/testing/postgres-server";
import type { ExecutionRef } from "@/lib/domain/execution";
import type { ChaosInstances } from "./chaos-instances";
import type { ChaosOptions } from "./chaos";
import type { SeededRandom } from "./seeded-random";

/** Longer than the 15 s after which the queue gives a runner up: it comes back to find another in its place. */
const FROZEN_MS = [16_000, 20_000] as const;

/** From a hiccup to longer than connecting may take (10 s) and than a queue waits for a pulse (15 s). */
const STANDSTILL_MS = [2_000, 20_000] as const;

const CANCEL = "CancelJobExecution";
const DESCRIBE = "DescribeJobExecution";
const AWAY = { kind: "error", errorName: "ServiceUnavailableException" } as const;
const FAULTS: readonly (Omit<Fault, "count"> & { name: string; most: number })[] = [
  { name: "throttled", api: CANCEL, kind: "throttle", most: 12 },
  { name: "503 before acting", api: CANCEL, ...AWAY, most: 4 },
  { name: "503 after acting", api: CANCEL, ...AWAY, afterActing: true, most: 4 },
  { name: "answer lost after acting", api: CANCEL, kind: "lose-answer", most: 4 },
  { name: "HTML with 500", api: CANCEL, kind: "html-500", most: 2 },
  { name: "slow", api: CANCEL, kind: "slow", delayMs: 3_000, most: 3 },
  { name: "reads throttled", api: DESCRIBE, kind: "throttle", most: 3 },
  { name: "reads lost", api: DESCRIBE, kind: "lose-answer", most: 3 },
];
/** While nobody calls, faults would only pile up for whoever is next. */
const MOST_WAITING = 3;

const ACTS = ["start", "start", "progress", "succeed", "fail", "reject"] as const;

/** What was thrown, by its name, and how often. */
export type Thrown = Record<string, number>;
type Blow = "kill" | "outage" | "freeze" | "standstill";

export interface Trouble {
  emulator: EmulatorClient;
  server: PostgresServer;
  instances: ChaosInstances;
  executions: readonly ExecutionRef[];
  random: (name: string) => SeededRandom;
  thrown: Thrown;
  /** Which executions devices have changed. */
  touched: Set<string>;
}

export const nameOf = ({ thingName, jobId }: { thingName?: string | null; jobId?: string | null }): string =>
  `${jobId} on ${thingName}`;

/** The heavy blows, in an order of chance. Each kind that is asked for comes. */
export function chooseBlows(
  { kills, outages, freezes, standstills }: ChaosOptions,
  random: SeededRandom,
): Blow[] {
  const those = (blow: Blow, count: number) => Array<Blow>(count).fill(blow);
  return random.shuffle([
    ...those("kill", kills),
    ...those("outage", outages),
    ...those("freeze", freezes),
    ...those("standstill", standstills),
  ]);
}

/** Strikes once, and ends when what was struck is back on its feet. @returns in words what it did */
export async function strike(
  blow: Blow,
  { server, instances, thrown }: Trouble,
  chance: SeededRandom,
  { outageMs }: Pick<ChaosOptions, "outageMs">,
): Promise<string> {
  switch (blow) {
    case "kill": {
      const ran = await instances.kill();
      count(thrown, ran ? "the runner killed" : "an idle instance killed");
      return ran ? "killed the runner" : "killed an instance that did not run";
    }
    case "outage": {
      const forMs = chance.between(...outageMs);
      await server.crash();
      await sleep(forMs);
      await server.startAgain();
      count(thrown, "PostgreSQL stopped");
      return `PostgreSQL was away for ${forMs} ms`;
    }
    case "freeze": {
      const forMs = chance.between(...FROZEN_MS);
      await instances.freeze(forMs);
      count(thrown, "a runner frozen");
      return `a runner stood still for ${forMs} ms`;
    }
    case "standstill": {
      const forMs = chance.between(...STANDSTILL_MS);
      const goOn = await server.freeze();
      await sleep(forMs);
      goOn();
      count(thrown, "PostgreSQL frozen");
      return `PostgreSQL stood still for ${forMs} ms`;
    }
  }
}

/** Has calls of AWS go wrong, now and then, until `signal`. */
export async function throwFaults(
  { emulator, random, thrown }: Trouble,
  { faultEveryMs }: Pick<ChaosOptions, "faultEveryMs">,
  signal: AbortSignal,
): Promise<void> {
  const chance = random("faults");
  let order: typeof FAULTS = [];
  while (!signal.aborted) {
    await sleep(chance.between(...faultEveryMs));
    const { waitingFaults } = (await emulator.stats()) as { waitingFaults: number };
    if (signal.aborted || waitingFaults > MOST_WAITING) continue;
    if (order.length === 0) order = chance.shuffle(FAULTS); // each kind comes before any comes again
    const [{ name, most, ...fault }, ...others] = order as [(typeof FAULTS)[number]];
    order = others;
    const times = chance.between(1, most);
    await emulator.fault({ ...fault, count: times });
    count(thrown, name, times);
  }
}

/** Has devices start, progress and end their executions, of the plans or not, until `signal`. */
export async function moveDevices(
  { emulator, executions, random, thrown, touched }: Trouble,
  { deviceEveryMs }: Pick<ChaosOptions, "deviceEveryMs">,
  signal: AbortSignal,
): Promise<void> {
  const chance = random("devices");
  while (!signal.aborted) {
    await sleep(chance.between(...deviceEveryMs));
    const acts: DeviceAct[] = [1, 2, 3].map(() => ({
      ...chance.pick(executions),
      act: chance.pick(ACTS),
      statusDetails: { step: String(chance.between(1, 9)) },
    }));
    const results = await emulator.tryDeviceActs(acts);
    for (const [at, { ok }] of results.entries()) {
      if (!ok) continue; // it is over already
      touched.add(nameOf(acts[at]!));
      count(thrown, `devices: ${acts[at]!.act}`);
    }
  }
}

function count(thrown: Thrown, name: string, times = 1): void {
  thrown[name] = (thrown[name] ?? 0) + times;
}
