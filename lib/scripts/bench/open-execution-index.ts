import { type IoTClient, paginateListJobExecutionsForJob, paginateListJobs } from "@aws-sdk/client-iot";
import { launchEmulator } from "../launch.ts";
import { hasAwsCli, runAwsCli } from "./aws-cli.ts";
import { createBareClient } from "./bare-client.ts";
import type { Amounts } from "./bench-arguments.ts";
import type { BenchTools } from "./bench-tools.ts";
import { callDifference } from "./call-difference.ts";
import { readCallCounts, seedEmulator } from "./emulator-control.ts";
import { type Figure, roundTo } from "./figure.ts";
import { runMeasure } from "./run-measure.ts";
import { SIMULATED_CREDENTIALS } from "./simulated-credentials.ts";

const ENGINES = [
  { engine: "postgres", name: "PostgreSQL" },
  { engine: "embedded", name: "the embedded engine" },
] as const;

/** Per job, for 1,000,000 executions of 10,000 jobs. */
const EXECUTIONS_PER_JOB = 100;
/** Of each job's: one in progress, and in every tenth job a stuck one. */
const STUCK_EVERY = 10;
const HOUR_MS = 3_600_000;
const STUCK_MS = HOUR_MS;

const PAGE_SIZE = 250;
/** ListJobs is called for jobs in progress, scheduled, being deleted and, the first time, canceled. */
const STATUSES_WITHOUT_JOBS = 3;
/** GetIndexingConfiguration, before the first enrichment. */
const INDEXING_CALLS = 1;
/** Things in one answer of SearchIndex. */
const THINGS_A_QUERY = 12;

/** AWS's default calls a second per account and region, and the index's share of them. */
const QUOTA_PER_SECOND = { SearchIndex: 15, other: 10 };
const INDEX_SHARE = 0.3;

/** The AWS CLI takes about a second to start, so only this many calls are made and extrapolated. */
const CLI_JOBS = 20;

type Synced = {
  calls: Record<string, number>;
  seconds: number;
  indexed: number;
  stuck: number;
  questionMs: number;
};
type Calls = Readonly<Record<string, number>>;

/**
 * Measures the first complete scan of a fleet into the index and compares it with the computed cost. Also measures how
 * long finding the stuck executions takes without the index: list the active jobs, and the executions in progress of each.
 */
export async function measureIndex(_: BenchTools, { executions }: Amounts): Promise<Figure[]> {
  const jobs = Math.ceil(executions / EXECUTIONS_PER_JOB);
  const emulator = await launchEmulator();
  try {
    await seedFleet(emulator.url, jobs);
    const figures: Figure[] = [];
    const bare = await askBare(emulator.url);
    const asked: Record<string, Synced> = {};
    for (const { engine, name } of ENGINES) {
      const before = await readCallCounts(emulator.url);
      const [synced] = await runMeasure<Synced>(
        `The reading of the index on ${name}`,
        ["lib/server/open-executions/testing/measure-sync.ts", engine, emulator.url, String(jobs)],
        SIMULATED_CREDENTIALS,
      );
      if (!synced) throw new Error("Reading the fleet into the index reported nothing.");
      requireWhole(synced, jobs, bare.stuck);
      const calls = callDifference(before, await readCallCounts(emulator.url));
      const what = `i. index of ${(jobs * EXECUTIONS_PER_JOB).toLocaleString("en-US")} open executions`;
      if (engine === "postgres") figures.push(...callFigures(what, calls, jobs, bare));
      figures.push(...timeFigures(what, name, synced, bare));
      asked[name] = synced;
    }
    figures.push(...(await bareFigures(emulator.url, jobs, bare, asked)));
    return figures;
  } finally {
    await emulator.stop();
  }
}

