import { type Kysely, sql } from "kysely";
import { APPEND_ONLY_TABLES, type Tables } from "./tables";
import { APPLICATION_ROLE } from "./postgres-engine";

/**
 * Makes the role that the console runs as, and gives it all that it needs and no more: on tables that are only ever
 * added to it may read and insert. Run after the migrations, by the owner of the tables.
 *
 * @throws where the owner may not make roles and nobody has made this one, with what to run
 */
export async function grantToApplication(owner: Kysely<Tables>): Promise<void> {
  const role = sql.raw(APPLICATION_ROLE);
  await createRole(owner);
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(owner);
  const schema = sql.id(rows[0]!.schema);
  await sql`grant usage on schema ${schema} to ${role}`.execute(owner);
  await sql`grant select, insert, update, delete on all tables in schema ${schema} to ${role}`.execute(owner);
  await sql`grant usage, select on all sequences in schema ${schema} to ${role}`.execute(owner);
  for (const table of APPEND_ONLY_TABLES)
    await sql`revoke update, delete, truncate on ${sql.table(table)} from ${role}`.execute(owner);
}

async function createRole(owner: Kysely<Tables>): Promise<void> {
  const name = sql.raw(APPLICATION_ROLE);
  try {
    // Another database of this server may be making the same role right now: roles belong to all of them.
    await sql`do $$ begin
      if not exists (select from pg_roles where rolname = ${sql.lit(APPLICATION_ROLE)}) then
        create role ${name} nologin;
      end if;
    exception when duplicate_object or unique_violation then null; end $$`.execute(owner);
    await sql`do $$ begin
      if not pg_has_role(current_user, ${sql.lit(APPLICATION_ROLE)}, 'member') then
        execute format('grant ${name} to %I', current_user);
      end if;
    end $$`.execute(owner);
  } catch (error) {
    throw new Error(
      `The role ${APPLICATION_ROLE} could not be made. Let whoever runs the database server run: ` +
        `create role ${APPLICATION_ROLE} nologin; grant ${APPLICATION_ROLE} to <the user of DATABASE_URL>;`,
      { cause: error },
    );
  }
}
