import { ListJobExecutionsForJobCommand } from "@aws-sdk/client-iot";
import { signInToDemo } from "../demo-sign-in.ts";
import { launchEmulator } from "../launch.ts";
import { createBareClient } from "./bare-client.ts";
import type { BenchTools } from "./bench-tools.ts";
import { seedEmulator, slowEmulatorDown } from "./emulator-control.ts";
import { type Aim, type Figure, roundTo } from "./figure.ts";
import { createKeepAliveGet } from "./keep-alive-get.ts";
import { FLEET, launchBenchConsole } from "./launch-bench-console.ts";
import { percentile } from "./percentile.ts";
import { type Call, type Samples, takeTurns, type Turns } from "./take-turns.ts";

const PAGE_SIZE = 250;

/**
 * The console shares a read among equal requests within 2 s. Distinct reads cycle through so many jobs that none repeats
 * within that time at 50 callers, with room for a machine three times as fast as ours.
 */
const JOBS = 1_500;

const AIM: Aim = { max: 1.3 };

const ONE: Turns = { callers: 1, callsPerRound: 20, budgetMs: 9_000, warmUpRounds: 10 };
const FIFTY: Turns = { callers: 50, callsPerRound: 200, budgetMs: 16_000, warmUpRounds: 1 };
const SHORTER = { budgetMs: 4_000 };

/** A route that returns a constant: it shows the cost of Next alone. */
const CONSTANT = "/api/health/live";
const floorName = (callers: string) => `a constant in place of the list, ${callers}`;

/** A quick answer of AWS within its region. Without latency, as above, the console's share looks larger than in practice. */
const LATENCY_MS = 30;

/**
 * Measures the console's list route against the bare SDK call, on one emulator, in pages of 250.
 *
 * Both sides are called from this process and end with the rows as objects. The bare side includes what any program with
 * the SDK does: build, sign, send, receive, parse JSON into objects with dates. The console's side includes HTTP to the
 * console and JSON.parse here, and in the console: route, session, checks, rate limiter (quotas off, so it never waits),
 * the same SDK call, mapping to our types, JSON. The browser's later work (schema, dates) is not counted.
 *
 * At 50 callers the time measures throughput. The bare side keeps two processes busy, the console's side three. On two
 * cores this is part of the ratio, on purpose: a real console has this cost too.
 */
export async function measureListRoute({ build, browser }: BenchTools): Promise<Figure[]> {
  const emulator = await launchEmulator();
  const server = await launchBenchConsole(emulator.url, build);
  const client = createBareClient(emulator.url);
  const state = await signInToDemo(await browser(), server.url, "viewer");
  const http = createKeepAliveGet(state.cookies.map(({ name, value }) => `${name}=${value}`).join("; "));
  try {
    await seedEmulator(emulator.url, fleetOfManyJobs());
    const sidesOf = (jobOf: (turn: number) => string): { bare: Call; console: Call } => ({
      bare: async (turn) => {
        const command = new ListJobExecutionsForJobCommand({ jobId: jobOf(turn), maxResults: PAGE_SIZE });
        const page = await client.send(command);
        requirePage(page.executionSummaries?.length, page.nextToken);
      },
      console: async (turn) => {
        const url = `${server.url}/api/${FLEET}/jobs/${jobOf(turn)}/executions`;
        const page = (await http.read(url)) as { rows: unknown[]; cursor: string | null };
        requirePage(page.rows.length, page.cursor);
      },
    });
    const distinct = sidesOf((turn) => jobName(turn % JOBS));
    const identical = sidesOf(() => jobName(0));
    const constant = { ...distinct, console: async () => void (await http.read(`${server.url}${CONSTANT}`)) };
    const figures = [
      ...toFigures("distinct reads, 1 caller", await takeTurns(distinct, ONE), AIM),
      ...toFigures("distinct reads, 50 callers", await takeTurns(distinct, FIFTY), AIM),
      ...toFigures(floorName("1 caller"), await takeTurns(constant, { ...ONE, ...SHORTER }), null),
      ...toFigures(floorName("50 callers"), await takeTurns(constant, { ...FIFTY, ...SHORTER }), null),
      ...toFigures("identical reads, 1 caller", await takeTurns(identical, { ...ONE, ...SHORTER }), AIM),
      ...toFigures("identical reads, 50 callers", await takeTurns(identical, { ...FIFTY, ...SHORTER }), AIM),
    ];
    await slowEmulatorDown(emulator.url, LATENCY_MS);
    const slow = await takeTurns(distinct, { ...ONE, ...SHORTER, warmUpRounds: 1 });
    return [...figures, ...toFigures(`distinct reads, AWS ${LATENCY_MS} ms away, 1 caller`, slow, AIM)];
  } finally {
    client.destroy();
    http.close();
    await Promise.all([server.stop(), emulator.stop()]);
  }
}

function toFigures(what: string, { bare, console: ours }: Samples, aim: Aim | null): Figure[] {
  const ratio = (percent: number) => roundTo(2, percentile(ours, percent) / percentile(bare, percent));
  const name = `a. list route : bare SDK, ${what}`;
  return [
    { name: `${name}, p50`, value: ratio(50), unit: "ratio", aim },
    { name: `${name}, p95`, value: ratio(95), unit: "ratio", aim: null },
    { name: `${name}, bare p50`, value: roundTo(1, percentile(bare, 50)), unit: "ms, this run", aim: null },
    { name: `${name}, pairs`, value: Math.min(bare.length, ours.length), unit: "calls a side", aim: null },
  ];
}

const jobName = (number: number) => `rollout-${String(number).padStart(4, "0")}`;

/** Jobs with one row more than a page, so that each answer has a nextToken, and with several statuses, as real jobs have. */
function fleetOfManyJobs(): object {
  const things = (from: number, count: number) => ({ prefix: "kiosk:eu-", from, count, pad: 6 });
  const nowMs = Date.now();
  const queued = { queuedAtMs: nowMs - 3_600_000, lastUpdatedAtMs: nowMs - 3_600_000 };
  const ended = { queuedAtMs: nowMs - 3_600_000, startedAtMs: nowMs - 1_800_000, lastUpdatedAtMs: nowMs };
  return {
    thingRange: [things(1, PAGE_SIZE + 1)],
    jobs: Array.from({ length: JOBS }, (_, number) => ({
      jobId: jobName(number),
      targets: { things: ["kiosk:eu-000001"] },
      status: "IN_PROGRESS",
      document: "{}",
      executions: [
        { forThings: things(1, 100), status: "SUCCEEDED", ...ended },
        { forThings: things(101, 50), status: "FAILED", ...ended },
        { forThings: things(151, 101), status: "QUEUED", ...queued },
      ],
    })),
  };
}

/** Checks for whole pages: a side that returned less would look fast. */
function requirePage(rows: number | undefined, next: string | null | undefined) {
  if (rows !== PAGE_SIZE || !next)
    throw new Error(`A page of ${rows} rows came where ${PAGE_SIZE} were due.`);
}
