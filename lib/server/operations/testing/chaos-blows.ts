import { setTimeout as sleep } from "node:timers/promises";
import { backUp } from "@/lib/server/db/back-up";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { controlOperation } from "../control-operation";
import { type Blow, BLOWS, type ChaosOptions } from "./chaos-options";
import { count, type Trouble } from "./chaos-trouble";
import { ACCOUNT, HALTED, RECREATED_JOB, WITHDRAWN } from "./chaos-world";
import { ADA } from "./seed-run";
import type { SeededRandom } from "./seeded-random";

/** From a hiccup to longer than the connection timeout (10 s) and the queue's heartbeat (15 s). */
const STANDSTILL_MS = [2_000, 20_000] as const;
const MOVED_MS = [1_500, 4_000] as const;
const ANOTHER_ACCOUNT = "999999999999";

/** A call that was checked before a stop was written reaches the emulator within this time plus its latency. */
const IN_FLIGHT_MS = 1_500;

/** These come first, in this order: later nothing is left to pause or to stop. */
const FIRST: readonly Blow[] = [
  "back up",
  "pause while frozen",
  "stop and withdraw while frozen",
  "recreate",
];

/** The blows in random order, each as often as the options say. */
export function chooseBlows({ blows }: Pick<ChaosOptions, "blows">, random: SeededRandom): Blow[] {
  const those = (blow: Blow) => Array<Blow>(blows[blow] ?? 0).fill(blow);
  const others = BLOWS.filter((blow) => !FIRST.includes(blow));
  return [...FIRST.flatMap(those), ...random.shuffle(others.flatMap(those))];
}

/** A person could not pause, resume or stop, so the run proves nothing about that. */
class NotDone extends Error {
  override name = "NotDone";
}

type Options = Pick<ChaosOptions, "outageMs" | "frozenMs" | "latencyMs">;

/** Strikes once, and resolves when the victim continues. @returns in words what it did */
export async function strike(
  blow: Blow,
  trouble: Trouble,
  chance: SeededRandom,
  options: Options,
): Promise<string> {
  try {
    const what = await perform(blow, trouble, chance, options);
    count(trouble.thrown, blow);
    return what;
  } catch (error) {
    if (error instanceof NotDone) return error.message;
    throw error;
  }
}

async function perform(
  blow: Blow,
  trouble: Trouble,
  chance: SeededRandom,
  options: Options,
): Promise<string> {
  const { server, instances, controls, emulator, executions } = trouble;
  switch (blow) {
    case "kill": {
      const ran = await instances.kill();
      if (ran) count(trouble.thrown, "a runner killed");
      return ran ? "killed the runner" : "killed an instance that did not run";
    }
    case "outage": {
      const forMs = chance.between(...options.outageMs);
      await server.crash();
      await sleep(forMs);
      await server.startAgain();
      return `PostgreSQL was away for ${forMs} ms`;
    }
    case "freeze": {
      const forMs = chance.between(...options.frozenMs);
      await instances.freeze(() => sleep(forMs));
      return `a runner stood still for ${forMs} ms`;
    }
    case "standstill": {
      const forMs = chance.between(...STANDSTILL_MS);
      const unfreeze = await server.freeze();
      await sleep(forMs);
      unfreeze();
      return `PostgreSQL stood still for ${forMs} ms`;
    }
    case "pause while frozen":
      return pauseWhileFrozen(trouble, chance, options);
    case "stop and withdraw while frozen":
      return endWhileFrozen(trouble, chance, options);
    case "recreate": {
      const things = executions.filter(({ jobId }) => jobId === RECREATED_JOB);
      await emulator.recreateJob(
        RECREATED_JOB,
        things.map(({ thingName }) => thingName),
      );
      return `${RECREATED_JOB} was deleted and created again`;
    }
    case "move": {
      const forMs = chance.between(...MOVED_MS);
      controls.change({ account: ANOTHER_ACCOUNT });
      const from = Date.now() + options.latencyMs + IN_FLIGHT_MS;
      await sleep(options.latencyMs + IN_FLIGHT_MS + forMs);
      const moved = { from, to: Date.now(), because: "of a fleet that had moved" };
      const ids = ["op_unforced", "op_forced"];
      trouble.halts.push(...ids.map((operationId) => ({ operationId, ...moved })));
      controls.change({ account: ACCOUNT });
      return `the fleet pointed to another account for ${forMs} ms`;
    }
    case "reconfigure": {
      // The running instance does not know the fleet when it starts again. The other one does, and later both do.
      controls.change({ unknownTo: [await instances.running()] });
      await instances.kill();
      await sleep(1_000);
      controls.change({ unknownTo: [] });
      return "an instance did not know the fleet for a while";
    }
    case "back up": {
      const backup: string[] = [];
      await backUp(trouble.database, async (lines) => {
        for await (const line of lines) backup.push(line.trimEnd());
      });
      trouble.backup = backup;
      return `backed up ${backup.length - 2} rows`;
    }
  }
}

async function pauseWhileFrozen(
  trouble: Trouble,
  chance: SeededRandom,
  { frozenMs, latencyMs }: Options,
): Promise<string> {
  const forMs = chance.between(...frozenMs);
  const services = trouble.control;
  let from = 0;
  await trouble.instances.freeze(async () => {
    requireDone(await controlOperation(services, ADA, { ...HALTED, control: "pause" }));
    from = Date.now() + latencyMs + IN_FLIGHT_MS;
    await sleep(forMs);
  });
  await sleep(latencyMs + IN_FLIGHT_MS);
  trouble.halts.push({ ...HALTED, from, to: Date.now(), because: "paused" });
  requireDone(await controlOperation(services, ADA, { ...HALTED, control: "resume" }));
  return `an operation was paused while its runner stood still for ${forMs} ms`;
}

async function endWhileFrozen(
  trouble: Trouble,
  chance: SeededRandom,
  { frozenMs, latencyMs }: Options,
): Promise<string> {
  const forMs = chance.between(...frozenMs);
  await trouble.instances.freeze(async () => {
    requireDone(await controlOperation(trouble.control, ADA, { ...HALTED, control: "stop" }));
    trouble.controls.change({ withdrawn: [WITHDRAWN.personId] });
    const ended = { from: Date.now() + latencyMs + IN_FLIGHT_MS, to: null };
    trouble.halts.push({ ...HALTED, ...ended, because: "stopped" });
    trouble.halts.push({ ...WITHDRAWN, ...ended, because: "without its right" });
    await sleep(forMs);
  });
  return `an operation was stopped and another lost its right while their runner stood still for ${forMs} ms`;
}

function requireDone(result: Result<void, OperationFailure>): void {
  if (!result.ok) throw new NotDone(`It could not be done: ${JSON.stringify(result.failure)}.`);
}
