import { expect, test } from "vitest";
import type { JobScheduling } from "@/lib/core/domain/job";
import { scheduleNote } from "./schedule-words";

const NONE: JobScheduling = {
  startTime: null,
  endTime: null,
  endBehavior: null,
  maintenanceWindows: [],
  nextRollouts: [],
};
const NIGHTLY = {
  ...NONE,
  maintenanceWindows: [{ startTime: "cron(0 2 * * ? *)", durationMinutes: 60 }],
  nextRollouts: ["2026-11-24 02:00", "2026-11-25 02:00"],
};

test.each<[string, JobScheduling, string | null]>([
  ["IN_PROGRESS", NONE, null],
  ["CANCELED", NIGHTLY, null],
  [
    "IN_PROGRESS",
    { ...NONE, endTime: "2026-12-24 08:00", endBehavior: "STOP_ROLLOUT" },
    "Its schedule ends at 2026-12-24 08:00: then no further executions are created.",
  ],
  ["IN_PROGRESS", { ...NONE, endBehavior: "STOP_ROLLOUT" }, null],
  ["IN_PROGRESS", { ...NONE, startTime: "2026-11-20 08:00" }, null],
  ["IN_PROGRESS", NIGHTLY, "It rolls out in its maintenance windows only, the next at 2026-11-24 02:00."],
  [
    "SCHEDULED",
    NIGHTLY,
    "Scheduled: it rolls out in its maintenance windows only, the next at 2026-11-24 02:00. Between them AWS IoT does not list queued executions to the devices.",
  ],
  [
    "SCHEDULED",
    { ...NONE, startTime: "2026-12-24 08:00" },
    "Scheduled: it starts at 2026-12-24 08:00, and has rolled out nothing yet.",
  ],
])("a job %s with the schedule %j", (status, scheduling, note) => {
  expect(scheduleNote({ status, scheduling })).toBe(note);
});
