import type { AuditLog } from "@/lib/audit/audit-log";
import type { AuditEntry } from "@/lib/domain/audit-entry";
import type { Asked } from "./record-cancellation";
import { isOfExecution } from "./recorded-cancellation";
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
