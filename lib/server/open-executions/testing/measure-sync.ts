// Reads a fleet that has an emulator without quotas into an empty index, once and whole, and says as a line of JSON (npm
// run bench reads it) the calls that were made, by API, and how long it took; then how long the first hundred of
// what is stuck take to be read from the index:
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
const ROUNDS = 15;

/** As the list of stuck ones asks for it. */
const STUCK = sql`is_due and status = 'IN_PROGRESS'`;

/** The whole has been read: what would follow is the next round. */
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
  for (let round = 0; round < ROUNDS; round++) times.push(await msOf(readStuck));
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ calls, seconds, indexed, stuck, questionMs: times[ROUNDS >> 1] }));
} finally {
  await database.close();
  await server?.stop();
  await rm(dataDir, { recursive: true });
}

/** Until each job was read, and each suspect was looked at. @returns calls by API */
async function syncOnce(): Promise<Record<string, number>> {
  const calls: Record<string, number> = {};
  const services: SyncServices = {
    fleetId: FLEET_ID,
    iot: createFleetGateway({ region: "eu-west-1", endpoint, quotas: "off", quotaShare: 1 }).as(
      null,
      "background",
    ),
    acquire(api) {
      const isNextRound = api === "DescribeJob" && calls[api] === jobs;
      if (isNextRound) return Promise.reject(new ReadWhole());
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
      // A round that lasts is begun again before all suspects were looked at: put it off.
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
