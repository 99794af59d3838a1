import type { AuditEnd, AuditLog, AuditRef } from "@/lib/server/audit/audit-log";
import { type Actor, toAuditActor } from "@/lib/core/permissions/actor";
import { type CancelJobCommand, toCancelJobCall } from "@/lib/core/contracts/cancel-job";
import type { AuditFacts, AuditIntent } from "@/lib/core/domain/audit-entry";
import type { CanceledJob, CancelJobCall, CancelJobFailure } from "@/lib/core/domain/cancel-job";
import type { Job } from "@/lib/core/domain/job";
import { fail, type Result } from "@/lib/core/domain/result";
import { canceledKind } from "@/lib/server/executions/record-cancellation";
import type { ResponseMetadata } from "@/lib/server/iot/iot-gateway";

interface Asked {
  actor: Actor;
  command: CancelJobCommand;
}

/**
 * Writes down what is about to be asked of AWS.
 *
 * @returns null when it could not be written: then AWS must not be asked
 */
export async function openJobEntry(
  audit: Pick<AuditLog, "open">,
  asked: Asked,
  before: Job,
  call: CancelJobCall,
): Promise<AuditRef | null> {
  try {
    return await audit.open(
      toIntent(asked, {
        before: jobFactsOf(before),
        asked: { ...call, seenCreatedAt: asked.command.seenCreatedAt },
      }),
    );
  } catch {
    return null;
  }
}

/** Writes down how it ended. A log that cannot be written leaves the entry open: a later read completes it. */
export async function completeJobEntry(
  audit: Pick<AuditLog, "complete">,
  ref: AuditRef,
  metadata: ResponseMetadata,
  outcome: Result<CanceledJob, CancelJobFailure>,
  before: Job,
): Promise<void> {
  const end: AuditEnd = { ...metadata, ...endOf(outcome, before), completedBy: "answer" };
  await audit.complete(ref, end).catch(() => undefined); // the audit log logs what it could not write
}

/** Writes down who was refused what, and passes the refusal on: it stands, whether or not it is on record. */
export async function recordJobRefusal<Refusal extends CancelJobFailure>(
  audit: Pick<AuditLog, "record">,
  asked: Asked,
  refusal: Refusal,
): Promise<Result<never, Refusal>> {
  const end = {
    kind: refusal.kind,
    errorName: null,
    requestId: null,
    completedBy: "answer",
    after: null,
  } as const;
  const intent = toIntent(asked, { before: null, asked: { ...toCancelJobCall(asked.command) } });
  await audit.record(intent, end).catch(() => undefined); // the audit log logs what it could not write
  return fail(refusal);
}

function toIntent({ actor, command }: Asked, facts: Pick<AuditIntent, "before" | "asked">): AuditIntent {
  return {
    action: "cancel-job",
    actor: toAuditActor(actor),
    from: actor.address ?? null,
    fleetId: command.fleetId,
    thingName: null,
    jobId: command.jobId,
    executionNumber: null,
    operationId: null,
    ...facts,
  };
}

/** What is worth keeping of a job as it was read. */
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

function endOf(
  outcome: Result<CanceledJob, CancelJobFailure>,
  before: Job,
): Pick<AuditEnd, "kind" | "after"> {
  if (!outcome.ok)
    return {
      kind: outcome.failure.kind,
      after: "current" in outcome.failure ? jobFactsOf(outcome.failure.current) : null,
    };
  const { current } = outcome.value;
  return {
    kind: canceledKind(outcome.value),
    after: current === before ? null : jobFactsOf(current),
  };
}
