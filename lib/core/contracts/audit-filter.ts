import { type Param, type SearchState, text } from "./search-params";

// Each filter matches the whole value; `person` ignores case. `from` is inclusive and `to` is not. The filters of pages do
// not use zod.

const word = text(/^[^]{1,128}$/);
const person = text(/^[^]{1,320}$/);

const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** A minute in UTC, in the format of a date-and-time field: 2026-11-23T10:00. */
const minute: Param<string | null> = (given) =>
  typeof given === "string" && MINUTE.test(given) && !Number.isNaN(Date.parse(`${given}Z`)) ? given : null;

export const auditFilter = {
  person,
  fleet: word,
  thing: word,
  job: word,
  operation: word,
  action: word,
  outcome: word,
  from: minute,
  to: minute,
};
export type AuditFilter = SearchState<typeof auditFilter>;

export const NO_AUDIT_FILTER: AuditFilter = {
  person: null,
  fleet: null,
  thing: null,
  job: null,
  operation: null,
  action: null,
  outcome: null,
  from: null,
  to: null,
};

const entryNumber: Param<number | null> = (given) =>
  typeof given === "string" && /^[1-9]\d{0,14}$/.test(given) ? Number(given) : null;

/** The state of the audit log's page in its URL: the filter and the entry that is open, so that a link shows both. */
export const auditPageState = { ...auditFilter, entry: entryNumber };

export const AUDIT_EXPORTS = ["csv", "jsonl"] as const;
export type AuditExport = (typeof AUDIT_EXPORTS)[number];
