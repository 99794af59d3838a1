import type { AuditEnd, AuditLog, AuditRef } from "@/lib/audit/audit-log";
import { type Actor, toAuditActor } from "@/lib/auth/actor";
import { type CancelExecutionCommand, toCancelRequest } from "@/lib/contracts/cancel-execution";
import type { AuditFacts, AuditIntent } from "@/lib/domain/audit-entry";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import type { CancelCall } from "@/lib/domain/decide-cancellation";
import type { Execution } from "@/lib/domain/execution";
import type { PartOfOperation } from "@/lib/domain/operation";
import { fail, type Result } from "@/lib/domain/result";
import type { AwsReceipt } from "@/lib/iot/iot-gateway";
import { isItsOwnGuard } from "./item-of-operation";

/** Who asked for what. */
interface Asked {
  actor: Actor;
  command: CancelExecutionCommand;
  part: PartOfOperation | null;
}

/**
 * Writes down what is about to be asked of AWS.
 *
 * @returns null when it could not be written: then AWS must not be asked
 */
export async function intendCancellation(
  audit: Pick<AuditLog, "intend">,
  asked: Asked,
  before: Execution,
  call: CancelCall,
): Promise<AuditRef | null> {
  const intent = toIntent(asked, {
    executionNumber: before.executionNumber,
    before: asked.part && isItsOwnGuard(asked.part) ? plannedFacts(asked.part) : factsOf(before),
    asked: { ...askedFacts(asked.command), sent: { ...call } },
  });
  try {
    return await audit.intend(intent);
  } catch (error) {
    console.error("A cancellation was not made, since the audit log could not be written:", error);
    return null;
  }
}

/**
 * Writes down how it ended. AWS has acted by now, so a log that cannot be written changes nothing for the person: the
 * entry stays open, and is settled from a fresh read at the next start.
 */
export async function settleCancellation(
  audit: Pick<AuditLog, "settle">,
  ref: AuditRef,
  receipt: AwsReceipt,
  outcome: Result<Canceled, CancelFailure>,
  before: Execution,
): Promise<void> {
  try {
    await audit.settle(ref, { ...receipt, ...endOf(outcome, before), settledBy: "answer" });
  } catch (error) {
    console.error(`The outcome of entry ${ref.entry} could not be written to the audit log:`, error);
  }
}

/** Writes down who was refused what, and passes the refusal on: it stands, whether or not it is on record. */
export async function recordRefusal<Refusal extends CancelFailure>(
  audit: Pick<AuditLog, "record">,
  asked: Asked,
  refusal: Refusal,
): Promise<Result<never, Refusal>> {
  const intent = toIntent(asked, { executionNumber: null, before: null, asked: askedFacts(asked.command) });
  const end: AuditEnd = {
    kind: refusal.kind,
    errorName: null,
    requestId: null,
    settledBy: "answer",
    after: null,
  };
  try {
    await audit.record(intent, end);
  } catch (error) {
    console.error("A refusal could not be written to the audit log:", error);
  }
  return fail(refusal);
}

function toIntent(
  { actor, command, part }: Asked,
  facts: Pick<AuditIntent, "executionNumber" | "before" | "asked">,
): AuditIntent {
  return {
    deed: "cancel-execution",
    actor: toAuditActor(actor),
    from: actor.address ?? null,
    fleetId: command.fleetId,
    thingName: command.thingName,
    jobId: command.jobId,
    operationId: part?.operationId ?? null,
    ...facts,
  };
}

/** As the person asked. What was sent for it stands beside it: the rules may leave out force, or pin a version. */
function askedFacts(command: CancelExecutionCommand): AuditFacts {
  return { ...toCancelRequest(command), reason: command.reason || null };
}

/** What is worth keeping of an execution as it was read. */
export function factsOf(execution: Execution): AuditFacts {
  const { status, versionNumber, executionNumber, statusDetails, forceCanceled, lastUpdatedAt, readAt } =
    execution;
  return { status, versionNumber, executionNumber, statusDetails, forceCanceled, lastUpdatedAt, readAt };
}

/** A list tells no more of an execution, and nothing has read it since. */
function plannedFacts({ planned, plannedAt }: PartOfOperation): AuditFacts {
  const { status, executionNumber } = planned;
  return { status, executionNumber, readBy: "plan", readAt: plannedAt };
}

/** `accepted`: AWS said yes, and no read has shown it yet. What was there before is no proof of what is there after. */
function endOf(
  outcome: Result<Canceled, CancelFailure>,
  before: Execution,
): Pick<AuditEnd, "kind" | "after"> {
  if (!outcome.ok)
    return {
      kind: outcome.failure.kind,
      after: "current" in outcome.failure ? factsOf(outcome.failure.current) : null,
    };
  const { confirmed, current } = outcome.value;
  return { kind: confirmed ? "canceled" : "accepted", after: current === before ? null : factsOf(current) };
}