/** Pages and DescribeJob are exact. Jobs are listed again over time, and suspects are enriched in groups of any size. */
function callFigures(what: string, calls: Calls, jobs: number, bare: Bare): Figure[] {
  const lists = (calls["DescribeJob"] ?? 0) + (calls["ListJobExecutionsForJob"] ?? 0);
  const expected = jobs + jobs * (Math.ceil((EXECUTIONS_PER_JOB - 1) / PAGE_SIZE) + 1);
  const listings = Math.ceil(jobs / PAGE_SIZE) + STATUSES_WITHOUT_JOBS;
  const looks = bare.stuck + Math.ceil(bare.stuck / THINGS_A_QUERY);
  const all = total(calls);
  const unit = "calls";
  return [
    { name: `${what}: calls`, value: all, unit, aim: null },
    {
      name: `${what}: pages and DescribeJob, more than by arithmetic`,
      value: lists - expected,
      unit,
      aim: { max: 0 },
    },
    {
      name: `${what}: all calls : by arithmetic`,
      value: roundTo(3, all / (expected + listings + looks + INDEXING_CALLS)),
      unit: "ratio",
      aim: null,
    },
    {
      name: `${what}: at AWS's default quotas and a share of ${INDEX_SHARE}, by arithmetic`,
      value: roundTo(0, secondsAtQuota(calls, INDEX_SHARE)),
      unit: "s",
      aim: null,
    },
    {
      name: `${what}: its calls : those of asking AWS once what is stuck`,
      value: roundTo(1, all / total(bare.calls)),
      unit: "ratio",
      aim: null,
    },
  ];
}

function timeFigures(what: string, engine: string, { seconds, questionMs }: Synced, bare: Bare): Figure[] {
  return [
    { name: `${what}, ${engine}: without quotas`, value: roundTo(1, seconds), unit: "s", aim: null },
    {
      name: `${what}, ${engine}: the first 100 of what is stuck`,
      value: roundTo(1, questionMs),
      unit: "ms",
      aim: null,
    },
    {
      name: `${what}, ${engine}: asking AWS by the SDK, without quotas : asking the index`,
      value: roundTo(0, (bare.seconds * 1_000) / questionMs),
      unit: "ratio of time",
      aim: null,
    },
  ];
}

async function bareFigures(
  emulatorUrl: string,
  jobs: number,
  bare: Bare,
  synced: Readonly<Record<string, Synced>>,
): Promise<Figure[]> {
  const what = "i. what is stuck, asked of AWS";
  const figures: Figure[] = [
    {
      name: `${what}: calls each time (the index: none)`,
      value: total(bare.calls),
      unit: "calls",
      aim: null,
    },
    { name: `${what}: by the SDK, without quotas`, value: roundTo(1, bare.seconds), unit: "s", aim: null },
    {
      name: `${what}: at AWS's default quotas, all of them, by arithmetic`,
      value: roundTo(0, secondsAtQuota(bare.calls, 1)),
      unit: "s",
      aim: null,
    },
  ];
  if (!(await hasAwsCli())) {
    console.log("  There is no AWS CLI (`aws`) on this machine: its loop is left out.");
    return figures;
  }
  const asked = Math.min(CLI_JOBS, jobs);
  const beganAt = performance.now();
  const list = "aws iot list-job-executions-for-job --status IN_PROGRESS --output json --job-id";
  const ids = Array.from({ length: asked }, (_, number) => jobName(number));
  await runAwsCli(emulatorUrl, `for job in ${ids.join(" ")}; do ${list} $job; done`);
  const seconds = ((performance.now() - beganAt) / 1_000 / asked) * total(bare.calls);
  return [
    ...figures,
    {
      name: `${what}: by a loop of the AWS CLI, from ${asked} of its calls`,
      value: roundTo(0, seconds),
      unit: "s",
      aim: null,
    },
    ...Object.entries(synced).map(([engine, { questionMs }]) => ({
      name: `${what}: by that loop, without quotas : asking the index, ${engine}`,
      value: roundTo(0, (seconds * 1_000) / questionMs),
      unit: "ratio of time",
      aim: null,
    })),
  ];
}

type Bare = { calls: Calls; seconds: number; stuck: number };

