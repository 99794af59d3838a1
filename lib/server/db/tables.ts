import type { AuditTables } from "./audit-tables";
import type { AuthTables } from "./auth-tables";
import type { NameTables } from "./name-tables";
import type { OperationTables } from "./operation-tables";
import type { TriageTables } from "./triage-tables";

/** Every table. A room declares its own in a file beside this one, and is added here. */
export type Tables = AuditTables & AuthTables & OperationTables & TriageTables & NameTables;

/** Rows are added to these and never changed: on PostgreSQL the application's role may do nothing else. */
export const APPEND_ONLY_TABLES = ["audit_log"] as const satisfies readonly (keyof Tables)[];

/** What AWS can be asked for again, and is by itself: no part of a backup. */
export const REREAD_TABLES = [
  "indexed_job",
  "open_execution",
  "open_group",
  "ended_execution",
  "index_state",
  "known_name",
  "thing_walk",
] as const satisfies readonly (keyof Tables)[];

/** The queue's tables. They are no part of a backup: at its start the console sends again what is not finished. */
export const QUEUE_SCHEMA = "pgboss";

/** Schemas beside our own that a library has its tables in, where they are there: the application's role may use them. */
export const OTHER_SCHEMAS: readonly string[] = [QUEUE_SCHEMA];
