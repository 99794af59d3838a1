import { CompiledQuery, type Kysely } from "kysely";
import pg from "pg";
import { PgBoss } from "pg-boss";
import type { Logger } from "@/lib/server/process/logger";
import type { EmbeddedEngine } from "./embedded-engine";
import { APPLICATION_ROLE, CONNECT_TIMEOUT_MS, surviveBreaks } from "./postgres-engine";
import { QUEUE_SCHEMA, type Tables } from "./tables";

/** How the queue reaches the store: with SQL of its own, and with several statements at once if they have no parameters. */
export interface QueueConnection {
  executeSql: (text: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
}

/** Fetching jobs, sending heartbeats and checking those of others use one each, for a moment. */
const MAX_CONNECTIONS = 3;

/**
 * Connections of the queue's own, so that a heartbeat never waits behind the statements of the job that it is for.
 *
 * @param as see `postgresDialect`
 */
export function postgresQueue(
  url: string,
  as: "application" | "owner",
  logger: Logger,
): QueueConnection & { close: () => Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "standdown queue",
    ...(as === "application" && { onConnect: stepDown }),
  });
  surviveBreaks(pool, logger);
  return {
    // The pool drops a connection whose statement failed, and its open transaction with it.
    executeSql: (text, values) => pool.query(text, values),
    close: () => pool.end(),
  };
}

/** pg waits for this promise before it hands out the connection, though its types do not say so. */
const stepDown = (client: pg.ClientBase): unknown => client.query(`set role ${APPLICATION_ROLE}`);

/** The engine's one connection, shared with all other statements and transactions. */
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

/** Creates or migrates the queue's tables. Run as the owner, by one instance at a time. */
export async function migrateQueue(
  connection: QueueConnection,
  backend: "postgres" | "pglite",
): Promise<void> {
  const boss = new PgBoss({ ...QUEUE_ALONE, db: connection, backend, migrate: true });
  boss.on("error", () => {}); // an error that prevents the start is thrown
  await boss.start();
  await boss.stop();
}

/** A queue without timers or maintenance of its own. */
export const QUEUE_ALONE = {
  schema: QUEUE_SCHEMA,
  supervise: false,
  schedule: false,
  registerInstance: false,
  openTelemetry: { enabled: false },
} as const;