/** One call after another, as a script does it: lists what is in progress and keeps what was silent for too long. */
async function askBare(emulatorUrl: string): Promise<Bare> {
  const client = createBareClient(emulatorUrl);
  try {
    const before = await readCallCounts(emulatorUrl);
    const beganAt = performance.now();
    let stuck = 0;
    for await (const { jobs = [] } of paginateListJobs(
      { client, pageSize: PAGE_SIZE },
      { status: "IN_PROGRESS" },
    ))
      for (const { jobId } of jobs) stuck += await countStuck(client, jobId!);
    const seconds = (performance.now() - beganAt) / 1_000;
    return { calls: callDifference(before, await readCallCounts(emulatorUrl)), seconds, stuck };
  } finally {
    client.destroy();
  }
}

async function countStuck(client: IoTClient, jobId: string): Promise<number> {
  const pages = paginateListJobExecutionsForJob(
    { client, pageSize: PAGE_SIZE },
    { jobId, status: "IN_PROGRESS" },
  );
  let stuck = 0;
  for await (const { executionSummaries = [] } of pages)
    stuck += executionSummaries.filter(({ jobExecutionSummary }) => {
      const updatedAt = jobExecutionSummary?.lastUpdatedAt?.getTime() ?? 0;
      return Date.now() - updatedAt > STUCK_MS;
    }).length;
  return stuck;
}

/** Checks that the index is complete: one that read less would look fast. */
function requireWhole({ indexed, stuck }: Synced, jobs: number, stuckByAws: number) {
  const executions = jobs * EXECUTIONS_PER_JOB;
  if (indexed !== executions || stuck !== stuckByAws)
    throw new Error(`${indexed} of ${executions} executions in the index, ${stuck} of ${stuckByAws} stuck.`);
}

/** Each API has its own quota and enrichment runs in parallel with the scan, so the slowest API decides. */
function secondsAtQuota(calls: Calls, share: number): number {
  const rateOf = (api: string) =>
    api === "SearchIndex" ? QUOTA_PER_SECOND.SearchIndex : QUOTA_PER_SECOND.other;
  return Math.max(...Object.entries(calls).map(([api, count]) => count / (rateOf(api) * share)));
}

const total = (calls: Calls) => Object.values(calls).reduce((sum, count) => sum + count, 0);

const jobName = (number: number) => `rollout-${String(number).padStart(5, "0")}`;

/** Each job has its own things, so that no execution waits for another. All are older than AWS's counters need. */
async function seedFleet(emulatorUrl: string, jobs: number): Promise<void> {
  const nowMs = Date.now();
  const hourAgo = { queuedAtMs: nowMs - HOUR_MS / 2, lastUpdatedAtMs: nowMs - HOUR_MS / 2 };
  const long = nowMs - 5 * HOUR_MS;
  const working = { queuedAtMs: long, startedAtMs: nowMs - 60_000, lastUpdatedAtMs: nowMs - 60_000 };
  const stuck = { queuedAtMs: long, startedAtMs: long, lastUpdatedAtMs: long };
  const SEEDED_AT_ONCE = 1_000;
  for (let first = 0; first < jobs; first += SEEDED_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(SEEDED_AT_ONCE, jobs - first) }, (_, at) => first + at);
    const things = (from: number, count: number) => ({ prefix: "kiosk-", from, count, pad: 7 });
    await seedEmulator(emulatorUrl, {
      thingRange: [things(first * EXECUTIONS_PER_JOB, numbers.length * EXECUTIONS_PER_JOB)],
      jobs: numbers.map((number) => {
        const from = number * EXECUTIONS_PER_JOB;
        const target = `kiosk-${String(from).padStart(7, "0")}`;
        const state = number % STUCK_EVERY === 0 ? stuck : working;
        return {
          jobId: jobName(number),
          targets: { things: [target] },
          status: "IN_PROGRESS",
          createdAtMs: long,
          executions: [
            { forThings: things(from, 1), status: "IN_PROGRESS", ...state },
            { forThings: things(from + 1, EXECUTIONS_PER_JOB - 1), status: "QUEUED", ...hourAgo },
          ],
        };
      }),
    });
  }
}
