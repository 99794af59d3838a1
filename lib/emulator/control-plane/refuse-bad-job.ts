import { invalidRequest } from "../http/aws-error.ts";
import { parseCron } from "../state/cron.ts";
import type { Job } from "../state/job.ts";
import type { JobConfiguration } from "../state/job-configuration.ts";
import { readScheduledTimeMs } from "../state/scheduled-time.ts";

/** The most retries per device in total (facts 2.4). */
const MAX_RETRIES = 10;
/** The least time from now to the start or end, and between the two [MD]. */
const MIN_SCHEDULE_MS = 30 * 60_000;
/** A start is at most one year ahead. An end is at most two years after now and after the start [MD]. */
const YEAR_MS = 365 * 24 * 60 * 60_000;

/** A job document is JSON [DG:create-job]. */
export function refuseBadDocument(document: string | undefined): void {
  if (document === undefined) return;
  try {
    JSON.parse(document);
  } catch {
    throw invalidRequest("The job document must be valid JSON.");
  }
}

export function refuseTooManyRetries({ jobExecutionsRetryConfig }: JobConfiguration): void {
  const retries = jobExecutionsRetryConfig?.criteriaList ?? [];
  if (retries.reduce((sum, { numberOfRetries }) => sum + numberOfRetries, 0) > MAX_RETRIES) {
    throw invalidRequest(`At most ${MAX_RETRIES} retries can be configured.`);
  }
}

/** An `endBehavior` without `endTime` is accepted: it "does not apply" [MD: SchedulingConfig]. */
export function refuseBadSchedule(nowMs: number, schedule: Job["scheduling"]): void {
  const startMs = requireTime("startTime", schedule?.startTime);
  const endMs = requireTime("endTime", schedule?.endTime);
  if (startMs !== undefined && startMs < nowMs + MIN_SCHEDULE_MS) {
    throw invalidRequest("startTime must be at least thirty minutes from now.");
  }
  if (startMs !== undefined && startMs > nowMs + YEAR_MS) {
    throw invalidRequest("startTime must be at most a year from now.");
  }
  if (endMs !== undefined && endMs > nowMs + 2 * YEAR_MS) {
    throw invalidRequest("endTime must be at most two years from now.");
  }
  if (endMs !== undefined && endMs < (startMs ?? nowMs) + MIN_SCHEDULE_MS) {
    throw invalidRequest("endTime must be at least thirty minutes after startTime and from now.");
  }
  refuseBadWindows(schedule?.maintenanceWindows);
}

export function refuseBadWindows(windows: NonNullable<Job["scheduling"]>["maintenanceWindows"] = []): void {
  const bad = windows.find(({ startTime }) => parseCron(startTime) === undefined);
  if (bad) throw invalidRequest(`${bad.startTime} is not a cron expression such as cron(0 22 ? * SAT *).`);
}

function requireTime(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = readScheduledTimeMs(text);
  if (ms === undefined) throw invalidRequest(`${name} is not a time such as 2026-11-23 14:30.`);
  return ms;
}
