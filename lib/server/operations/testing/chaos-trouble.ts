import { setTimeout as sleep } from "node:timers/promises";
import type { DeviceAct } from "@/lib/testing/device-acts";
import type { EmulatorClient } from "@/lib/testing/emulator-client";
import type { Fault } from "@/lib/testing/emulator-fault";
import type { Database } from "@/lib/server/db/open-database";
import type { PostgresServer } from "@/lib/server/db/testing/postgres-server";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { ControlServices } from "../control-operation";
import { executionName, type Halt } from "./check-history";
import type { ChaosControls } from "./chaos-controls";
import type { ChaosInstances } from "./chaos-instances";
import type { ChaosOptions } from "./chaos-options";
import { JOB } from "./chaos-world";
import type { SeededRandom } from "./seeded-random";

const CANCEL = "CancelJobExecution";
const DESCRIBE = "DescribeJobExecution";
const AWAY = { kind: "error", errorName: "ServiceUnavailableException" } as const;
const EXPIRED = { kind: "error", errorName: "ExpiredTokenException", status: 403 } as const;
/** Only in a job that is not recreated: a late action hits whichever execution has the same names by then (facts 8). */
const LATE = { actsAfterMs: 2_000, match: { jobId: JOB } };
const FAULTS: readonly (Omit<Fault, "count"> & { name: string; most: number })[] = [
  { name: "throttled", api: CANCEL, kind: "throttle", most: 12 },
  { name: "503 before acting", api: CANCEL, ...AWAY, most: 4 },
  { name: "503 after acting", api: CANCEL, ...AWAY, afterActing: true, most: 4 },
  { name: "answer lost after acting", api: CANCEL, kind: "lose-answer", most: 4 },
  { name: "HTML with 500", api: CANCEL, kind: "html-500", most: 2 },
  { name: "HTML with 403 after acting", api: CANCEL, kind: "html", status: 403, afterActing: true, most: 3 },
  { name: "foreign 200", api: CANCEL, kind: "wrong-200", most: 3 },
  { name: "foreign 200 after acting", api: CANCEL, kind: "wrong-200", afterActing: true, most: 3 },
  { name: "sent twice", api: CANCEL, kind: "twice", most: 3 },
  { name: "reset, and acts later", api: CANCEL, kind: "reset", ...LATE, most: 3 },
  { name: "503, and acts later", api: CANCEL, ...AWAY, ...LATE, most: 3 },
  { name: "credentials expired", api: CANCEL, ...EXPIRED, most: 3 },
  { name: "slow", api: CANCEL, kind: "slow", delayMs: 3_000, match: { jobId: JOB }, most: 3 },
  { name: "reads throttled", api: DESCRIBE, kind: "throttle", most: 3 },
  { name: "reads lost", api: DESCRIBE, kind: "lose-answer", most: 3 },
  { name: "reads with expired credentials", api: DESCRIBE, ...EXPIRED, most: 2 },
];
/** In addition, each call has this probability of an answer that is not AWS's own. */
const BY_CHANCE = { api: CANCEL, kind: "html", status: 403, afterActing: true, probability: 0.02 } as const;
const BY_CHANCE_AT_MOST = 20;
/** Without calls, faults would only pile up for the next one. */
const MOST_WAITING = 3;

const ACTS = ["start", "start", "progress", "succeed", "fail", "reject"] as const;

/** How often each fault was thrown, by its name. */
export type Thrown = Record<string, number>;

export interface Trouble {
  emulator: EmulatorClient;
  server: PostgresServer;
  database: Database;
  control: ControlServices;
  instances: ChaosInstances;
  controls: ChaosControls;
  executions: readonly ExecutionRef[];
  random: (name: string) => SeededRandom;
  thrown: Thrown;
  /** Which executions devices have changed. */
  touched: Set<string>;
  halts: Halt[];
  /** Lines of a backup that was made during the run. Null: none was made. */
  backup: string[] | null;
}

/** Makes calls of AWS fail now and then, until `signal`. */
export async function throwFaults(
  { emulator, random, thrown }: Trouble,
  { faultEveryMs, seed }: Pick<ChaosOptions, "faultEveryMs" | "seed">,
  signal: AbortSignal,
): Promise<void> {
  const chance = random("faults");
  await emulator.fault({ ...BY_CHANCE, count: BY_CHANCE_AT_MOST, seed });
  let order: typeof FAULTS = [];
  while (!signal.aborted) {
    await sleep(chance.between(...faultEveryMs));
    if (signal.aborted || (await countWaiting(emulator)) > MOST_WAITING) continue;
    if (order.length === 0) order = chance.shuffle(FAULTS); // each kind comes before any comes again
    const [{ name, most, ...fault }, ...others] = order as [(typeof FAULTS)[number]];
    order = others;
    const times = chance.between(1, most);
    await emulator.fault({ ...fault, count: times });
    count(thrown, name, times);
  }
}

/** Counts the faults that wait for the next calls. */
async function countWaiting(emulator: EmulatorClient): Promise<number> {
  const faults = await emulator.waitingFaults();
  return faults.filter(({ probability = 1 }) => probability === 1).length;
}

/** Makes devices start, progress and end executions, planned or not, until `signal`. */
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
      if (!ok) continue; // it has ended already
      touched.add(executionName(acts[at]!));
      count(thrown, `devices: ${acts[at]!.act}`);
    }
  }
}

export function count(thrown: Thrown, name: string, times = 1): void {
  thrown[name] = (thrown[name] ?? 0) + times;
}
