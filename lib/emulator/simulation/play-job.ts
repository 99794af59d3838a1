import type { SeedExecution, SeedJob } from "../seed/seed-format.ts";
import { workOfDocument } from "./device-work.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "./durations.ts";
import type { JobPlan } from "./job-plan.ts";
import { type Play, playExecution, type ThingPast } from "./play-execution.ts";
import { createRandomFor } from "./random.ts";

/**
 * Plays one job on its things. Call it for the jobs in order of creation: each thing works on one execution at a time,
 * oldest first, and an unfinished execution blocks all later ones.
 */
export function playJob(plan: JobPlan, things: ThingPast[], seed: number, nowMs: number): SeedJob {
  const document = JSON.stringify(plan.document, null, 2);
  const createdAtMs = nowMs - plan.ageMs;
  const canceledAtMs = plan.course.kind === "canceled" ? createdAtMs + plan.course.afterMs : null;
  const play = { plan, work: workOfDocument(document), createdAtMs, canceledAtMs, nowMs };
  const base = { ...plan.job, document, createdAtMs };
  if (plan.job.scheduling !== undefined) {
    return { ...base, status: "SCHEDULED", lastUpdatedAtMs: createdAtMs, executions: [] };
  }
  const perMinute = plan.job.rolloutPerMinute ?? 120;
  const executions = things.flatMap((thing, at) => {
    const queuedAtMs = createdAtMs + SECOND_MS + Math.floor((at * MINUTE_MS) / perMinute);
    const execution = playExecution(
      play,
      thing,
      queuedAtMs,
      createRandomFor(seed, `${plan.job.jobId}/${thing.name}`),
    );
    return execution ?? [];
  });
  return { ...base, ...jobEnd(play, executions), executions };
}

function jobEnd({ plan, createdAtMs, canceledAtMs }: Play, executions: SeedExecution[]): Partial<SeedJob> {
  const lastMs = Math.max(createdAtMs, ...executions.map((each) => each.lastUpdatedAtMs ?? createdAtMs));
  switch (plan.course.kind) {
    case "finished":
      return { status: "COMPLETED", completedAtMs: lastMs, lastUpdatedAtMs: lastMs };
    case "canceled":
      return {
        status: "CANCELED",
        ...(canceledAtMs === null ? {} : { lastUpdatedAtMs: canceledAtMs }),
      };
    case "running":
      return { status: "IN_PROGRESS", lastUpdatedAtMs: createdAtMs };
  }
}

/** When a thing went offline for good: it starts no later execution. */
export function silentFromMs(
  connectivity: { connected: boolean; timestampMs?: number } | undefined,
  nowMs: number,
): number {
  if (connectivity === undefined || connectivity.connected) return Infinity;
  return connectivity.timestampMs ?? nowMs - 10 * DAY_MS;
}
