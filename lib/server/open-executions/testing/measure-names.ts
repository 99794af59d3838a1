// Fills an empty store with names, measures what each key typed into Go to costs the server, and prints each figure as a
// line of JSON, which npm run bench reads. Standard error is for people:
// node --import ./lib/scripts/resolve-sources.js lib/server/open-executions/testing/measure-names.ts embedded|postgres [names]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { startPostgres } from "@/lib/server/db/testing/postgres-server";
import { findNames } from "@/lib/server/names/find-names";
import { upsertNames } from "@/lib/server/names/upsert-names";

const REPEATS = 5;
const FLEET = "bench";
const JOB_SHARE = 100; // one name of a hundred is a job's
const [engine = "embedded", count = "1000000"] = process.argv.slice(2);
const names = Number(count);

/** What people type, letter by letter: the start of a name, its middle, something common, rare, or in no name. */
const TYPED = [
  "kiosk-ams-0420017",
  "0420017",
  "AMS-042",
  "sensor",
  "ensor",
  "-ber-",
  "lock:rot-000100",
  "fw-rollout-77",
  "nowhere",
  "xqz",
  "kiosk_1%",
];

const server = engine === "postgres" ? await startPostgres() : null;
const dataDir = await mkdtemp(join(tmpdir(), "standdown-measure-"));
const config: DatabaseConfig = server ? { kind: "postgres", url: server.url } : { kind: "embedded", dataDir };
const database = await openDatabase(config);
const { kysely } = database;
try {
  const filledMs = await msOf(fill);
  console.error(`${names} names written and indexed in ${(filledMs / 1000).toFixed(0)} s (${engine})`);
  const times: { typed: string; tookMs: number }[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++)
    for (const text of TYPED)
      for (let letters = 1; letters <= text.length; letters++) {
        const typed = text.slice(0, letters);
        const tookMs = await msOf(() => findNames(kysely, FLEET, typed));
        times.push({ typed, tookMs });
      }
  times.sort((a, b) => a.tookMs - b.tookMs);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  report("a key, median", "ms", at(0.5).tookMs);
  report("a key, p95", "ms", at(0.95).tookMs);
  report("a key, the slowest", "ms", at(1).tookMs);
  console.error(
    `slowest: ${times
      .slice(-12)
      .map(({ typed, tookMs }) => `${typed} ${tookMs.toFixed(0)}`)
      .join(", ")}`,
  );

  const page = Array.from({ length: 250 }, (_, n) => `kiosk-new-${n}`);
  report(
    "250 names seen for the first time",
    "ms",
    await msOf(() => upsertNames(kysely, FLEET, "thing", page)),
  );
  report("250 names seen again", "ms", await msOf(() => upsertNames(kysely, FLEET, "thing", page)));
  const { rows } = await sql<{ size: string }>`
    select pg_total_relation_size('known_name') as size`.execute(kysely);
  report("disk", "MiB", Number(rows[0]!.size) / 2 ** 20);
} finally {
  await database.close();
  await server?.stop();
  await rm(dataDir, { recursive: true });
}

/**
 * Names as fleets have them: a kind, a place and a number; half of all names have one kind. The indexes are created after
 * the rows, which is several times faster. Statistics are as autovacuum leaves them.
 */
async function fill(): Promise<void> {
  await database.asOwner(async (owner) => {
    const { rows: indexes } = await sql<{ name: string; definition: string }>`
      select indexname as name, indexdef as definition from pg_indexes
      where tablename = 'known_name' and indexname <> 'known_name_key'`.execute(owner);
    for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(owner);
    for (let from = 0; from < names; from += 50_000)
      await sql`
        insert into known_name (fleet_id, kind, name, shuffle, seen_at)
        select ${FLEET}, case when n % ${JOB_SHARE} = 0 then 'job' else 'thing' end,
          case when n % ${JOB_SHARE} = 0 then 'fw-rollout-' || n
            else (array['sensor-', 'sensor-', 'kiosk-', 'lock:'])[1 + n % 4]
              || (array['ams', 'ber', 'rot', 'lon', 'par'])[1 + n / 7 % 5] || '-' || lpad(n::text, 7, '0') end,
          (random() * 2147483647)::integer, clock_timestamp()
        from generate_series(${from}::integer, ${Math.min(names, from + 50_000) - 1}::integer) as n`.execute(
        owner,
      );
    for (const { definition } of indexes) await sql.raw(definition).execute(owner);
    if (engine === "postgres") await sql`vacuum analyze known_name`.execute(owner);
    else await sql`analyze known_name`.execute(owner);
  });
}

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function report(name: string, unit: string, value: number): void {
  process.stdout.write(`${JSON.stringify({ name, unit, value })}\n`);
}
