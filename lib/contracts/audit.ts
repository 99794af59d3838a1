import * as z from "zod/mini";
import type { AuditEntry } from "@/lib/domain/audit-entry";
import { SEARCH_MAX_LENGTH } from "./filters";
import { pageSchema } from "./page";

const text = z.nullable(z.string());
const facts = z.nullable(z.record(z.string(), z.unknown()));

export const auditEntrySchema = z.object({
  entry: z.number(),
  at: z.coerce.date(),
  deed: z.string(),
  actor: z.object({ id: z.string(), name: z.string(), email: text, role: z.string() }),
  from: text,
  fleetId: text,
  thingName: text,
  jobId: text,
  executionNumber: z.nullable(z.number()),
  operationId: text,
  asked: facts,
  before: facts,
  outcome: z.nullable(
    z.object({
      kind: z.string(),
      errorName: text,
      requestId: text,
      settledBy: z.enum(["answer", "later-read"]),
      at: z.coerce.date(),
    }),
  ),
  after: facts,
  hash: z.string(),
}) satisfies z.ZodMiniType<AuditEntry>;

export const auditPageSchema = pageSchema(auditEntrySchema);

/** What is nonsense in a URL falls back to no filter, as in every list. */
const optional = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.nullable(schema), null);

const word = z.string().check(z.trim(), z.minLength(1), z.maxLength(SEARCH_MAX_LENGTH));

/** A minute in UTC, as a field for date and time has it: 2026-11-23T10:00. */
const minute = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  z.refine((value) => !Number.isNaN(Date.parse(`${value}Z`))),
);

/** Each is exact. `from` is included and `to` is not. */
export const auditFilterSchema = z.object({
  person: optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(320))),
  fleet: optional(word),
  thing: optional(word),
  job: optional(word),
  deed: optional(word),
  outcome: optional(word),
  from: optional(minute),
  to: optional(minute),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

export const NO_AUDIT_FILTER: AuditFilter = {
  person: null,
  fleet: null,
  thing: null,
  job: null,
  deed: null,
  outcome: null,
  from: null,
  to: null,
};

/** Also which entry is open, so that a colleague sees it too. */
export const auditPageStateSchema = z.extend(auditFilterSchema, {
  entry: z.catch(z.nullable(z.coerce.number().check(z.int(), z.positive())), null),
});

/** The entry after which a page goes on, as text: cursors are opaque to the browser. */
export const auditCursorSchema = z.string().check(z.regex(/^\d{1,15}$/));

export const AUDIT_EXPORTS = ["csv", "jsonl"] as const;
export type AuditExport = (typeof AUDIT_EXPORTS)[number];
