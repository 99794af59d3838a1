import { CompiledQuery, PostgresDialect } from "kysely";
import pg from "pg";
import type { Logger } from "@/lib/server/process/logger";

/** The role that the console runs as. It may not change or delete rows of append-only tables. */
export const APPLICATION_ROLE = "standdown_app";

/** Ten instances with ten connections each stay within PostgreSQL's default limit of a hundred. */
const MAX_CONNECTIONS = 10;
export const CONNECT_TIMEOUT_MS = 10_000;

/**
 * PostgreSQL rolls back a transaction whose client is silent for this long. Otherwise a frozen instance would hold the
 * lock of the audit log, and no other instance could record a cancellation, a stop or a sign-in.
 */
const SILENT_TRANSACTION_MS = 5_000;

const INT8 = 20;

/** Parses bigint as a number, as PGlite does: our counts stay far below 2^53. */
function getTypeParser(oid: number, format?: "text" | "binary"): unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format);
}

/**
 * Connections to PostgreSQL.
 *
 * @param as     `application` sets the role above on each connection; `owner` stays the user of the URL, for migrations
 *   and retention
 * @param schema of the tables, for a user whose own search path does not find them
 */
export function postgresDialect(
  url: string,
  as: "application" | "owner",
  logger: Logger,
  schema?: string,
): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: as === "owner" ? 2 : MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "standdown",
    types: { getTypeParser },
  });
  surviveBreaks(pool, logger);
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
 * Listens to the errors of broken connections: without a listener each would end the process. The pool drops a connection
 * that was idle. If a connection breaks between two statements of a transaction, the next statement fails.
 */
export function surviveBreaks(pool: pg.Pool, logger: Logger): void {
  pool.on("error", (error) => logger.error({ err: error }, "An idle connection to PostgreSQL broke"));
  pool.on("connect", (client) => client.on("error", () => {}));
}
