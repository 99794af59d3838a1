// Reads the whole fleet of an emulator without quotas into an empty index, once. Prints a line of JSON, which npm run bench
// reads: the calls by API, how long it took, and how long the first hundred stuck executions take to be read back:
// node --import ./lib/scripts/resolve-sources.js lib/server/open-executions/testing/measure-sync.ts embedded|postgres URL JOBS
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { startPostgres } from "@/lib/server/db/testing/postgres-server";
import { createFleetGateway } from "@/lib/server/iot/create-iot-gateway";
import { syncUntilQuiet } from "../scan/sync-index";
import type { SyncServices } from "../sync-services";

const FLEET_ID = "bench";
const REPEATS = 15;

/** As in the list of stuck executions. */
const STUCK = sql`is_due and status = 'IN_PROGRESS'`;

/** Each job has been scanned: the next call would start another scan. */
class ReadWhole extends Error {}

const [engine = "embedded", endpoint = "", jobCount = "1"] = process.argv.slice(2);
const jobs = Number(jobCount);

const server = engine === "postgres" ? await startPostgres() : null;
const dataDir = await mkdtemp(join(tmpdir(), "standdown-measure-"));
const config: DatabaseConfig = server ? { kind: "postgres", url: server.url } : { kind: "embedded", dataDir };
const database = await openDatabase(config);
const { kysely } = database;
try {
  const beganAt = performance.now();
  const calls = await syncOnce();
  const seconds = (performance.now() - beganAt) / 1_000;
  const indexed = await count(sql`true`);
  const stuck = await count(STUCK);
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) times.push(await msOf(readStuck));
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ calls, seconds, indexed, stuck, questionMs: times[REPEATS >> 1] }));
} finally {
  await database.close();
  await server?.stop();
  await rm(dataDir, { recursive: true });
}

/** Syncs until each job was scanned and each stuck execution was enriched. @returns calls by API */
async function syncOnce(): Promise<Record<string, number>> {
  const calls: Record<string, number> = {};
  const services: SyncServices = {
    fleetId: FLEET_ID,
    iot: createFleetGateway({ region: "eu-west-1", endpoint, quotas: "off", quotaShare: 1 }).as(
      null,
      "background",
    ),
    acquire(api) {
      const isNextScan = api === "DescribeJob" && calls[api] === jobs;
      if (isNextScan) return Promise.reject(new ReadWhole());
      calls[api] = (calls[api] ?? 0) + 1;
      return Promise.resolve();
    },
    kysely,
    thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
  };
  for (;;)
    try {
      const synced = await syncUntilQuiet(services);
      if (!synced.ok) throw new Error(`It could not be read: ${JSON.stringify(synced.failure)}`);
      return calls;
    } catch (error) {
      if (!(error instanceof ReadWhole)) throw error;
      // A long scan is due again before all stuck executions were enriched: defer all jobs.
      await sql`update indexed_job set next_at = clock_timestamp() + interval '1 day'`.execute(kysely);
    }
}

async function count(which: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from open_execution where fleet_id = ${FLEET_ID} and ${which}`.execute(
    kysely,
  );
  return rows[0]!.count;
}

async function readStuck(): Promise<void> {
  await sql`
    select * from open_execution where fleet_id = ${FLEET_ID} and ${STUCK}
    order by since, job_id, thing_name limit 101`.execute(kysely);
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
