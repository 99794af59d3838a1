import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterEach, describe, expect, test } from "vitest";
import { DirectoryInUse } from "./lock-directory";
import { MIGRATIONS } from "./migrations/migrations";
import type { Database } from "./open-database";
import { createTestDatabase, ENGINES, type Engine, type TestDatabase } from "./testing/test-databases";

const run = promisify(execFile);
const made: TestDatabase[] = [];
const create = async (engine: Engine, options?: { tables: boolean }) => {
  const database = await createTestDatabase(engine, options);
  made.push(database);
  return database;
};
afterEach(() => Promise.all(made.splice(0).map((database) => database.remove())));

const ROW = {
  seq: 1,
  kind: "record",
  entry: 1,
  at: new Date("2026-11-23T10:00:00.123Z"),
  person: "ada",
  deed: "sign-in",
  body: "{}",
  previous_hash: "",
  hash: "1",
} as const;

describe.each(ENGINES)("the store on the %s engine", (engine) => {
  test("has its tables after its first start, and is the same that all tests copy", async () => {
    const [first, copied] = [await create(engine, { tables: false }), await create(engine)];
    const columns = await columnsOf(await first.open());
    expect(columns.length).toBeGreaterThan(100);
    expect(await columnsOf(await copied.open())).toEqual(columns);
  });

  test("keeps rows and their types when it is opened again", async () => {
    const database = await create(engine);
    const first = await database.open();
    await first.kysely.insertInto("audit_log").values(ROW).execute();
    await first.close();
    await first.close();
    const again = await database.open();
    expect(await again.kysely.selectFrom("audit_log").selectAll().executeTakeFirst()).toMatchObject(ROW);
  });

  test("rolls a transaction back when its work fails, and continues", async () => {
    const { kysely } = await (await create(engine)).open();
    const work = kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto("audit_log").values(ROW).execute();
      await transaction.insertInto("audit_log").values(ROW).execute();
    });
    await expect(work).rejects.toMatchObject({ code: "23505" });
    expect(await kysely.selectFrom("audit_log").select("seq").execute()).toEqual([]);
  });

  test("does not mix a query into a transaction in progress", async () => {
    const { kysely } = await (await create(engine)).open();
    let beside!: Promise<unknown[]>;
    const work = kysely.transaction().execute(async (transaction) => {
      await transaction.insertInto("audit_log").values(ROW).execute();
      beside = kysely.selectFrom("audit_open").select("entry").execute();
      throw new Error("never mind");
    });
    await expect(work).rejects.toThrow("never mind");
    expect(await beside).toEqual([]);
  });

  test.each(["update audit_log set person = 'eve'", "delete from audit_log", "truncate audit_log"])(
    "refuses to %s",
    async (statement) => {
      const { kysely } = await (await create(engine)).open();
      await kysely.insertInto("audit_log").values(ROW).execute();
      await expect(sql.raw(statement).execute(kysely)).rejects.toMatchObject({ code: "42501" });
      expect(await kysely.selectFrom("audit_log").select("person").execute()).toEqual([{ person: "ada" }]);
    },
  );
});

describe("PostgreSQL", () => {
  test("is migrated by ten instances that start at once", async () => {
    const database = await create("postgres", { tables: false });
    const instances = await Promise.all(Array.from({ length: 10 }, () => database.open()));
    const { rows } = await sql<{ count: number }>`select count(*) from standdown_migration`.execute(
      instances[9]!.kysely,
    );
    expect(rows[0]!.count).toBeGreaterThan(0);
  });

  test("is migrated by ten processes that start at once", async () => {
    const database = await create("postgres", { tables: false });
    const said = await Promise.all(Array.from({ length: 10 }, () => openElsewhere(database)));
    expect(said).toEqual(Array.from({ length: 10 }, () => "opened\n"));
    const { kysely } = await database.open();
    const { rows } = await sql<{ name: string }>`select name from standdown_migration`.execute(kysely);
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(MIGRATIONS).sort());
  });

  test("serves the console as a role that may not change the audit log, whatever the triggers say", async () => {
    const database = await (await create("postgres", { tables: false })).open();
    const { rows } = await sql`select current_user as name,
      has_table_privilege('audit_log', 'insert') as may_add,
      has_table_privilege('audit_log', 'update') or has_table_privilege('audit_log', 'delete')
        or has_table_privilege('audit_log', 'truncate') as may_change`.execute(database.kysely);
    expect(rows).toEqual([{ name: "standdown_app", may_add: true, may_change: false }]);
    await expect(
      sql`alter table audit_log disable trigger all`.execute(database.kysely),
    ).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the embedded engine", () => {
  test("refuses to be opened twice, in this process and in another, and says what to do", async () => {
    const database = await create("embedded");
    await database.open();
    await expect(database.open()).rejects.toBeInstanceOf(DirectoryInUse);
    const other = await openElsewhere(database).catch((error: { stderr: string }) => error.stderr);
    expect(other).toContain("Another process has the data folder");
    expect(other).toContain("DATABASE_URL");
  });

  test("can be opened again after it was closed", async () => {
    const database = await create("embedded");
    await (await database.open()).close();
    expect(await openElsewhere(database)).toBe("opened\n");
  });
});

async function columnsOf({ kysely }: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select concat_ws(' ', table_schema, table_name, column_name, data_type, is_nullable, column_default) as name
    from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')`.execute(
    kysely,
  );
  return rows.map(({ name }) => name).sort();
}

/** Opens the folder in a process of its own, under plain Node. */
async function openElsewhere({ config }: TestDatabase): Promise<string> {
  const script = `
    import { openDatabase } from "@/lib/server/db/open-database";
    const database = await openDatabase(${JSON.stringify(config)});
    console.log("opened");
    await database.close();`;
  const args = [
    "--no-warnings",
    "--import",
    "./lib/scripts/resolve-sources.js",
    "--input-type=module",
    "-e",
    script,
  ];
  return (await run(process.execPath, args)).stdout;
}
