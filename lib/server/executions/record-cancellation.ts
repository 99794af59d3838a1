import type { AuditEnd, AuditLog, AuditRef, Completion } from "@/lib/server/audit/audit-log";
import { type Actor, toAuditActor } from "@/lib/core/permissions/actor";
import { type CancelExecutionCommand, toCancelRequest } from "@/lib/core/contracts/cancel-execution";
import type { AuditFacts, AuditIntent } from "@/lib/core/domain/audit-entry";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { compareIdentity, type ObservedExecution } from "@/lib/core/domain/observed-execution";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { fail, type Result } from "@/lib/core/domain/result";
import type { ResponseMetadata } from "@/lib/server/iot/iot-gateway";

/** Who asked for what. */
export interface Asked extends ExecutionRef {
  actor: Actor;
  fleetId: string;
  observed: ObservedExecution;
  /** As the actor asked for it. The entry holds what was sent as well: the rules may drop force or pin a version. */
  request: AuditFacts;
  operationId: string | null;
}

/** Whether the outcome is on record, and what the log already said of it. */
export interface Recorded {
  written: boolean;
  /** Another instance completed the entry with an outcome that this one contradicts. */
  contradicts: boolean;
}

/**
 * Writes down what is about to be asked of AWS.
 *
 * @returns null when it could not be written: then AWS must not be asked
 */
export async function openEntry(
  audit: Pick<AuditLog, "open">,
  asked: Asked,
  before: Execution,
  call: CancelCall,
): Promise<AuditRef | null> {
  const { compared } = compareIdentity(asked.observed, before);
  const intent = toIntent(asked, {
    executionNumber: before.executionNumber,
    before: factsOf(before),
    asked: { ...asked.request, sent: { ...call }, identityComparedBy: compared },
  });
  try {
    return await audit.open(intent);
  } catch {
    return null;
  }
}

/**
 * Writes down how it ended. AWS may have acted by now, so a log that cannot be written changes nothing for the person:
 * the entry stays open, and is completed from a later read.
 */
export async function completeEntry(
  audit: Pick<AuditLog, "complete" | "record">,
  ref: AuditRef,
  metadata: ResponseMetadata,
  outcome: Result<Canceled, { kind: string }>,
  before: Execution,
): Promise<Recorded> {
  const end: AuditEnd = { ...metadata, ...endOf(outcome, before), completedBy: "answer" };
  try {
    const completion = await audit.complete(ref, end);
    const contradicts = contradictsWith(completion, end);
    // What another instance found out by a read is not what AWS answered. The answer counts, as an entry of its own.
    if (contradicts)
      await audit.record(ref.intent, {
        ...end,
        completedBy: "late-answer",
        after: { ...end.after, entry: ref.entry },
      });
    return { written: true, contradicts };
  } catch {
    return { written: false, contradicts: false };
  }
}

const ACCEPTED = ["canceled", "accepted", "canceled-by-us-or-others"];

/**
 * Only an acceptance by AWS contradicts an outcome that another instance has read and recorded.
 */
function contradictsWith({ known }: Completion, end: AuditEnd): boolean {
  return known !== null && ACCEPTED.includes(end.kind) && !ACCEPTED.includes(known.kind);
}

/** Writes down who was refused what, and passes the refusal on: it stands, whether or not it is on record. */
export async function recordRefusal(
  audit: Pick<AuditLog, "record">,
  asked: Asked,
  refusal: Forbidden,
): Promise<Result<never, Forbidden>> {
  const intent = toIntent(asked, { executionNumber: null, before: null, asked: asked.request });
  const end: AuditEnd = {
    kind: refusal.kind,
    errorName: null,
    requestId: null,
    completedBy: "answer",
    after: null,
  };
  await audit.record(intent, end).catch(() => undefined); // the audit log logs what it could not write
  return fail(refusal);
}

function toIntent(
  { actor, fleetId, thingName, jobId, operationId }: Asked,
  facts: Pick<AuditIntent, "executionNumber" | "before" | "asked">,
): AuditIntent {
  return {
    action: "cancel-execution",
    actor: toAuditActor(actor),
    from: actor.address ?? null,
    fleetId,
    thingName,
    jobId,
    operationId,
    ...facts,
  };
}

/** The command as the audit log keeps it. */
export function requestFacts(command: CancelExecutionCommand): AuditFacts {
  return { ...toCancelRequest(command), reason: command.reason || null };
}

/** What is worth keeping of an execution as it was read: its identity first. */
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

/** `after` is null if nothing was read after the call: what was there before proves nothing about it. */
function endOf(
  outcome: Result<Canceled, { kind: string }>,
  before: Execution,
): Pick<AuditEnd, "kind" | "after"> {
  if (!outcome.ok) {
    const { kind, ...rest } = outcome.failure as CancelFailure;
    return { kind, after: "current" in rest ? factsOf(rest.current) : null };
  }
  const { current } = outcome.value;
  return { kind: canceledKind(outcome.value), after: current === before ? null : factsOf(current) };
}

/** What the audit log calls a cancellation that took effect. */
export function canceledKind({
  confirmed,
  by,
}: Pick<Canceled, "confirmed" | "by">): "canceled" | "accepted" | "canceled-by-us-or-others" {
  if (by === "us-or-others") return "canceled-by-us-or-others";
  return confirmed ? "canceled" : "accepted";
}
