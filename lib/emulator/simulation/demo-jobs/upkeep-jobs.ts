import { COLD_STORES, KIOSK_FLOORS, presigned, WINDPARKS } from "../demo-places.ts";
import { STUCK_KIOSK } from "../demo-things.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../durations.ts";
import type { JobPlan } from "../job-plan.ts";
import { queuedExecution } from "./queued-execution.ts";

const ENDED: JobPlan[] = [
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

const certificateRotation = (nowMs: number): JobPlan => ({
  job: {
    jobId: "cert-rotate-q4",
    description: "Quarterly rotation of device certificates",
    targets: { groups: [...KIOSK_FLOORS, "press-hall", "agv-yard", "edge-gateways"] },
    timeoutMinutes: 30,
    rolloutPerMinute: 100,
    retry: [{ failureType: "FAILED", numberOfRetries: 2 }],
  },
  document: { operation: "rotate-certificate", quarter: "2026-Q4", keyAlgorithm: "ECDSA-P384" },
  ageMs: 2 * DAY_MS + MINUTE_MS,
  course: { kind: "running" },
  mix: { SUCCEEDED: 80, FAILED: 5, TIMED_OUT: 3, REJECTED: 2, QUEUED: 10 },
  pickUpMs: 36 * HOUR_MS,
  workMs: 2 * MINUTE_MS,
  written: [
    queuedExecution(STUCK_KIOSK, nowMs - 2 * DAY_MS),
    // A gateway that works on two jobs at once, which AWS allows.
    {
      thingName: "gw:plant-a:edge-03",
      status: "IN_PROGRESS",
      queuedAtMs: nowMs - 2 * DAY_MS,
      startedAtMs: nowMs - 9 * MINUTE_MS,
      lastUpdatedAtMs: nowMs - 3 * MINUTE_MS,
      versionNumber: 3,
      statusDetails: { step: "requesting", percent: "20" },
    },
  ],
});

const inventoryScan = (nowMs: number): JobPlan => ({
  job: {
    jobId: "gw-inventory-scan",
    description: "Which cameras hang on which gateway",
    targets: { groups: ["edge-gateways"] },
    timeoutMinutes: 90,
  },
  document: { operation: "collect-diagnostics", include: ["usb", "onvif"], upload: "inventory/2026-11/" },
  ageMs: 90 * MINUTE_MS,
  course: { kind: "running" },
  mix: { SUCCEEDED: 40, QUEUED: 60 },
  pickUpMs: 80 * MINUTE_MS,
  workMs: 8 * MINUTE_MS,
  written: [
    {
      thingName: "gw:plant-a:edge-03",
      status: "IN_PROGRESS",
      queuedAtMs: nowMs - 89 * MINUTE_MS,
      startedAtMs: nowMs - 14 * MINUTE_MS,
      lastUpdatedAtMs: nowMs - MINUTE_MS,
      versionNumber: 5,
      statusDetails: { step: "collecting", percent: "44" },
    },
  ],
});

const kioskDiagnostics = (nowMs: number): JobPlan => ({
  job: {
    jobId: "diag-collect-5512",
    description: "Logs of the kiosks that customers complain about",
    targets: {
      things: [
        STUCK_KIOSK,
        ...["002", "005", "015", "019", "021", "030", "103", "110"].map((at) => `kiosk:ams-${at}`),
      ],
    },
  },
  document: {
    operation: "collect-diagnostics",
    since: "P2D",
    include: ["journal", "touch", "payment"],
    upload: presigned("diag/5512/"),
  },
  ageMs: 40 * MINUTE_MS + 2_000,
  course: { kind: "running" },
  mix: { SUCCEEDED: 50, QUEUED: 50 },
  pickUpMs: 30 * MINUTE_MS,
  workMs: 3 * MINUTE_MS,
  written: [queuedExecution(STUCK_KIOSK, nowMs - 40 * MINUTE_MS)],
});

/** Jobs that keep a fleet healthy: certificates, calibration, diagnostics. */
export const upkeepJobs = (nowMs: number): JobPlan[] => [
  ...ENDED,
  certificateRotation(nowMs),
  inventoryScan(nowMs),
  kioskDiagnostics(nowMs),
];
