import type { AuditLog } from "@/lib/server/audit/audit-log";
import { refuseOnRecord } from "./refuse-on-record";
import { type Actor, toAuditActor } from "@/lib/core/permissions/actor";
import { type CancelExecutionCommand, toCancelRequest } from "@/lib/core/contracts/cancel-execution";
import type { AuditFacts, AuditIntent } from "@/lib/core/domain/audit-entry";
import type { Canceled } from "@/lib/core/domain/cancel-failure";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { compareIdentity, type ObservedExecution } from "@/lib/core/domain/observed-execution";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";

/** A cancellation that an actor asked for. */
export interface Asked extends ExecutionRef {
  actor: Actor;
  fleetId: string;
  observed: ObservedExecution;
  /** As the actor asked for it. The entry also has what was sent: the rules may drop force or pin a version. */
  request: AuditFacts;
  operationId: string | null;
}

/** The intent of a cancellation that is about to be sent. */
export function toIntent(asked: Asked, before: Execution, call: CancelCall): AuditIntent {
  const { compared } = compareIdentity(asked.observed, before);
  return {
    ...toUnsentIntent(asked),
    executionNumber: before.executionNumber,
    before: factsOf(before),
    asked: { ...asked.request, sent: { ...call }, identityComparedBy: compared },
  };
}

/** Records that this actor was refused, and returns the refusal. */
export function recordRefusal(
  audit: Pick<AuditLog, "record">,
  asked: Asked,
  refusal: Forbidden,
): Promise<Result<never, Forbidden>> {
  return refuseOnRecord(audit, toUnsentIntent(asked), refusal);
}

function toUnsentIntent({ actor, fleetId, thingName, jobId, operationId, request }: Asked): AuditIntent {
  return {
    action: "cancel-execution",
    actor: toAuditActor(actor),
    from: actor.address ?? null,
    fleetId,
    thingName,
    jobId,
    executionNumber: null,
    operationId,
    before: null,
    asked: request,
  };
}

/** The command as the audit log records it. */
export function requestFacts(command: CancelExecutionCommand): AuditFacts {
  return { ...toCancelRequest(command), reason: command.reason || null };
}

/** The members of an execution that the audit log records. */
export function factsOf(execution: Execution): AuditFacts {
  const { status, versionNumber, executionNumber, queuedAt, startedAt, origin } = execution;
  const { statusDetails, forceCanceled, lastUpdatedAt, readAt } = execution;
  return {
    status,
    versionNumber,
    executionNumber,
    queuedAt,
    startedAt,
    origin,
    statusDetails,
    forceCanceled,
    lastUpdatedAt,
    readAt,
  };
}

/** The audit log's word for a cancellation that took effect. */
export function canceledKind({
  confirmed,
  by,
}: Pick<Canceled, "confirmed" | "by">): "canceled" | "accepted" | "canceled-by-us-or-others" {
  if (by === "us-or-others") return "canceled-by-us-or-others";
  return confirmed ? "canceled" : "accepted";
}
