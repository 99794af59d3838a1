/** A row of the audit log. `body` is the record. The other columns are copies of it, to search by. */
export interface AuditLogRow {
  seq: number;
  /**
   * `intent` and its `outcome` are two rows of one entry; `record` is an entry in one row. A `revision` follows an uncertain
   * outcome once a later read has found out more.
   */
  kind: "intent" | "outcome" | "revision" | "record" | "checkpoint";
  /** The `seq` of the first row of the entry that this row belongs to. */
  entry: number;
  at: Date;
  /** The actor, in lower case, to filter by. */
  person: string;
  fleet_id: string | null;
  thing_name: string | null;
  job_id: string | null;
  deed: string;
  outcome: string | null;
  operation_id: string | null;
  /** Canonical JSON of everything that the row says. The hash is computed over this text. */
  body: string;
  previous_hash: string;
  hash: string;
}

/** Intents that have no outcome yet. Not part of the chain: it only saves a search through the whole audit log. */
export interface AuditOpenRow {
  entry: number;
  at: Date;
}

/** Completed entries whose outcome is uncertain. They are read again at growing intervals. Not part of the chain. */
export interface AuditUncertainRow {
  entry: number;
  at: Date;
  reads: number;
  next_read_at: Date;
}

export interface AuditTables {
  audit_log: AuditLogRow;
  audit_open: AuditOpenRow;
  audit_uncertain: AuditUncertainRow;
}
