import type { AuditIntent, AuditOutcomeKind } from "@/lib/core/domain/audit-entry";
import { fail, type Result } from "@/lib/core/domain/result";
import type { AuditLog } from "@/lib/server/audit/audit-log";

/** Records a refusal and returns it. It stands even if it cannot be recorded: nothing was sent that would be missing. */
export async function refuseOnRecord<Refusal extends { kind: AuditOutcomeKind }>(
  audit: Pick<AuditLog, "record">,
  intent: AuditIntent,
  refusal: Refusal,
): Promise<Result<never, Refusal>> {
  const { kind } = refusal;
  const facts = { errorName: null, requestId: null, completedBy: "answer", after: null } as const;
  await audit.record(intent, { kind, ...facts }).catch(() => undefined); // the audit log logs what it could not write
  return fail(refusal);
}
