import { COLD_STORES, presigned } from "../demo-places.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../durations.ts";
import type { JobPlan } from "../job-plan.ts";

/** Jobs that change parameters of vehicles, turbines, presses, cold stores and gateways. */
export const MACHINE_CONFIGURATION_JOBS: JobPlan[] = [
  {
    job: {
      jobId: "agv-map-update-117",
      description: "Yard map 117",
      targets: { groups: ["agv-yard"] },
      rolloutPerMinute: 10,
      reasonCode: "WRONG_ARTIFACT",
      comment: "Map 117 lacks the new charging lane. Forced, so that no vehicle drives by it. OPS-4290",
      forceCanceled: true,
    },
    document: { operation: "apply-configuration", map: 117, url: presigned("maps/yard-117.pbf") },
    ageMs: 26 * DAY_MS,
    course: { kind: "canceled", afterMs: 38 * MINUTE_MS, force: true },
    mix: { SUCCEEDED: 90, FAILED: 10 },
    pickUpMs: 3 * HOUR_MS,
    workMs: 9 * MINUTE_MS,
  },
  {
    job: {
      jobId: "turbine-pitch-tune-3",
      description: "Pitch controller parameters, set 3",
      targets: { groups: ["windpark-n1", "windpark-n2"] },
      rolloutPerMinute: 1,
      abort: [
        { failureType: "FAILED", action: "CANCEL", thresholdPercentage: 50, minNumberOfExecutedThings: 5 },
      ],
      reasonCode: "ABORT_CRITERIA_MET",
      comment: "Canceled by the abort configuration: 50 percent FAILED of at least 5 things",
    },
    document: {
      operation: "apply-configuration",
      component: "pitch",
      set: { kp: 0.82, ki: 0.031, kd: 0.004 },
    },
    ageMs: 21 * DAY_MS,
    course: { kind: "canceled", afterMs: 52 * MINUTE_MS, force: false },
    mix: { FAILED: 75, SUCCEEDED: 25 },
    pickUpMs: 2 * HOUR_MS,
    workMs: 4 * MINUTE_MS,
    // The job was canceled without force, so this execution stayed in progress. It has been stuck since then.
    preset: { "turbine-n2-07": "IN_PROGRESS" },
  },
  {
    job: {
      jobId: "gw-log-level-debug",
      description: "Debug logging on every gateway, new ones too",
      targets: { groups: ["edge-gateways"] },
      targetSelection: "CONTINUOUS",
    },
    document: { operation: "apply-configuration", set: { "log.level": "debug", "log.keepDays": 14 } },
    ageMs: 9 * DAY_MS,
    course: { kind: "running" },
    mix: { SUCCEEDED: 1 },
    pickUpMs: 2 * HOUR_MS,
    workMs: MINUTE_MS,
  },
  {
    job: {
      jobId: "cold-chain-interval-15m",
      description: "Report every 15 minutes instead of every hour",
      targets: { groups: COLD_STORES },
      timeoutMinutes: 20,
    },
    document: { operation: "apply-configuration", set: { "report.interval": "PT15M" } },
    ageMs: 20 * HOUR_MS,
    course: { kind: "running" },
    mix: { SUCCEEDED: 60, QUEUED: 30, FAILED: 5, TIMED_OUT: 5 },
    pickUpMs: 16 * HOUR_MS,
    workMs: 3 * MINUTE_MS,
  },
  {
    job: {
      jobId: "agv-map-update-118",
      description: "Yard map 118, with the new charging lane",
      targets: { groups: ["agv-yard"] },
      timeoutMinutes: 60,
      rolloutPerMinute: 10,
    },
    document: {
      operation: "apply-configuration",
      map: 118,
      url: presigned("maps/yard-118.pbf"),
    },
    ageMs: 7 * HOUR_MS,
    course: { kind: "running" },
    mix: { SUCCEEDED: 50, QUEUED: 45, FAILED: 5 },
    pickUpMs: 6 * HOUR_MS,
    workMs: 9 * MINUTE_MS,
  },
  {
    job: {
      jobId: "press-line-recipe-204",
      description: "Recipe 204 for the door panels",
      targets: { groups: ["press-hall"] },
    },
    document: { operation: "apply-configuration", recipe: 204, tonnage: 610, strokesPerMinute: 22 },
    ageMs: 3 * HOUR_MS,
    course: { kind: "running" },
    mix: { SUCCEEDED: 40, QUEUED: 55, REJECTED: 5 },
    pickUpMs: 2 * HOUR_MS,
    workMs: 6 * MINUTE_MS,
  },
];
