import { Kysely, sql } from "kysely";
import type { Logger } from "@/lib/server/process/logger";
import { APPEND_ONLY_TABLES, OTHER_SCHEMAS, type Tables } from "./tables";
import { APPLICATION_ROLE, postgresDialect } from "./postgres-engine";

const role = sql.raw(APPLICATION_ROLE);

/**
 * Creates the role that the console runs as, with the privileges that it needs: on append-only tables it may only read
 * and insert. Run after the migrations, as the owner of the tables.
 *
 * @param login the user that the console connects as. It becomes a member of the role. Null: the owner does
 * @throws if the owner may not create the role or add a member. The message says what to run
 */
export async function grantToApplication(owner: Kysely<Tables>, login: string | null): Promise<void> {
  await createRole(owner, login);
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace
    where nspname = current_schema() or nspname = any(${OTHER_SCHEMAS})`.execute(owner);
  for (const { name } of rows) await grantSchema(owner, name);
  for (const table of APPEND_ONLY_TABLES)
    await sql`revoke update, delete, truncate on ${sql.table(table)} from ${role}`.execute(owner);
}

async function grantSchema(owner: Kysely<Tables>, name: string): Promise<void> {
  const schema = sql.id(name);
  await sql`grant usage on schema ${schema} to ${role}`.execute(owner);
  await sql`grant select, insert, update, delete on all tables in schema ${schema} to ${role}`.execute(owner);
  await sql`grant usage, select on all sequences in schema ${schema} to ${role}`.execute(owner);
}

async function createRole(owner: Kysely<Tables>, login: string | null): Promise<void> {
  try {
    // Another database of this server may be creating the same role right now: roles belong to the whole server.
    await sql`do $$ begin
      if not exists (select from pg_roles where rolname = ${sql.lit(APPLICATION_ROLE)}) then
        create role ${role} nologin;
      end if;
    exception when duplicate_object or unique_violation then null; end $$`.execute(owner);
    const member = login === null ? sql.raw("current_user") : sql.lit(login);
    await sql`do $$ begin
      if not pg_has_role(${member}, ${sql.lit(APPLICATION_ROLE)}, 'member') then
        execute format('grant ${role} to %I', ${member});
      end if;
    end $$`.execute(owner);
  } catch (error) {
    throw new Error(
      `The role ${APPLICATION_ROLE} could not be created. Ask the administrator of the database server to run: ` +
        `create role ${APPLICATION_ROLE} nologin; grant ${APPLICATION_ROLE} to ${login ?? "<the user of DATABASE_URL>"};`,
      { cause: error },
    );
  }
}

/** The schema of the tables. */
export async function currentSchema(kysely: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(kysely);
  return rows[0]!.schema;
}

/** Finds the user that the URL connects as, by connecting: the URL need not name it. */
export async function findLogin(url: string, logger: Logger): Promise<string> {
  const kysely = new Kysely<Tables>({ dialect: postgresDialect(url, "owner", logger) });
  try {
    const { rows } = await sql<{ login: string }>`select session_user as login`.execute(kysely);
    return rows[0]!.login;
  } finally {
    await kysely.destroy();
  }
}

/**
 * Checks that the console's database user has no privilege to change the audit log, not even after RESET ROLE.
 * Otherwise a separate owner would only seem to protect it.
 *
 * @throws if the user has one. The message names the user and the table
 */
export async function requirePowerless(kysely: Kysely<Tables>): Promise<void> {
  for (const table of APPEND_ONLY_TABLES) {
    // A superuser has every privilege, and a member of the owner may alter the table.
    const { rows } = await sql<{ login: string; may: boolean }>`
      select session_user as login, pg_has_role(session_user, relowner, 'member')
        or has_table_privilege(session_user, oid, 'update') or has_table_privilege(session_user, oid, 'delete')
        or has_table_privilege(session_user, oid, 'truncate') or has_table_privilege(session_user, oid, 'trigger') as may
      from pg_class where oid = ${table}::regclass`.execute(kysely);
    if (rows[0]!.may)
      throw new Error(
        `The user of DATABASE_URL, ${rows[0]!.login}, may change or delete rows of ${table}, so DATABASE_OWNER_URL ` +
          "sets nobody apart. Take a user there who is no superuser, owns no tables, and is a member of " +
          `${APPLICATION_ROLE} alone.`,
      );
  }
}
