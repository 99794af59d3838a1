import type {
  ExecutionStatus,
  Seed,
  SeedExecutionRange,
  SeedNameRange,
  SeedThingRange,
} from "../seed/seed-format.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations.ts";
import { createRandom } from "./random.ts";

const KINDS = [
  { prefix: "meter-", type: "smart-meter", count: 60_000, group: "meters", firmware: "3.4.1" },
  { prefix: "kiosk:eu-", type: "retail-kiosk", count: 20_000, group: "kiosks", firmware: "4.1.7" },
  {
    prefix: "cold-chain-",
    type: "cold-chain-sensor",
    count: 15_000,
    group: "cold-stores",
    firmware: "2.8.1",
  },
  { prefix: "agv_", type: "agv", count: 5_000, group: "yards", firmware: "6.0.12" },
];
const PAD = 6;

/** Percentages of each kind by status; the rest is QUEUED. */
const SHARES: [ExecutionStatus, number][] = [
  ["SUCCEEDED", 9],
  ["IN_PROGRESS", 3],
  ["FAILED", 3],
  ["TIMED_OUT", 2],
  ["CANCELED", 1.5],
  ["REJECTED", 1],
  ["REMOVED", 0.5],
];
/** Runs are short and many, so that statuses are mixed everywhere in the list. */
const RUNS_PER_KIND = 40;

/**
 * 100,000 things and a job with as many executions. Nearly all are given as ranges, so that the seed is small and quick
 * to create.
 */
export function largeFleet(seedNumber: number, nowMs: number): Seed {
  const createdAtMs = nowMs - 2 * DAY_MS;
  return {
    thingTypes: KINDS.map(({ type }) => ({ name: type })),
    groups: [...KINDS.map(({ group }) => ({ name: group })), { name: "everything" }],
    thingRange: KINDS.flatMap((kind) => thingRanges(kind, nowMs)),
    jobs: [
      {
        jobId: "fleet-wide-rollout",
        description: "Security baseline 2026.11 for every device",
        targets: { groups: ["everything"] },
        document: JSON.stringify(
          { operation: "install-firmware", version: "2026.11", policy: "baseline" },
          null,
          2,
        ),
        createdAtMs,
        lastUpdatedAtMs: createdAtMs,
        status: "IN_PROGRESS",
        rolloutPerMinute: 1_000,
        executions: KINDS.flatMap((kind) => rolloutRanges(kind, seedNumber, createdAtMs)),
      },
      smallJob("meter-tariff-31", nowMs - 6 * DAY_MS, range("meter-", 1, 100), "SUCCEEDED"),
      smallJob("kiosk-diag-77", nowMs - 5 * DAY_MS, range("kiosk:eu-", 1, 40), "FAILED"),
      {
        jobId: "agv-map-9",
        description: "Map 9",
        targets: { groups: ["yards"] },
        targetSelection: "CONTINUOUS",
        document: JSON.stringify({ operation: "apply-configuration", map: 9 }),
        createdAtMs: nowMs - 3 * HOUR_MS,
        executions: "queued",
      },
    ],
    indexing: { mode: "REGISTRY", connectivity: "STATUS" },
  };
}

type Kind = (typeof KINDS)[number];

const range = (prefix: string, from: number, count: number): SeedNameRange => ({
  prefix,
  from,
  count,
  pad: PAD,
});

/** Each kind in three parts: connected, disconnected within the hour, never connected. */
function thingRanges({ prefix, type, count, group, firmware }: Kind, nowMs: number): SeedThingRange[] {
  const common = { type, groups: [group, "everything"] };
  const connected = Math.floor(count * 0.8);
  const disconnected = Math.floor(count * 0.15);
  const away = {
    connected: false,
    timestampMs: nowMs - 20 * MINUTE_MS,
    disconnectReason: "MQTT_KEEP_ALIVE_TIMEOUT",
  };
  return [
    {
      ...range(prefix, 1, connected),
      ...common,
      attributes: { firmware, site: "eu-west" },
      connectivity: { connected: true, timestampMs: nowMs - 31 * HOUR_MS },
    },
    {
      ...range(prefix, 1 + connected, disconnected),
      ...common,
      attributes: { firmware, site: "eu-north" },
      connectivity: away,
    },
    {
      ...range(prefix, 1 + connected + disconnected, count - connected - disconnected),
      ...common,
      attributes: { firmware, site: "eu-south" },
    },
  ];
}

/** Splits the kind into runs, and each run into its statuses in a random order. */
function rolloutRanges(
  { prefix, count }: Kind,
  seedNumber: number,
  createdAtMs: number,
): SeedExecutionRange[] {
  const random = createRandom(seedNumber);
  const runLength = count / RUNS_PER_KIND;
  return Array.from({ length: RUNS_PER_KIND }, (_, run) => {
    let from = 1 + run * runLength;
    const ended = SHARES.map(([status, percent]) => ({
      status,
      count: Math.round((runLength * percent) / 100),
    }));
    const endedCount = ended.reduce((sum, each) => sum + each.count, 0);
    const parts = [...ended, { status: "QUEUED" as const, count: runLength - endedCount }]
      .map((part) => ({ ...part, order: random.next() }))
      .sort((one, other) => one.order - other.order);
    return parts.flatMap((part): SeedExecutionRange[] => {
      if (part.count === 0) return [];
      const forThings = range(prefix, from, part.count);
      from += part.count;
      return [{ forThings, status: part.status, ...timesOf(part.status, createdAtMs + run * MINUTE_MS) }];
    });
  }).flat();
}

function timesOf(status: ExecutionStatus, queuedAtMs: number) {
  if (status === "QUEUED") return { queuedAtMs, lastUpdatedAtMs: queuedAtMs };
  const endedAtMs = queuedAtMs + 50 * MINUTE_MS;
  if (status === "REMOVED" || status === "CANCELED") return { queuedAtMs, lastUpdatedAtMs: endedAtMs };
  return { queuedAtMs, startedAtMs: queuedAtMs + 20 * MINUTE_MS, lastUpdatedAtMs: endedAtMs };
}

function smallJob(jobId: string, createdAtMs: number, forThings: SeedNameRange, status: ExecutionStatus) {
  const { prefix, from, count } = forThings;
  const things = Array.from({ length: count }, (_, at) => prefix + String(from + at).padStart(PAD, "0"));
  const completedAtMs = createdAtMs + 50 * MINUTE_MS;
  return {
    jobId,
    targets: { things },
    document: JSON.stringify({ operation: "collect-diagnostics", since: "P1D" }),
    createdAtMs,
    completedAtMs,
    lastUpdatedAtMs: completedAtMs,
    executions: { forThings, status, ...timesOf(status, createdAtMs) },
  };
}
