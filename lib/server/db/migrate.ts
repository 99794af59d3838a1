import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { grantToApplication } from "./application-role";
import { MIGRATIONS } from "./migrations/migrations";
import { migrateQueue, type QueueConnection } from "./queue-connection";
import type { Tables } from "./tables";

/** Any number that no other user of the database uses for an advisory lock ("stdn"). */
const START_LOCK = 0x7374_646e;

/** The embedded engine serves one process, so no lock is needed. */
export async function migrateEmbedded(kysely: Kysely<Tables>, queue: QueueConnection): Promise<void> {
  await migrate(kysely);
  await migrateQueue(queue, "pglite");
  // There is no autovacuum: without statistics the planner would take a million rows for a few.
  await sql`analyze`.execute(kysely);
}

/**
 * Under a lock, grants included: two instances that grant at once fail with "tuple concurrently updated".
 *
 * @param login the user that the console connects as, if that is not the owner
 */
export async function migratePostgres(
  owner: Kysely<Tables>,
  queue: QueueConnection,
  login: string | null,
): Promise<void> {
  await owner.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${START_LOCK})`.execute(connection);
    try {
      await migrate(owner);
      await migrateQueue(queue, "postgres");
      await grantToApplication(owner, login);
    } finally {
      await sql`select pg_advisory_unlock(${START_LOCK})`.execute(connection);
    }
  });
}

async function migrate(kysely: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableName: "standdown_migration",
    migrationLockTableName: "standdown_migration_lock",
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === "Error")?.migrationName;
  throw new Error(`The tables could not be brought up to date${failed ? ` (migration ${failed})` : ""}.`, {
    cause: error,
  });
}
