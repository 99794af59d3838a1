import * as z from "zod/mini";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { AwsOrigin, Execution } from "@/lib/core/domain/execution";
import { isSameTime } from "@/lib/core/domain/observed-execution";
import type { StatusDetails } from "@/lib/core/domain/status-details";

/** A cancellation, read back from its audit entry. */
export interface RecordedCancellation {
  call: CancelCall;
  before: { statusDetails: StatusDetails };
  origin: AwsOrigin | null;
  sentAt: Date;
}

const details = z.record(z.string(), z.string());
const sentSchema = z.object({
  sent: z.object({
    force: z.boolean(),
    expectedVersion: z.nullable(z.number()),
    statusDetails: z.nullable(details),
  }),
});
const beforeSchema = z.object({
  statusDetails: z._default(details, {}),
  origin: z._default(z.nullable(z.object({ region: z.string(), account: z.string() })), null),
});

/** The cancellation of an entry. An entry of an earlier version may have less: the defaults then prove nothing. */
export function cancellationOf({ asked, before, at }: AuditEntry): RecordedCancellation {
  const sent = z.safeParse(sentSchema, asked);
  const facts = z.safeParse(beforeSchema, before);
  return {
    call: sent.success ? sent.data.sent : { force: true, expectedVersion: null, statusDetails: null },
    before: { statusDetails: facts.success ? facts.data.statusDetails : {} },
    origin: facts.success ? facts.data.origin : null,
    sentAt: at,
  };
}

const reason = z._default(z.nullable(z.string()), null);
const jobCallSchema = z.object({ force: z.boolean(), reasonCode: reason, comment: reason });
const jobBeforeSchema = z.object({ reasonCode: reason, comment: reason });

/** The cancellation of a job. Null: an earlier version recorded too little. */
export function jobCancellationOf({ asked, before }: AuditEntry) {
  const call = z.safeParse(jobCallSchema, asked);
  const facts = z.safeParse(jobBeforeSchema, before);
  return call.success && facts.success ? { call: call.data, before: facts.data } : null;
}

/** Whether an entry is about this execution, and not about another one under the same names. */
export function isOfExecution(
  { executionNumber, before }: Pick<AuditEntry, "executionNumber" | "before">,
  execution: Pick<Execution, "executionNumber" | "queuedAt">,
): boolean {
  if (isSameTime(toDate(before?.["queuedAt"]), execution.queuedAt) === false) return false;
  return (
    executionNumber === null ||
    execution.executionNumber === null ||
    executionNumber === execution.executionNumber
  );
}

/** A date of a fact, which comes back from the log as JSON. */
export function toDate(value: unknown): Date | null {
  if (value instanceof Date) return value;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
}
