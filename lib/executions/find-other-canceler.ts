import type { AuditLog } from "@/lib/audit/audit-log";
import type { AuditEntry } from "@/lib/domain/audit-entry";
import { isOfExecution } from "./recorded-cancellation";
import type { Execution, ExecutionRef } from "@/lib/domain/execution";

/**
 * The other cancellation of the console that AWS is known to have accepted for this very execution, by the audit log.
 * Each entry is opened before AWS is called, so whoever was quicker stands there.
 *
 * @param execution what was meant
 * @param own the entry of the cancellation that asks
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
        // AWS's late answer to this very cancellation is an entry beside it.
        entry.after?.["entry"] !== own &&
        isKnownToHaveCanceled(entry) &&
        isOfExecution(entry, execution),
    ) ?? null
  );
}

/** AWS accepted it, and nothing else may have canceled the execution before. */
export const isKnownToHaveCanceled = ({ outcome }: Pick<AuditEntry, "outcome">): boolean =>
  outcome !== null && ["canceled", "accepted"].includes(outcome.kind);
