import type { AuditTables } from "./audit-tables";
import type { AuthTables } from "./auth-tables";
import type { NameTables } from "./name-tables";
import type { OperationTables } from "./operation-tables";
import type { TriageTables } from "./triage-tables";

/** Every table. Each area declares its own in a file beside this one. */
export type Tables = AuditTables & AuthTables & OperationTables & TriageTables & NameTables;

/** Append-only tables. On PostgreSQL the application's role may only insert into them and read them. */
export const APPEND_ONLY_TABLES = ["audit_log"] as const satisfies readonly (keyof Tables)[];

/** Read from AWS again after a restore, so not part of a backup. */
export const REREAD_TABLES = [
  "indexed_job",
  "open_execution",
  "open_group",
  "ended_execution",
  "index_state",
  "known_name",
  "thing_walk",
] as const satisfies readonly (keyof Tables)[];

/** The queue's tables. Not part of a backup: at its start the console sends unfinished work again. */
export const QUEUE_SCHEMA = "pgboss";

/** Schemas of libraries, if they exist. The application's role may use them. */
export const OTHER_SCHEMAS: readonly string[] = [QUEUE_SCHEMA];
