import * as z from "zod/mini";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { pageSchema } from "./page";

const text = z.nullable(z.string());
const facts = z.nullable(z.record(z.string(), z.unknown()));

export const auditEntrySchema = z.object({
  entry: z.number(),
  at: z.coerce.date(),
  action: z.string(),
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
      completedBy: z.string(),
      at: z.coerce.date(),
    }),
  ),
  after: facts,
  hash: z.string(),
}) satisfies z.ZodMiniType<AuditEntry>;

export const auditPageSchema = pageSchema(auditEntrySchema);

/** The entry after which a page continues, as text: cursors are opaque to the browser. */
export const auditCursorSchema = z.string().check(z.regex(/^\d{1,15}$/));
