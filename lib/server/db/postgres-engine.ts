import { CompiledQuery, PostgresDialect } from "kysely";
import pg from "pg";

/** What the console itself runs as: it may not change or delete what is only ever added to. */
export const APPLICATION_ROLE = "standdown_app";

/** Ten instances of ten stay within PostgreSQL's hundred. */
const MAX_CONNECTIONS = 10;
export const CONNECT_TIMEOUT_MS = 10_000;

/**
 * PostgreSQL rolls back a transaction whose client is silent for this long. Otherwise a frozen instance would keep
 * the lock of the audit log, and no other instance could record a cancellation, a stop or a sign-in.
 */
const SILENT_TRANSACTION_MS = 5_000;

const INT8 = 20;

/** bigint as a number, as PGlite has it: what we count stays far below 2^53. */
function getTypeParser(oid: number, format?: "text" | "binary"): unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format);
}

/**
 * Connections to PostgreSQL.
 *
 * @param as `application` steps down to the role above on each connection; `owner` stays who the URL says,
 *   for migrations and retention
 * @param schema where the tables are, for a user who would look elsewhere by itself
 */
export function postgresDialect(url: string, as: "application" | "owner", schema?: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: as === "owner" ? 2 : MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "standdown",
    types: { getTypeParser },
  });
  surviveBreaks(pool);
  return new PostgresDialect({
    pool,
    ...(as === "application" && {
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(`set role ${APPLICATION_ROLE}`));
        await connection.executeQuery(
          CompiledQuery.raw(`set idle_in_transaction_session_timeout = ${SILENT_TRANSACTION_MS}`),
        );
        if (schema !== undefined)
          await connection.executeQuery(
            CompiledQuery.raw(`set search_path to ${pg.escapeIdentifier(schema)}`),
          );
      },
    }),
  });
}

/**
 * Hears the errors of connections that break: unheard, each would end the process. One that is idle is dropped by the
 * pool; of one in use, between two statements of a transaction, the next statement fails.
 */
export function surviveBreaks(pool: pg.Pool): void {
  pool.on("error", (error) => console.error("An idle connection to PostgreSQL broke:", error.message));
  pool.on("connect", (client) => client.on("error", () => {}));
}
