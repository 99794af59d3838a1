import type { SeedExecution } from "../seed/seed-format.ts";
import { STUCK_KIOSK } from "./demo-things.ts";
import { COLD_STORES, KIOSK_FLOORS, presigned, WINDPARKS } from "./demo-places.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations.ts";
import type { JobPlan } from "./job-plan.ts";

const waitingSince = (thingName: string, queuedAtMs: number): SeedExecution => ({
  thingName,
  status: "QUEUED",
  queuedAtMs,
  lastUpdatedAtMs: queuedAtMs,
  versionNumber: 1,
});

/** Jobs that run now, or will. The story of the stuck kiosk runs through four of them. */
export function presentJobs(nowMs: number): JobPlan[] {
  return [
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
    },
    {
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
        abort: [
          { failureType: "ALL", action: "CANCEL", thresholdPercentage: 60, minNumberOfExecutedThings: 40 },
        ],
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
    },
    {
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
        waitingSince(STUCK_KIOSK, nowMs - 2 * DAY_MS),
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
    },
    {
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
      written: [waitingSince(STUCK_KIOSK, nowMs - DAY_MS - 3 * HOUR_MS)],
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
    {
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
    },
    {
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
      written: [waitingSince(STUCK_KIOSK, nowMs - 40 * MINUTE_MS)],
    },
    {
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
    },
  ];
}

/** Scheduling times are strings to the minute; a plan of people starts on the hour. */
function toUtcHour(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 13)}:00Z`;
}
