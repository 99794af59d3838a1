import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations.ts";
import type { JobPlan } from "./job-plan.ts";

const KIOSK_FLOORS = ["ams-floor", "ber-floor", "lis-floor"];
const COLD_STORES = ["cold-store-north", "cold-store-south"];
const WINDPARKS = ["windpark-n1", "windpark-n2", "windpark-n3", "windpark-n4"];
const ARTIFACTS = "https://s3.eu-west-1.amazonaws.com/fleet-artifacts";

const presigned = (path: string) => `\${aws:iot:s3-presigned-url:${ARTIFACTS}/${path}}`;

/** Jobs of the last three months that are over. */
export const PAST_JOBS: JobPlan[] = [
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
      jobId: "cert-rotate-q3",
      description: "Quarterly rotation of device certificates",
      targets: {
        groups: [...KIOSK_FLOORS, "press-hall", "agv-yard", ...COLD_STORES, ...WINDPARKS, "edge-gateways"],
      },
      timeoutMinutes: 30,
      rolloutPerMinute: 100,
      retry: [{ failureType: "FAILED", numberOfRetries: 2 }],
    },
    document: { operation: "rotate-certificate", quarter: "2026-Q3", keyAlgorithm: "ECDSA-P256" },
    ageMs: 75 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 94, FAILED: 3, TIMED_OUT: 2, REJECTED: 1 },
    pickUpMs: 20 * HOUR_MS,
    workMs: 2 * MINUTE_MS,
  },
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
      jobId: "diag-collect-5388",
      description: "Logs of the cold stores after the outage; the upload link had run out",
      targets: { groups: ["cold-store-north"] },
    },
    document: {
      operation: "collect-diagnostics",
      since: "PT12H",
      include: ["journal", "network"],
      upload: presigned("diag/5388/"),
    },
    ageMs: 33 * DAY_MS,
    course: { kind: "finished" },
    mix: { FAILED: 1 },
    pickUpMs: 3 * HOUR_MS,
    workMs: 2 * MINUTE_MS,
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
    // Not forced, so what was in progress was left alone; this one has hung ever since.
    settled: { "turbine-n2-07": "IN_PROGRESS" },
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
  {
    job: {
      jobId: "cert-rotate-q4-canary",
      description: "Certificate rotation for the first ring",
      targets: { groups: ["canary-5pct"] },
      timeoutMinutes: 30,
    },
    document: { operation: "rotate-certificate", quarter: "2026-Q4", keyAlgorithm: "ECDSA-P384" },
    ageMs: 12 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 1 },
    pickUpMs: 4 * HOUR_MS,
    workMs: 2 * MINUTE_MS,
  },
  {
    job: {
      jobId: "cold-chain-calibrate-7",
      description: "Two-point calibration before the winter audit",
      targets: { groups: COLD_STORES },
      timeoutMinutes: 60,
    },
    document: { operation: "calibrate", points: [-18, 4], tolerance: 0.2 },
    ageMs: 10 * DAY_MS,
    course: { kind: "finished" },
    mix: { SUCCEEDED: 78, REJECTED: 10, TIMED_OUT: 9, FAILED: 3 },
    pickUpMs: 30 * HOUR_MS,
    workMs: 25 * MINUTE_MS,
  },
  {
    job: {
      jobId: "agv-battery-report-44",
      description: "Battery health report",
      targets: { groups: ["agv-yard"] },
      rolloutPerMinute: 5,
      reasonCode: "USER_INITIATED",
      comment: "Doppelt angelegt, läuft schon als Nachtjob – bitte nicht wiederholen (M. Özdemir)",
    },
    document: { operation: "collect-diagnostics", include: ["battery"], upload: presigned("battery/44/") },
    ageMs: 8 * DAY_MS,
    course: { kind: "canceled", afterMs: 16 * MINUTE_MS, force: false },
    mix: { SUCCEEDED: 1 },
    pickUpMs: 50 * MINUTE_MS,
    workMs: 3 * MINUTE_MS,
  },
];
