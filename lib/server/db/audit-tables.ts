/** A row of the audit log. `body` is what counts: the columns beside it are copies, to be searched by. */
export interface AuditLogRow {
  seq: number;
  /**
   * `intent` and its `outcome` are two rows of one entry; `record` is an entry in one row. A `revision` follows an outcome
   * that was uncertain, once a later read has told more.
   */
  kind: "intent" | "outcome" | "revision" | "record" | "checkpoint";
  /** The `seq` of the first row of the entry that this row belongs to. */
  entry: number;
  at: Date;
  /** Who, as a filter names them: in small letters. */
  person: string;
  fleet_id: string | null;
  thing_name: string | null;
  job_id: string | null;
  deed: string;
  outcome: string | null;
  operation_id: string | null;
  /** Canonical JSON of everything that the row says. The hash is taken over this very text. */
  body: string;
  previous_hash: string;
  hash: string;
}

/** Intents that have no outcome yet. No part of the proof: it only spares a search through the whole audit log. */
export interface AuditOpenRow {
  entry: number;
  at: Date;
}

/** Completed entries whose outcome is uncertain: they are read again, later and later. No part of the proof. */
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
