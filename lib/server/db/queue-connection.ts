import { CompiledQuery, type Kysely } from "kysely";
import pg from "pg";
import { PgBoss } from "pg-boss";
import type { EmbeddedEngine } from "./embedded-engine";
import { APPLICATION_ROLE, CONNECT_TIMEOUT_MS, surviveBreaks } from "./postgres-engine";
import { QUEUE_SCHEMA, type Tables } from "./tables";

/** How the queue speaks to the store: SQL of its own making, several statements at once where it has no parameters. */
export interface QueueConnection {
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
}

/** Fetching jobs, heartbeats and watching over those of others: each takes one for a moment. */
const MAX_CONNECTIONS = 3;

/**
 * Connections of the queue's own, so that a heartbeat never waits behind the statements of what it is the pulse of.
 *
 * @param as see `postgresDialect`
 */
export function postgresQueue(
  url: string,
  as: "application" | "owner",
): QueueConnection & { close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "standdown queue",
    ...(as === "application" && { onConnect: stepDown }),
  });
  surviveBreaks(pool);
  return {
    // A connection whose statement failed is dropped by the pool, and an open transaction with it.
    executeSql: (text, values) => pool.query(text, values),
    close: () => pool.end(),
  };
}

/** pg hands the connection out once this is done, though its types do not say so. */
const stepDown = (client: pg.ClientBase): unknown => client.query(`set role ${APPLICATION_ROLE}`);

/** The one connection that there is, taken in turn with everybody else's statements and transactions. */
export function embeddedQueue(kysely: Kysely<Tables>, engine: () => EmbeddedEngine): QueueConnection {
  return {
    executeSql: (text, values = []) =>
      kysely.connection().execute(async (connection) => {
        if (values.length > 0)
          return { rows: (await connection.executeQuery(CompiledQuery.raw(text, values))).rows };
        try {
          return { rows: await engine().runScript(text) };
        } catch (error) {
          await engine().query("rollback"); // a script opens transactions of its own
          throw error;
        }
      }),
  };
}

/** Makes the queue's tables, or brings them up to date. Run by the owner, by one instance at a time. */
export async function migrateQueue(
  connection: QueueConnection,
  backend: "postgres" | "pglite",
): Promise<void> {
  const boss = new PgBoss({ ...QUEUE_ALONE, db: connection, backend, migrate: true });
  boss.on("error", () => {}); // what keeps it from starting is thrown
  await boss.start();
  await boss.stop();
}

/** A queue that only answers: nothing of it runs by itself. */
export const QUEUE_ALONE = {
  schema: QUEUE_SCHEMA,
  supervise: false,
  schedule: false,
  registerInstance: false,
  openTelemetry: { enabled: false },
} as const;
