// Fills an empty index with a million open executions, and prints how long the first page of each view, filter and order
// takes, one figure a line as JSON:
// node --import ./lib/scripts/resolve-sources.js lib/server/open-executions/testing/measure-queries.ts embedded|postgres [executions]
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import {
  GROUP_SORTS,
  type GroupSort,
  NO_TRIAGE_FILTER,
  TRIAGE_SORTS,
  TRIAGE_STATES,
  type TriageFilter,
} from "@/lib/core/contracts/triage-filter";
import { type Database, openDatabase } from "@/lib/server/db/open-database";
import { ok } from "@/lib/core/domain/result";
import { startPostgres } from "@/lib/server/db/testing/postgres-server";
import { countStuck, readTriageCounts } from "@/lib/server/stuck/count-stuck";
import { groupStuck } from "@/lib/server/stuck/group-stuck";
import { listOpenOfThings } from "@/lib/server/stuck/list-open-of-things";
import { listStuck } from "@/lib/server/stuck/list-stuck";
import { sampleTrends } from "@/lib/server/trends/sample-trends";
import { fillIndex } from "./fill-index";

const FLEET = "bench";
const REPEATS = 7;
const [engine = "embedded", count = "1000000"] = process.argv.slice(2);
const SIZE = { executions: Number(count), things: 250_000, stuckPercent: 50, waitingPercent: 20 };

const READER = { id: "bench", name: "Bench", role: "viewer" } as const;

/** Each filter alone, as a person would set it, in each state; and a name that nothing has, which reads all rows. */
const FILTERS: Readonly<Record<string, Partial<TriageFilter>>> = {
  "no filter": {},
  job: { job: "job-0" },
  "part of a thing's name": { thing: "0123" },
  "a name that nothing has": { thing: "nothing-has" },
  "one thing": { only: "thing-000123" },
  "thing type": { type: "kiosk" },
  group: { group: "site-7" },
  connectivity: { connectivity: "disconnected" },
  timeout: { timeout: "no" },
  "older than a week": { older: 168 },
};

/** A group has two below it. How long AWS takes to answer that is not measured here. */
const IOT = {
  listThingGroups: () =>
    Promise.resolve(ok({ rows: ["site-8", "site-9"], cursor: null, readAt: new Date() })),
};

/** A reason of executions in progress, and one of queued ones. */
const REASONS = ["stuck-disconnected", "behind-stuck"] as const;

/** Orders that differ from those of the filters' indexes. */
const OTHER_ORDERS = [
  ["thing", "asc"],
  ["behind", "desc"],
] as const;

const server = engine === "postgres" ? await startPostgres() : null;
const dataDir = await mkdtemp(join(tmpdir(), "standdown-measure-"));
const memoryBefore = process.memoryUsage().rss;
const database = await openDatabase(
  server ? { kind: "postgres", url: server.url } : { kind: "embedded", dataDir },
);
const report = (name: string, unit: string, value: number) =>
  process.stdout.write(`${JSON.stringify({ name, unit, value })}\n`);

const began = performance.now();
await database.asOwner((owner) => fillIndex(owner, FLEET, SIZE));
report("filling it by the engine itself", "s", (performance.now() - began) / 1000);
for (const [name, read] of queries(database)) report(name, "ms, median", await medianMs(name, read));
report(
  "counting all for the trends",
  "ms, median, in the background",
  await medianMs("trends", async () => {
    await sampleTrends(database.kysely, FLEET, new Date());
    return { ok: true };
  }),
);
const { rows } = await sql<{ name: string; bytes: number }>`
  select name, pg_total_relation_size(name::regclass)::bigint as bytes
  from (values ('open_execution'), ('open_group')) as tables (name)`.execute(database.kysely);
for (const { name, bytes } of rows) report(`disk, ${name} and its indexes`, "MiB", mib(bytes));
if (server === null) {
  report("disk, the whole folder", "MiB", mib(await sizeOf(dataDir)));
  report("memory that the engine took", "MiB", mib(process.memoryUsage().rss - memoryBefore));
} else
  report("memory that PostgreSQL took, what its processes share counted once", "MiB", await memoryOfServer());
await database.close();
await server?.stop();
await rm(dataDir, { recursive: true });

type Read = () => Promise<{ ok: true } | { ok: false; failure: { kind: string } }>;

async function medianMs(name: string, read: Read): Promise<number> {
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const began = performance.now();
    const answer = await read();
    if (!answer.ok) throw new Error(`${name}: ${answer.failure.kind}`);
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[REPEATS >> 1]!;
}

function* queries(database: Database): Generator<[string, Read]> {
  const services = { fleet: { id: FLEET }, database: () => Promise.resolve(database), iot: IOT };
  const order = { order: "asc", cursor: null } as const;
  for (const state of TRIAGE_STATES) {
    for (const sort of TRIAGE_SORTS)
      for (const order of ["asc", "desc"] as const)
        yield [
          `${state} by age, sorted by ${sort} ${order}`,
          () => listStuck(services, READER, { ...NO_TRIAGE_FILTER, state, sort, order, cursor: null }),
        ];
    const reasons = REASONS.map((reason) => [`reason ${reason}`, { reason }] as const);
    for (const [name, filter] of [...Object.entries(FILTERS), ...reasons]) {
      const query = { ...NO_TRIAGE_FILTER, state, ...filter };
      yield [
        `${state} by age, ${name}`,
        () => listStuck(services, READER, { ...query, sort: "since", ...order }),
      ];
      for (const [sort, order] of OTHER_ORDERS)
        yield [
          `${state} by age, ${name}, sorted by ${sort} ${order}`,
          () => listStuck(services, READER, { ...query, sort, order, cursor: null }),
        ];
      yield [`${state}, how many, ${name}`, () => countStuck(services, READER, query)];
    }
    for (const view of ["job", "thing", "reason"] as const) {
      const group = (filter: Partial<TriageFilter>, by: GroupSort) => () =>
        groupStuck(services, READER, {
          ...NO_TRIAGE_FILTER,
          ...filter,
          ...{ state, view, by, dir: "desc", cursor: null },
        });
      for (const by of GROUP_SORTS) yield [`${state} by ${view}, sorted by ${by}`, group({}, by)];
      for (const [name, filter] of Object.entries(FILTERS))
        if (name !== "no filter") yield [`${state} by ${view}, ${name}`, group(filter, "stuck")];
    }
  }
  yield ["the badge", () => readTriageCounts(services, READER)];
  const things = Array.from({ length: 50 }, (_, n) => `thing-${String(n * 7).padStart(6, "0")}`);
  yield ["open of 50 things", () => listOpenOfThings(services, READER, { things })];
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** As Linux reports it; elsewhere 0. */
async function memoryOfServer(): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity`.execute(database.kysely);
  const shares = rows.map(async ({ pid }) => {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    return Number(/^Pss: +(\d+) kB$/m.exec(text)?.[1] ?? 0) / 1024;
  });
  return (await Promise.all(shares)).reduce((sum, share) => sum + share, 0);
}

function mib(bytes: number): number {
  return bytes / 1024 / 1024;
}
