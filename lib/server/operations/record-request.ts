import type { Transaction } from "kysely";
import type { AuditEnd, AuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import { toStatusDetails } from "@/lib/core/contracts/cancel-execution";
import type { RequestOperationCommand } from "@/lib/core/contracts/request-operation";
import type { Tables } from "@/lib/server/db/tables";
import type { AuditFacts, AuditIntent } from "@/lib/core/domain/audit-entry";
import type { OperationFailure } from "@/lib/core/domain/operation";
import { fail, type Result } from "@/lib/core/domain/result";
import type { NewOperation } from "./new-operation";

const ACTION = "operation-requested";

/** Writes down what is going to be canceled, for whom and why, as a part of the transaction that begins it. */
export function recordRequest(
  audit: Pick<AuditLog, "recordIn">,
  transaction: Transaction<Tables>,
  actor: Actor,
  { id, plan, question, order, total, queued, leftOut }: NewOperation,
): Promise<void> {
  const asked = {
    ...order,
    question,
    total,
    queued,
    leftOut,
    planId: plan.id,
    plannedAt: plan.taken_at,
    target: plan.target,
  };
  return audit.recordIn(transaction, toIntent(actor, plan.fleet_id, id, asked), end("done"));
}

/** Writes down who was refused what. The refusal stands, whether or not it is on record. */
export async function recordRequestRefusal<Refusal extends OperationFailure>(
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

function toIntent(
  { id, name, email, role, address }: Actor,
  fleetId: string,
  operationId: string | null,
  asked: AuditFacts,
): AuditIntent {
  return {
    action: ACTION,
    actor: { id, name, email: email ?? null, role },
    from: address ?? null,
    fleetId,
    thingName: null,
    jobId: null,
    executionNumber: null,
    operationId,
    asked,
    before: null,
  };
}

const end = (kind: string): AuditEnd => ({
  kind,
  errorName: null,
  requestId: null,
  completedBy: "answer",
  after: null,
});
