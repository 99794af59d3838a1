import type { Seed, SeedExecution, SeedExecutionRange, SeedThing } from "../seed/seed-format.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "./durations.ts";
import { createRandomFor } from "./random.ts";

export type TemperName = "reliable" | "slow" | "failing" | "flaky" | "stuck" | "offline";

type Span = readonly [low: number, high: number];

/** The probabilities of how work ends; the rest up to 1 succeeds. `hang` is silence until the execution is ended. */
type FateOdds = { fail: number; reject: number; hang: number };

/** The behavior of a device. */
export type Temper = {
  fateOdds: FateOdds;
  percentPerReport: Span;
  reportEveryMs: Span;
  /** How long it stays connected and disconnected; null: its connectivity never changes. */
  presence: { onlineMs: Span; awayMs: Span } | null;
};

const PROMPT: Pick<Temper, "percentPerReport" | "reportEveryMs"> = {
  percentPerReport: [2, 6],
  reportEveryMs: [3 * SECOND_MS, 6 * SECOND_MS],
};

export const TEMPERS: Record<TemperName, Temper> = {
  reliable: { ...PROMPT, fateOdds: { fail: 0.02, reject: 0.02, hang: 0 }, presence: null },
  slow: {
    fateOdds: { fail: 0.05, reject: 0, hang: 0 },
    percentPerReport: [0.5, 2],
    reportEveryMs: [5 * SECOND_MS, 9 * SECOND_MS],
    presence: null,
  },
  failing: { ...PROMPT, fateOdds: { fail: 0.7, reject: 0.1, hang: 0 }, presence: null },
  flaky: {
    ...PROMPT,
    fateOdds: { fail: 0.1, reject: 0, hang: 0.05 },
    presence: { onlineMs: [15 * MINUTE_MS, 70 * MINUTE_MS], awayMs: [MINUTE_MS, 12 * MINUTE_MS] },
  },
  stuck: { ...PROMPT, fateOdds: { fail: 0.1, reject: 0, hang: 0.6 }, presence: null },
  offline: { ...PROMPT, fateOdds: { fail: 0, reject: 0, hang: 0 }, presence: null },
};

const GONE_FOR_GOOD_MS = DAY_MS;

/**
 * Draws a device's temper, the same for the same seed. Devices with an execution in progress in the seed are always
 * reliable: when an operator frees a stuck device of the story, its queue has to move on visibly.
 */
export function temperOf(seed: number, thing: SeedThing, isBusy: boolean, nowMs: number): TemperName {
  const { connectivity } = thing;
  if (connectivity?.connected === false) {
    const awayMs = nowMs - (connectivity.timestampMs ?? -Infinity);
    return awayMs > GONE_FOR_GOOD_MS ? "offline" : "flaky";
  }
  if (isBusy) return "reliable";
  const draw = createRandomFor(seed, `temper/${thing.name}`).next();
  if (draw < 0.68) return "reliable";
  if (draw < 0.82) return "slow";
  if (draw < 0.9) return "failing";
  // A device without connectivity in the index cannot disconnect.
  if (draw < 0.97) return connectivity === undefined ? "reliable" : "flaky";
  return "stuck";
}

/** Names of things with an execution in progress in the seed. */
export function busyThings({ jobs = [] }: Seed): Set<string> {
  const executions = jobs.flatMap((job): (SeedExecution | SeedExecutionRange)[] =>
    Array.isArray(job.executions) ? job.executions : [],
  );
  return new Set(
    executions.flatMap((each) =>
      "thingName" in each && each.status === "IN_PROGRESS" ? each.thingName : [],
    ),
  );
}
