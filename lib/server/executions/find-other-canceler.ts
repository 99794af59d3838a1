import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { isOfExecution } from "./recorded-cancellation";

/**
 * Finds another cancellation by this console that AWS is known to have accepted for the same execution. Every entry
 * is opened before AWS is called, so the audit log has the one that came first.
 *
 * @param execution the execution that was meant
 * @param own the caller's own entry, which does not count
 */
export async function findOtherCanceler(
  audit: Pick<AuditLog, "findOfExecution">,
  { fleetId, thingName, jobId }: ExecutionRef & { fleetId: string },
  execution: Pick<Execution, "executionNumber" | "queuedAt">,
  own: number,
): Promise<AuditEntry | null> {
  const entries = await audit.findOfExecution(fleetId, { thingName, jobId });
  return (
    entries.find(
      (entry) =>
        entry.entry !== own &&
        // AWS's late answer to the caller's own cancellation is recorded as a separate entry.
        entry.after?.["entry"] !== own &&
        isKnownToHaveCanceled(entry) &&
        isOfExecution(entry, execution),
    ) ?? null
  );
}

/** Whether AWS is known to have accepted this cancellation. Then no other one has canceled the execution. */
export const isKnownToHaveCanceled = ({ outcome }: Pick<AuditEntry, "outcome">): boolean =>
  outcome !== null && ["canceled", "accepted"].includes(outcome.kind);
