import { KIOSK_FLOORS } from "../demo-places.ts";
import { STUCK_KIOSK } from "../demo-things.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../durations.ts";
import type { JobPlan } from "../job-plan.ts";
import { queuedExecution } from "./queued-execution.ts";

const ENDED: JobPlan[] = [
  {
    job: { jobId: "ui-config-85", description: "Summer opening hours", targets: { groups: KIOSK_FLOORS } },
    document: {
      operation: "apply-configuration",
      revision: 385,
      set: { "display.openingHours": "08:00-22:00" },
    },
    ageMs: 60 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 1 },
    pickUpMs: 5 * HOUR_MS,
    workMs: MINUTE_MS,
  },
  {
    job: {
      jobId: "ui-config-86",
      description: "New payment screen",
      targets: { groups: KIOSK_FLOORS },
      timeoutMinutes: 15,
    },
    document: {
      operation: "apply-configuration",
      revision: 391,
      set: { "payment.screen": "v3", "payment.tip": false },
    },
    ageMs: 41 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 80, FAILED: 14, TIMED_OUT: 6 },
    pickUpMs: 5 * HOUR_MS,
    workMs: MINUTE_MS,
  },
  {
    job: {
      jobId: "ui-config-87",
      description: "Autumn theme",
      targets: { groups: KIOSK_FLOORS },
      timeoutMinutes: 15,
    },
    document: {
      operation: "apply-configuration",
      revision: 402,
      set: { theme: "autumn", "display.idleTimeout": 90 },
    },
    ageMs: 18 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 97, REJECTED: 3 },
    pickUpMs: 6 * HOUR_MS,
    workMs: MINUTE_MS,
  },
];

const winterTheme = (nowMs: number): JobPlan => ({
  job: {
    jobId: "ui-config-88",
    description: "Winter theme, for every kiosk that joins",
    targets: { groups: KIOSK_FLOORS },
    targetSelection: "CONTINUOUS",
    timeoutMinutes: 15,
  },
  document: {
    operation: "apply-configuration",
    revision: 417,
    set: { theme: "winter", "display.snow": true },
  },
  ageMs: DAY_MS + 3 * HOUR_MS + MINUTE_MS,
  course: { kind: "running" },
  mix: { SUCCEEDED: 92, FAILED: 4, REJECTED: 4 },
  pickUpMs: 20 * HOUR_MS,
  workMs: MINUTE_MS,
  written: [queuedExecution(STUCK_KIOSK, nowMs - DAY_MS - 3 * HOUR_MS)],
});

const scheduledOpeningHours = (nowMs: number): JobPlan => ({
  job: {
    jobId: "kiosk-xmas-hours",
    description: "Opening hours between the years",
    targets: { groups: KIOSK_FLOORS },
    scheduling: {
      startTime: toUtcHour(nowMs + 9 * DAY_MS),
      endTime: toUtcHour(nowMs + 12 * DAY_MS),
      endBehavior: "STOP_ROLLOUT",
    },
  },
  document: {
    operation: "apply-configuration",
    revision: 418,
    set: { "display.openingHours": "10:00-16:00" },
  },
  ageMs: 5 * HOUR_MS,
  course: { kind: "running" },
  mix: {},
  pickUpMs: 0,
  workMs: 0,
});

/** Scheduling times are strings to the minute; a plan of people starts on the hour. */
function toUtcHour(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 13)}:00Z`;
}

/** Jobs that change how kiosks look and when they open. */
export const kioskConfigurationJobs = (nowMs: number): JobPlan[] => [
  ...ENDED,
  winterTheme(nowMs),
  scheduledOpeningHours(nowMs),
];
