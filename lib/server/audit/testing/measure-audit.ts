// Fills an empty store with a chain of this many entries, measures reads and writes, and prints each figure as a line of
// JSON, which npm run bench reads. Lines for people go to standard error:
// node --import ./lib/scripts/resolve-sources.js lib/server/audit/testing/measure-audit.ts embedded|postgres [entries]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import { type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { startPostgres } from "@/lib/server/db/testing/postgres-server";
import { createAuditLog } from "../audit-log";
import { exportAudit } from "../export-audit";
import { verifyChain } from "../verify-chain";
import { CANCELED, intentOf } from "./sample-entries";
import { type PastEntry, writePast } from "./write-rows";

const REPEATS = 15;
const [engine = "embedded", count = "1000000"] = process.argv.slice(2);
const entries = Number(count);
const admin = { id: "bench", name: "Bench", role: "admin" } as const;

/** The entries of a year: a few people and fleets, many things and jobs, and some rare outcomes. */
function* pastEntries(): Generator<PastEntry> {
  const start = Date.UTC(2026, 0, 1);
  for (let n = 0; n < entries; n++)
    yield {
      at: new Date(start + n * 20_000),
      intent: {
        actor: { id: `u-${n % 40}`, name: "Ada", email: `person${n % 40}@example.com`, role: "supervisor" },
        fleetId: `fleet-${n % 3}`,
        thingName: `thing-${n % 5_000}`,
        jobId: `job-${n % 700}`,
        action: n % 10 === 0 ? "sign-in" : "cancel-execution",
      },
      outcome:
        n % 100_000 === 7
          ? null
          : n % 1_000 === 0
            ? "denied"
            : n % 10 === 1
              ? "version-conflict"
              : "canceled",
    };
}

const FILTERS = {
  "the first page": {},
  "a person": { person: "person7@example.com" },
  "a fleet": { fleet: "fleet-1" },
  "a thing": { thing: "thing-17" },
  "a job": { job: "job-17" },
  "an action": { action: "sign-in" },
  "a common outcome": { outcome: "canceled" },
  "a rare outcome": { outcome: "denied" },
  "outcome not known": { outcome: "open" },
  "a day": { from: "2026-03-01T00:00", to: "2026-03-02T00:00" },
  "half of all time": { to: "2026-05-01T00:00" },
  nobody: { person: "nobody@example.com" },
  "a thing and a person without a common entry": { thing: "thing-17", person: "person3@example.com" },
  "person, action, outcome and time": {
    person: "person7@example.com",
    action: "cancel-execution",
    outcome: "canceled",
    to: "2026-05-01T00:00",
  },
};

const server = engine === "postgres" ? await startPostgres() : null;
const dataDir = await mkdtemp(join(tmpdir(), "standdown-measure-"));
const config: DatabaseConfig = server ? { kind: "postgres", url: server.url } : { kind: "embedded", dataDir };
const database = await openDatabase(config);
const log = createAuditLog(() => Promise.resolve(database));
try {
  await fill();
  let worstMs = 0;
  for (const [name, filter] of Object.entries(FILTERS)) {
    const times: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++)
      times.push(await msOf(() => log.find({ ...NO_AUDIT_FILTER, ...filter }, null, 50)));
    times.sort((a, b) => a - b);
    worstMs = Math.max(worstMs, times.at(-1)!);
    report(name, "ms, median", times[REPEATS >> 1]!);
  }
  report("the slowest of all these reads", "ms", worstMs);
  report("verify", "s", (await msOf(verify)) / 1000);
  for (const as of ["csv", "jsonl"] as const) {
    let bytes = 0;
    report(`export as ${as}`, "s", (await msOf(async () => (bytes = await download(as)))) / 1000);
    report(`export as ${as}, its size`, "MiB", bytes / 2 ** 20);
  }
  const recordedMs = await msOf(async () => {
    for (let n = 0; n < 100; n++) await log.complete(await log.open(intentOf({})), CANCELED);
  });
  report("a cancellation on record, intent and outcome", "ms", recordedMs / 100);
} finally {
  await database.close();
  await server?.stop();
  await rm(dataDir, { recursive: true });
}

/** Drops the indexes while it fills the table, which is several times faster. */
async function fill(): Promise<void> {
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'audit_log' and indexname <> 'audit_log_pkey'`.execute(database.kysely);
  const tookMs = await msOf(() =>
    database.asOwner(async (owner) => {
      for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(owner);
      await writePast(owner, pastEntries());
      for (const { definition } of indexes) await sql.raw(definition).execute(owner);
      await sql`analyze`.execute(owner);
    }),
  );
  console.error(`${entries} entries written and indexed in ${(tookMs / 1000).toFixed(0)} s (${engine})`);
}

async function verify(): Promise<void> {
  const { fault, rows } = await verifyChain(database.kysely);
  if (fault !== null || rows < entries) throw new Error(`The chain is not whole: ${JSON.stringify(fault)}`);
}

/** @returns bytes */
async function download(as: "csv" | "jsonl"): Promise<number> {
  const answer = exportAudit({ audit: log }, admin, { ...NO_AUDIT_FILTER, as });
  if (!answer.ok) throw new Error("The export was refused.");
  let bytes = 0;
  for await (const chunk of answer.value) bytes += chunk.byteLength;
  return bytes;
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function report(name: string, unit: string, value: number): void {
  console.log(JSON.stringify({ name, unit, value }));
}
