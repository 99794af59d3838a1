import type { Seed, SeedJob, SeedThing } from "../seed/seed-format.ts";
import { presigned } from "./demo-places.ts";
import { MINUTE_MS } from "./durations.ts";
import { createRandomFor, type Random } from "./random.ts";

/** About as much work as the fleet does in this time (see `createStartPace`), so that queues neither empty nor grow. */
export const JOB_EVERY_MS = 25 * MINUTE_MS;
const FEWEST_THINGS = 10;
const MOST_THINGS = 22;

type ComingKind = (random: Random, number: number) => Pick<SeedJob, "jobId" | "description" | "document">;

const written = (document: object) => JSON.stringify(document, null, 2);

const KINDS: readonly [ComingKind, ...ComingKind[]] = [
  (_, number) => ({
    jobId: `diag-collect-${6000 + number}`,
    description: "Logs of devices that support was asked about",
    document: written({
      operation: "collect-diagnostics",
      since: "P1D",
      upload: presigned(`diag/${6000 + number}/`),
    }),
  }),
  (random, number) => ({
    jobId: `telemetry-interval-${500 + number}`,
    description: "Another interval of telemetry, tried on some devices",
    document: written({
      operation: "apply-configuration",
      revision: 500 + number,
      set: { "report.interval": random.pick(["PT5M", "PT10M", "PT30M"]) },
    }),
  }),
  (_, number) => ({
    jobId: `cert-renew-${700 + number}`,
    description: "Certificates that run out this month",
    document: written({ operation: "rotate-certificate", keyAlgorithm: "ECDSA-P384" }),
  }),
  (random, number) => ({
    jobId: `hotfix-${300 + number}`,
    description: "A fix for devices that reported the fault",
    document: written({
      operation: "install-firmware",
      version: `4.2.${random.integer(1, 9)}`,
      url: presigned(`hotfix/${300 + number}.img`),
    }),
  }),
];

/** The `number`th job that is added while the demo runs, for things of one type. The same for the same seed and fleet. */
export function comingJob(seed: number, number: number, things: readonly SeedThing[]): SeedJob {
  const random = createRandomFor(seed, `coming/${number}`);
  // A device that never connected would keep every such job open forever.
  const reachable = things.filter(({ type, connectivity }) => type !== undefined && connectivity?.connected);
  const type = reachable[random.integer(0, reachable.length - 1)]?.type;
  const count = random.integer(FEWEST_THINGS, MOST_THINGS);
  const targets = reachable
    .filter((thing) => thing.type === type)
    .map(({ name }) => ({ name, draw: random.next() }))
    .sort((one, other) => one.draw - other.draw)
    .slice(0, count)
    .map(({ name }) => name);
  return {
    ...KINDS[number % KINDS.length]!(random, number),
    targets: { things: targets },
    timeoutMinutes: 60,
    rolloutPerMinute: 10,
  };
}

/**
 * Adds a job at intervals, so that a demo that is left running still works the next day. Jobs for skipped time, as when
 * the clock was moved by a week, are not added.
 */
export function createComingJobs(
  { seed, fleet, addJob }: { seed: number; fleet: Seed; addJob: (job: SeedJob) => void },
  startMs: number,
): { tick(nowMs: number): void } {
  let last = 0;
  return {
    tick(nowMs) {
      const number = Math.floor((nowMs - startMs) / JOB_EVERY_MS);
      if (number <= last) return;
      last = number;
      addJob(comingJob(seed, number, fleet.things ?? []));
    },
  };
}
