import type { Transaction } from "kysely";
import type { AuditEnd, AuditLog } from "@/lib/server/audit/audit-log";
import { type Actor, toAuditActor } from "@/lib/core/permissions/actor";
import { toStatusDetails } from "@/lib/core/contracts/cancel-execution";
import type { RequestOperationCommand } from "@/lib/core/contracts/request-operation";
import type { Tables } from "@/lib/server/db/tables";
import type { AuditFacts, AuditIntent, AuditOutcomeKind } from "@/lib/core/domain/audit-entry";
import type { OperationFailure } from "@/lib/core/domain/operation";
import { fail, type Result } from "@/lib/core/domain/result";
import { targetColumn } from "./json-columns";
import type { NewOperation } from "./new-operation";

const ACTION = "operation-requested";

/** Records what will be canceled, for whom and why, in the transaction that inserts the operation. */
export function recordRequest(
  audit: Pick<AuditLog, "recordIn">,
  transaction: Transaction<Tables>,
  actor: Actor,
  { id, plan, order, total, queued, leftOut }: NewOperation,
): Promise<void> {
  const asked = {
    ...order,
    question: plan.selector,
    total,
    queued,
    leftOut,
    planId: plan.id,
    plannedAt: plan.takenAt,
    // As JSON text: earlier versions recorded it in this form.
    target: plan.target && targetColumn.stringify(plan.target),
  };
  return audit.recordIn(transaction, toIntent(actor, plan.fleetId, id, asked), end("done"));
}

/** Records a refused request. The refusal stands even if it could not be recorded. */
export async function recordRequestRefusal<
  Refusal extends Exclude<OperationFailure, { kind: "not-recorded" }>,
>(
  audit: Pick<AuditLog, "record">,
  actor: Actor,
  command: RequestOperationCommand,
  refusal: Refusal,
): Promise<Result<never, Refusal>> {
  const { fleetId, planId, force, keepDeviceDetails, evenIfProgressed, reason, statusDetails } = command;
  const details = toStatusDetails(statusDetails);
  const asked = { force, statusDetails: details, keepDeviceDetails, evenIfProgressed, reason, planId };
  const intent = toIntent(actor, fleetId, null, asked);
  await audit.record(intent, end(refusal.kind)).catch(() => undefined); // the audit log logs what it could not write
  return fail(refusal);
}

function toIntent(actor: Actor, fleetId: string, operationId: string | null, asked: AuditFacts): AuditIntent {
  return {
    action: ACTION,
    actor: toAuditActor(actor),
    from: actor.address ?? null,
    fleetId,
    thingName: null,
    jobId: null,
    executionNumber: null,
    operationId,
    asked,
    before: null,
  };
}

const end = (kind: AuditOutcomeKind): AuditEnd => ({
  kind,
  errorName: null,
  requestId: null,
  completedBy: "answer",
  after: null,
});
