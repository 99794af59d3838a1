// Fills an empty store with a million entries and says how long the first page of each filter takes, and by which plan:
// node --import ./lib/commands/resolve-sources.js lib/audit/testing/measure-filters.ts embedded|postgres [entries]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { NO_AUDIT_FILTER } from "@/lib/contracts/audit-filter";
import { type DatabaseConfig, openDatabase } from "@/lib/db/open-database";
import { startPostgres } from "@/lib/db/testing/postgres-server";
import { createAuditLog } from "../audit-log";
import { CANCELED, intentOf } from "./sample-entries";

const ROUNDS = 9;
const [engine = "embedded", count = "1000000"] = process.argv.slice(2);
const entries = Number(count);
const server = engine === "postgres" ? await startPostgres() : null;
const dataDir = await mkdtemp(join(tmpdir(), "standdown-measure-"));
const config: DatabaseConfig = server ? { kind: "postgres", url: server.url } : { kind: "embedded", dataDir };
const database = await openDatabase(config);
const log = createAuditLog(() => Promise.resolve(database));

/**
 * A few people and fleets, many things and jobs, outcomes of which some are rare: as a year of work leaves them. Made by
 * the engine itself, which is a hundred times faster than chaining them: the hashes are of no interest here.
 */
const PAST_ENTRIES = sql`
  insert into audit_log
  select n * 2 + part + 1, case part when 0 then 'intent' else 'outcome' end, n * 2 + 1,
    timestamptz '2026-01-01T00:00:00Z' + n * interval '20 seconds',
    'person' || n % 40 || '@example.com', 'fleet-' || n % 3, 'thing-' || n % 5000, 'job-' || n % 700,
    case when n % 10 = 0 then 'sign-in' else 'cancel-execution' end,
    case when part = 0 then null when n % 1000 = 0 then 'denied' when n % 10 = 1 then 'version-conflict' else 'canceled' end,
    null, ${JSON.stringify({ ...intentOf({}), kind: "intent", at: "2026-01-01T00:00:00.000Z", outcome: null, after: null })},
    repeat('a', 64), md5(n::text) || md5(part::text)
  from generate_series(0, ${sql.lit(entries - 1)}) n, generate_series(0, 1) part
  where part = 0 or n % 100000 <> 7`;
const OPEN_ENTRIES = sql`
  insert into audit_open select entry, at from audit_log log where kind = 'intent'
    and (entry - 1) / 2 % 100000 = 7`;

const { rows: indexes } = await sql<{ name: string; definition: string }>`
  select indexname as name, indexdef as definition from pg_indexes
  where tablename = 'audit_log' and indexname <> 'audit_log_pkey'`.execute(database.kysely);
await database.asOwner(async (owner) => {
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(owner);
  let began = performance.now();
  await PAST_ENTRIES.execute(owner);
  await OPEN_ENTRIES.execute(owner);
  console.log(`${entries} entries written in ${seconds(began)} s`);
  began = performance.now();
  for (const { definition } of indexes) await sql.raw(definition).execute(owner);
  await sql`analyze`.execute(owner);
  console.log(`indexed in ${seconds(began)} s`);
});

const filters = {
  none: {},
  person: { person: "person7@example.com" },
  fleet: { fleet: "fleet-1" },
  thing: { thing: "thing-17" },
  job: { job: "job-17" },
  deed: { deed: "sign-in" },
  "outcome, common": { outcome: "canceled" },
  "outcome, rare": { outcome: "denied" },
  "outcome not known": { outcome: "open" },
  "a day": { from: "2026-03-01T00:00", to: "2026-03-02T00:00" },
  "half of all time": { to: "2026-05-01T00:00" },
  nobody: { person: "nobody@example.com" },
  "thing and person that never met": { thing: "thing-17", person: "person3@example.com" },
  "person, deed, outcome and time": {
    person: "person7@example.com",
    deed: "cancel-execution",
    outcome: "canceled",
    to: "2026-05-01T00:00",
  },
};
for (const [name, filter] of Object.entries(filters)) {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    found = (await log.find({ ...NO_AUDIT_FILTER, ...filter }, null, 50)).rows.length;
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  console.log(
    `${name.padEnd(34)} ${String(found).padStart(3)} rows  median ${times[ROUNDS >> 1]!.toFixed(1)} ms, worst ${times[ROUNDS - 1]!.toFixed(1)} ms`,
  );
}

const began = performance.now();
for (let n = 0; n < 200; n++) await log.settle(await log.intend(intentOf({})), CANCELED);
console.log(
  `200 cancellations on record one after another: ${((performance.now() - began) / 200).toFixed(1)} ms each`,
);

await database.close();
await server?.stop();
await rm(dataDir, { recursive: true });

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
