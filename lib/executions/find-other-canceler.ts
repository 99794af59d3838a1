import type { AuditLog } from "@/lib/audit/audit-log";
import type { AuditEntry } from "@/lib/domain/audit-entry";
import { isSameTime } from "@/lib/domain/observed-execution";
import type { Asked } from "./record-cancellation";
import type { Execution } from "@/lib/domain/execution";

/**
 * The other cancellation of the console that AWS is known to have accepted for this very execution, by the audit log.
 * Each entry is opened before AWS is called, so whoever was quicker stands there.
 *
 * @param own the entry of the cancellation that asks
 */
export async function findOtherCanceler(
  audit: Pick<AuditLog, "findOfExecution">,
  { fleetId, thingName, jobId, before }: Asked & { before: Execution },
  own: number,
): Promise<AuditEntry | null> {
  const entries = await audit.findOfExecution(fleetId, { thingName, jobId });
  return (
    entries.find(
      (entry) =>
        entry.entry !== own &&
        entry.outcome !== null &&
        ["canceled", "accepted"].includes(entry.outcome.kind) &&
        isOfExecution(entry, before),
    ) ?? null
  );
}

/** Whether an entry is about this execution, and not about another one under the same names. */
export function isOfExecution(
  { executionNumber, before }: Pick<AuditEntry, "executionNumber" | "before">,
  execution: Pick<Execution, "executionNumber" | "queuedAt">,
): boolean {
  const queuedAt = toDate(before?.["queuedAt"]);
  if (isSameTime(queuedAt, execution.queuedAt) === false) return false;
  return (
    executionNumber === null ||
    execution.executionNumber === null ||
    executionNumber === execution.executionNumber
  );
}

/** Facts come back from the log as JSON. */
function toDate(value: unknown): Date | null {
  if (value instanceof Date) return value;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
}
