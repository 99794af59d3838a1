import { COLD_STORES, KIOSK_FLOORS, presigned, WINDPARKS } from "../demo-places.ts";
import { STUCK_KIOSK } from "../demo-things.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../durations.ts";
import type { JobPlan } from "../job-plan.ts";

const ENDED: JobPlan[] = [
  {
    job: {
      jobId: "fw-rollout-2026-08",
      description: "Agent firmware 4.1.5 for all kiosks",
      targets: { groups: KIOSK_FLOORS },
      timeoutMinutes: 120,
      rolloutPerMinute: 50,
    },
    document: {
      operation: "install-firmware",
      version: "4.1.5",
      url: presigned("agent/4.1.5/agent.img"),
      sha256: "9f2c5d0be1a7c9f7a1d6f0f3f2c2a94b7d1f0a0e3b5c6d7e8f90112233445566",
    },
    ageMs: 92 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 1 },
    pickUpMs: 9 * HOUR_MS,
    workMs: 11 * MINUTE_MS,
  },
  {
    job: {
      jobId: "fw-rollout-2026-10",
      description: "Agent firmware 4.1.7 for kiosks and presses",
      targets: { groups: [...KIOSK_FLOORS, "press-hall"] },
      timeoutMinutes: 120,
      exponentialRate: {
        baseRatePerMinute: 5,
        incrementFactor: 2,
        rateIncreaseCriteria: { numberOfSucceededThings: 10 },
      },
      retry: [{ failureType: "ALL", numberOfRetries: 1 }],
    },
    document: {
      operation: "install-firmware",
      version: "4.1.7",
      url: presigned("agent/4.1.7/agent.img"),
      sha256: "1c8d2f4b6a907e5d3c1b0a998877665544332211ffeeddccbbaa00998877aabb",
      preconditions: { battery: ">= 30", idleMinutes: 5 },
    },
    ageMs: 38 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 90, FAILED: 4, TIMED_OUT: 3, REJECTED: 3 },
    pickUpMs: 30 * HOUR_MS,
    workMs: 12 * MINUTE_MS,
  },
  {
    job: {
      jobId: "press-plc-patch-12",
      description: "PLC patch 12: guards the light curtain reset",
      targets: { groups: ["press-hall"] },
      timeoutMinutes: 45,
      retry: [{ failureType: "FAILED", numberOfRetries: 3 }],
    },
    document: {
      operation: "install-firmware",
      component: "plc",
      version: "12",
      url: presigned("plc/12/patch.bin"),
    },
    ageMs: 29 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 70, FAILED: 20, TIMED_OUT: 10 },
    pickUpMs: 40 * HOUR_MS,
    workMs: 15 * MINUTE_MS,
  },
];

const TURBINE_ROLLOUT: JobPlan = {
  job: {
    jobId: "turbine-fw-9-2",
    description: "Turbine controller 9.2.0, slowly",
    targets: { groups: WINDPARKS },
    timeoutMinutes: 240,
    exponentialRate: {
      baseRatePerMinute: 1,
      incrementFactor: 1.5,
      rateIncreaseCriteria: { numberOfSucceededThings: 5 },
    },
    // High enough for its own failures: each try that is retried counts once more.
    abort: [{ failureType: "ALL", action: "CANCEL", thresholdPercentage: 60, minNumberOfExecutedThings: 40 }],
    retry: [
      { failureType: "FAILED", numberOfRetries: 2 },
      { failureType: "TIMED_OUT", numberOfRetries: 1 },
    ],
  },
  document: {
    operation: "install-firmware",
    version: "9.2.0",
    url: presigned("turbine/9.2.0/ctl.swu"),
    onlyBelowWindSpeed: 8.5,
  },
  ageMs: 4 * DAY_MS,
  course: { kind: "running" },
  mix: { SUCCEEDED: 70, QUEUED: 15, IN_PROGRESS: 5, FAILED: 6, TIMED_OUT: 4 },
  pickUpMs: 3 * DAY_MS,
  workMs: 50 * MINUTE_MS,
};

const fleetRollout = (nowMs: number): JobPlan => ({
  // No timeout: what hangs here hangs until somebody cancels it.
  job: {
    jobId: "fw-rollout-2026-11",
    description: "Agent firmware 4.2.0 for the whole fleet",
    targets: { groups: [...KIOSK_FLOORS, "press-hall", "agv-yard", ...COLD_STORES, ...WINDPARKS] },
    targetSelection: "CONTINUOUS",
    rolloutPerMinute: 1,
  },
  document: {
    operation: "install-firmware",
    version: "4.2.0",
    url: presigned("agent/4.2.0/agent.img"),
    sha256: "7be0c2a1d4f5968712a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809",
    rebootWindow: { from: "02:00", to: "05:00" },
  },
  ageMs: 6 * DAY_MS + 4 * HOUR_MS + 2 * MINUTE_MS,
  course: { kind: "running" },
  mix: {
    SUCCEEDED: 62,
    QUEUED: 14,
    IN_PROGRESS: 6,
    FAILED: 7,
    TIMED_OUT: 4,
    REJECTED: 3,
    REMOVED: 2,
    CANCELED: 3,
  },
  pickUpMs: 5 * DAY_MS,
  workMs: 14 * MINUTE_MS,
  preset: {
    "press-line-07": "QUEUED",
    "press-line-08": "QUEUED",
    "kiosk:ams-015": "QUEUED",
    "kiosk:ams-019": "QUEUED",
    agv_2291: "QUEUED",
    "cold-chain-0331": "QUEUED",
    "cold-chain-0332": "SUCCEEDED",
    "cold-chain-0335": "QUEUED",
    "turbine-n4-12": "FAILED",
    "kiosk:ber-009": "IN_PROGRESS",
    "press-line-11": "IN_PROGRESS",
    "cold-chain-0388": "IN_PROGRESS",
    agv_2307: "REMOVED",
    "kiosk:ams-102": "CANCELED",
    "turbine-n4-19": "TIMED_OUT",
    "cold-chain-0412": "REJECTED",
  },
  written: [
    {
      thingName: STUCK_KIOSK,
      status: "IN_PROGRESS",
      queuedAtMs: nowMs - 6 * DAY_MS - 4 * HOUR_MS,
      startedAtMs: nowMs - 4 * DAY_MS - 2 * HOUR_MS - 17 * MINUTE_MS,
      lastUpdatedAtMs: nowMs - 4 * DAY_MS - 2 * HOUR_MS,
      versionNumber: 7,
      statusDetails: { step: "flashing", percent: "61" },
    },
    {
      thingName: "agv_2292",
      status: "IN_PROGRESS",
      queuedAtMs: nowMs - 5 * DAY_MS - 20 * HOUR_MS,
      startedAtMs: nowMs - 31 * MINUTE_MS,
      lastUpdatedAtMs: nowMs - 2 * MINUTE_MS,
      versionNumber: 12,
      statusDetails: { step: "downloading", percent: "38" },
    },
  ],
});

/** Jobs that install software on devices. The stuck kiosk hangs in the rollout to the whole fleet. */
export const firmwareJobs = (nowMs: number): JobPlan[] => [...ENDED, TURBINE_ROLLOUT, fleetRollout(nowMs)];
