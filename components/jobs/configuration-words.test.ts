import { expect, test } from "vitest";
import type { Job } from "@/lib/core/domain/job";
import { configurationWords } from "./configuration-words";

const UNSCHEDULED: Job["scheduling"] = {
  startTime: null,
  endTime: null,
  endBehavior: null,
  maintenanceWindows: [],
  nextRollouts: [],
};
const PLAIN: Job = {
  jobId: "fw-rollout",
  status: "IN_PROGRESS",
  targetSelection: "SNAPSHOT",
  createdAt: null,
  lastUpdatedAt: null,
  completedAt: null,
  isConcurrent: false,
  description: null,
  targets: [],
  counts: {
    QUEUED: 0,
    IN_PROGRESS: 0,
    SUCCEEDED: 0,
    FAILED: 0,
    TIMED_OUT: 0,
    REJECTED: 0,
    REMOVED: 0,
    CANCELED: 0,
  },
  processingTargets: [],
  reasonCode: null,
  comment: null,
  forceCanceled: false,
  namespaceId: null,
  timeoutMinutes: null,
  rollout: { maximumPerMinute: null, exponentialRate: null },
  abortCriteria: [],
  retryCriteria: [],
  scheduling: UNSCHEDULED,
  documentSource: null,
  origin: null,
  readAt: new Date("2026-11-23T02:00:00Z"),
};

const wordsOf = (job: Partial<Job>, label: string) =>
  configurationWords({ ...PLAIN, ...job }).find((setting) => setting.label === label)?.words;

test("a plain job says what its defaults mean", () => {
  expect(configurationWords(PLAIN).map(({ words }) => words)).toEqual([
    ["No rate set: as fast as AWS IoT goes."],
    ["Never automatically: no criteria set."],
    ["No timeout: an execution in progress can stay so forever."],
    ["None: what failed stays failed."],
    ["None: it started when it was created."],
  ]);
});

test("a rollout is described by its rates", () => {
  const exponentialRate = {
    baseRatePerMinute: 50,
    incrementFactor: 1.5,
    notifiedThings: 1000,
    succeededThings: null,
  };
  expect(wordsOf({ rollout: { maximumPerMinute: 1000, exponentialRate } }, "Rollout")).toEqual([
    "Starts at 50 things a minute, multiplied by 1.5 each time 1,000 things were notified.",
    "At most 1,000 things a minute.",
  ]);
});

test("abort and retry are described, also with words that AWS may add one day", () => {
  const abort = { thresholdPercentage: 12.5, minExecutedThings: 100 };
  expect(
    wordsOf(
      {
        abortCriteria: [
          { ...abort, failureType: "ALL", action: "CANCEL" },
          { ...abort, failureType: "MELTED", action: "PAUSE" },
        ],
      },
      "Abort",
    ),
  ).toEqual([
    "Cancels the job once 12.5% failed, timed out or was rejected, of at least 100 things.",
    "PAUSE once 12.5% ended as MELTED, of at least 100 things.",
  ]);
  expect(wordsOf({ retryCriteria: [{ failureType: "TIMED_OUT", numberOfRetries: 1 }] }, "Retry")).toEqual([
    "Up to 1 retry of what timed out.",
  ]);
});

test("timeout and scheduling are described", () => {
  expect(wordsOf({ timeoutMinutes: 10_080 }, "Timeout")).toEqual([
    "After 10,080 min in progress an execution ends as timed out.",
  ]);
  const scheduling = {
    ...UNSCHEDULED,
    startTime: "2026-12-01T02:00",
    endTime: "2026-12-02T02:00",
    endBehavior: "FORCE_CANCEL",
  };
  expect(wordsOf({ scheduling }, "Scheduling")).toEqual([
    "Starts at 2026-12-01T02:00.",
    "Ends at 2026-12-02T02:00: then what is queued or in progress is canceled.",
  ]);
});

test("maintenance windows are described, and an end behavior without an end", () => {
  const scheduling = {
    ...UNSCHEDULED,
    maintenanceWindows: [
      { startTime: "cron(0 18 ? * SUN *)", durationMinutes: 90 },
      { startTime: "cron(0 2 1 * ? *)", durationMinutes: null },
    ],
    nextRollouts: ["2026-12-06T18:00", "2026-12-13T18:00"],
    endBehavior: "CANCEL",
  };
  expect(wordsOf({ scheduling }, "Scheduling")).toEqual([
    "Rolls out only in its maintenance window: cron(0 18 ? * SUN *), for 90 minutes.",
    "Rolls out only in its maintenance window: cron(0 2 1 * ? *).",
    "Next windows by AWS IoT: 2026-12-06T18:00, 2026-12-13T18:00.",
    "No end time, so its end behavior never applies: what is queued is canceled.",
  ]);
});
