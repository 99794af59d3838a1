import type { AuditLog } from "@/lib/server/audit/audit-log";
import { refuseOnRecord } from "@/lib/server/executions/refuse-on-record";
import { type Actor, toAuditActor } from "@/lib/core/permissions/actor";
import { type CancelJobCommand, toCancelJobCall } from "@/lib/core/contracts/cancel-job";
import type { AuditFacts, AuditIntent } from "@/lib/core/domain/audit-entry";
import type { CancelJobCall } from "@/lib/core/domain/cancel-job";
import type { Job } from "@/lib/core/domain/job";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";

/** A cancellation of a job that an actor asked for. */
export interface AskedOfJob {
  actor: Actor;
  command: CancelJobCommand;
}

/** The intent of a cancellation that is about to be sent. */
export function toJobIntent(asked: AskedOfJob, before: Job, call: CancelJobCall): AuditIntent {
  return {
    ...toUnsentIntent(asked),
    before: jobFactsOf(before),
    asked: { ...call, seenCreatedAt: asked.command.seenCreatedAt },
  };
}

/** Records that this actor was refused, and returns the refusal. */
export function recordJobRefusal(
  audit: Pick<AuditLog, "record">,
  asked: AskedOfJob,
  refusal: Forbidden,
): Promise<Result<never, Forbidden>> {
  return refuseOnRecord(audit, toUnsentIntent(asked), refusal);
}

function toUnsentIntent({ actor, command }: AskedOfJob): AuditIntent {
  return {
    action: "cancel-job",
    actor: toAuditActor(actor),
    from: actor.address ?? null,
    fleetId: command.fleetId,
    thingName: null,
    jobId: command.jobId,
    executionNumber: null,
    operationId: null,
    before: null,
    asked: { ...toCancelJobCall(command) },
  };
}

/** The members of a job that the audit log records. */
export function jobFactsOf(job: Job): AuditFacts {
  const { status, createdAt, origin, targetSelection, counts, reasonCode, comment } = job;
  const { forceCanceled, lastUpdatedAt, readAt } = job;
  return {
    status,
    createdAt,
    origin,
    targetSelection,
    counts,
    reasonCode,
    comment,
    forceCanceled,
    lastUpdatedAt,
    readAt,
  };
}
