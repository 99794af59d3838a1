import { join } from "node:path";
import { Kysely, PGliteDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { CANCELED, intentOf } from "@/lib/server/audit/testing/sample-entries";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import { backUp } from "./back-up";
import { EmbeddedEngine } from "./embedded-engine";
import { MIGRATIONS } from "./migrations/migrations";
import type { Database, DatabaseConfig } from "./open-database";
import { pauseUnfinished } from "./pause-unfinished";
import { stderrLogger } from "@/lib/server/process/logger";
import { postgresDialect } from "./postgres-engine";
import { restore } from "./restore";
import type { Tables } from "./tables";
import { createTestDatabase, ENGINES, type Engine, type TestDatabase } from "./testing/test-databases";

/** An earlier version: three migrations were added since. */
const OLDER = "008-alerts";

const made: TestDatabase[] = [];
afterEach(() => Promise.all(made.splice(0).map((database) => database.remove())));

async function create(engine: Engine): Promise<TestDatabase> {
  const database = await createTestDatabase(engine, { tables: false });
  made.push(database);
  return database;
}

const dialectOf = (config: DatabaseConfig) =>
  config.kind === "postgres"
    ? postgresDialect(config.url, "owner", stderrLogger)
    : new PGliteDialect({ pglite: () => new EmbeddedEngine(join(config.dataDir, "pglite")) });

/** A store as the older version left it: an audit log, a person, and operations in every state. @returns its backup */
async function backUpOlder({ config }: TestDatabase): Promise<string[]> {
  const kysely = new Kysely<Tables>({ dialect: dialectOf(config) });
  try {
    const { error } = await new Migrator({
      db: kysely,
      provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
      migrationTableName: "standdown_migration",
      migrationLockTableName: "standdown_migration_lock",
    }).migrateTo(OLDER);
    expect(error).toBeUndefined();
    const log = createAuditLog(() => Promise.resolve({ kysely } as Database));
    await log.complete(await log.open(intentOf({})), CANCELED);
    await sql`insert into auth_user (id, name, email, email_verified, created_at, updated_at, role, is_demo)
      values ('u-1', 'Ada', 'ada@example.com', true, now(), now(), 'admin', false)`.execute(kysely);
    for (const [id, state] of STATES) await insertOperation(kysely, id, state);
    const lines: string[] = [];
    await backUp({ asOwner: (work) => work(kysely) }, async (all) => {
      for await (const line of all) lines.push(line.trimEnd());
    });
    return lines;
  } finally {
    await kysely.destroy();
  }
}

const STATES = [
  ["op_1", "running"],
  ["op_2", "stopping"],
  ["op_3", "paused"],
  ["op_4", "finished"],
  ["op_5", "stopped"],
] as const;

const insertOperation = (kysely: Kysely<Tables>, id: string, state: string) =>
  sql`insert into operation
    (id, fleet_id, person_id, person, question, "order", left_out, state, stop_cause, total, planned_at)
    values (${id}, 'eu', 'u-1', '{}', '{}', '{}', '{}', ${state}, ${state === "stopping" ? "asked" : null}, 1, now())`.execute(
    kysely,
  );

async function* from(lines: readonly string[]) {
  yield* lines;
}

const operationsOf = ({ kysely }: Database) =>
  kysely.selectFrom("operation").selectAll().orderBy("id").execute();

describe.each(ENGINES)("a backup that an older version made on the %s engine", (engine) => {
  let lines: readonly string[];
  beforeAll(async () => void (lines = await backUpOlder(await create(engine))));

  test.each(ENGINES)("is restored on the %s engine, and migrated", async (other) => {
    expect(lines[0]).toContain(`"${OLDER}"]`);

    const copy = await (await create(other)).open();
    expect(await restore(copy, from(lines))).toEqual({ rows: 8, pausedOperations: 3 });
    expect(await verifyChain(copy.kysely)).toMatchObject({ fault: null, rows: 2 });
    expect(await copy.kysely.selectFrom("auth_user").select("email").execute()).toEqual([
      { email: "ada@example.com" },
    ]);
    // The console works with it as with any other.
    const log = createAuditLog(() => Promise.resolve(copy));
    await log.open(intentOf({}));
    expect(await verifyChain(copy.kysely)).toMatchObject({ fault: null, rows: 3 });
    const { rows } = await sql`select 1 from pg_namespace where nspname = 'standdown_restore'`.execute(
      copy.kysely,
    );
    expect(rows).toEqual([]);
  });
});

test("restoring pauses unfinished operations, and leaves finished ones", async () => {
  const copy = await (await create("postgres")).open();
  await restore(copy, from(await backUpOlder(await create("postgres"))));
  const operations = await operationsOf(copy);
  expect(operations.map(({ id, state, stop_cause }) => [id, state, stop_cause])).toEqual([
    ["op_1", "paused", null],
    ["op_2", "paused", null],
    ["op_3", "paused", null],
    ["op_4", "finished", null],
    ["op_5", "stopped", null],
  ]);
});

test("an operation says that it is paused because it was restored", async () => {
  const database = await (await create("postgres")).open();
  await database.asOwner(async (owner) => {
    await sql`alter table operation add column if not exists pause_cause text`.execute(owner);
    for (const [id, state] of STATES) await insertOperation(owner, id, state);
    expect(await pauseUnfinished(owner)).toBe(3);
    const { rows } = await sql<{
      cause: string;
    }>`select pause_cause as cause from operation order by id`.execute(owner);
    expect(rows.map(({ cause }) => cause)).toEqual(["restored", "restored", "restored", null, null]);
  });
});

test.each(ENGINES)("an older backup that is cut off leaves nothing on the %s engine", async (engine) => {
  const lines = await backUpOlder(await create("postgres"));
  const copy = await (await create(engine)).open();
  await expect(restore(copy, from(lines.slice(0, -1)))).rejects.toThrow("cut off");
  expect(await operationsOf(copy)).toEqual([]);
  expect(await restore(copy, from(lines))).toMatchObject({ pausedOperations: 3 });
});
