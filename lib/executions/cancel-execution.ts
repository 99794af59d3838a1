import type { Actor } from "@/lib/auth/actor";
import { requireMay } from "@/lib/auth/may";
import {
  type CancelExecutionInput,
  cancelExecutionSchema,
  toCancelRequest,
} from "@/lib/contracts/cancel-execution";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import {
  type CancelCall,
  type CancelRefusal,
  decideCancellation,
  refusalByState,
} from "@/lib/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/domain/execution";
import type { PartOfOperation } from "@/lib/domain/operation";
import type { ReadFailure, Unavailability } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import type { AuditLog } from "@/lib/audit/audit-log";
import type { CancelAnswer, IotGateway } from "@/lib/iot/iot-gateway";
import { asPlanned, changedSincePlanned, isItsOwnGuard, toPartRequest } from "./item-of-operation";
import { readUntilCanceled } from "./read-until-canceled";
import { intendCancellation, recordRefusal, settleCancellation } from "./record-cancellation";

type Services = {
  iot: Pick<IotGateway, "describeExecution" | "cancelExecution">;
  audit: Pick<AuditLog, "intend" | "settle" | "record">;
  /** Told what came of each, whoever asked: a person, or the runner of an operation. Whoever waits finds it made known. */
  tellCancellation?: (outcome: Result<Canceled, CancelFailure>) => void | Promise<void>;
};
type Outcome = Promise<Result<Canceled, CancelFailure>>;

const FRESH = { maxAgeMs: 0 };

/**
 * Cancels one execution, or says exactly why not.
 *
 * May this actor? → what is it now? → do the rules allow it? → the intent is written down → one
 * CancelJobExecution → what is it now? → the outcome is written down. Every cancellation of the
 * product comes through here. What cannot be written down beforehand is not done.
 *
 * Calls of AWS: three (describe, cancel, describe), and up to three reads more while AWS does not show
 * what became of it; a refusal by the rules costs one. For an item of an operation AWS's yes is enough, and a
 * queued one is not read beforehand either: one call of each API for a forced item, and one at all for a queued one.
 *
 * @param part the item of an operation that it is
 * @throws when the command is not of its schema: our own form cannot send such a one
 */
export async function cancelExecution(
  services: Services,
  actor: Actor,
  input: CancelExecutionInput,
  part: PartOfOperation | null = null,
): Outcome {
  const outcome = await decideAndCancel(services, actor, input, part);
  const told = services.tellCancellation?.(outcome);
  // A person's lists are read again as soon as the answer is there, and shall not show it as it was.
  if (part === null) await told;
  return outcome;
}

async function decideAndCancel(
  services: Services,
  actor: Actor,
  input: CancelExecutionInput,
  part: PartOfOperation | null,
): Outcome {
  const command = cancelExecutionSchema.parse(input);
  const asked = { actor, command, part };
  const subject = { fleetId: command.fleetId, thingName: command.thingName };
  const may = requireMay(actor, "cancel-execution", subject);
  if (!may.ok) return recordRefusal(services.audit, asked, may.failure);

  const ref: ExecutionRef = { thingName: command.thingName, jobId: command.jobId };
  const before =
    part !== null && isItsOwnGuard(part)
      ? ok(asPlanned(ref, part))
      : await services.iot.describeExecution(ref, FRESH);
  if (!before.ok) return fail(toCancelFailure(before.failure));

  const request = toCancelRequest(command);
  const decision = decideCancellation(
    before.value,
    part ? toPartRequest(request, part, before.value) : request,
  );
  if (!decision.allowed) return fail(refused(decision.refusal, before.value));
  const changed = part && changedSincePlanned(part, before.value);
  if (changed) return fail(changed);
  if (decision.call.force) {
    const mayForce = requireMay(actor, "force-cancel-execution", subject);
    if (!mayForce.ok) return recordRefusal(services.audit, asked, mayForce.failure);
  }

  const intent = await intendCancellation(services.audit, asked, before.value, decision.call);
  if (intent === null) return fail({ kind: "not-recorded" });
  const answer = await services.iot.cancelExecution(ref, decision.call);
  const outcome = answer.ok
    ? ok(part ? { current: before.value, confirmed: false } : await confirm(services, before.value))
    : await explain(services, before.value, decision.call, answer.failure);
  await settleCancellation(services.audit, intent, answer.receipt, outcome, before.value);
  return outcome;
}

/**
 * AWS accepted it. Its reads may lag behind ("eventually consistent", facts 2.1), so CANCELED is only said once it was
 * read.
 */
async function confirm({ iot }: Services, before: Execution): Promise<Canceled> {
  const after = await readUntilCanceled(iot, before);
  const current = after.ok ? after.value : before;
  return { current, confirmed: current.status === "CANCELED" };
}

async function explain(
  { iot }: Services,
  before: Execution,
  call: CancelCall,
  answer: CancelAnswer,
): Outcome {
  switch (answer.kind) {
    case "version-conflict": {
      const now = await iot.describeExecution(before, FRESH);
      if (!now.ok) return fail(toCancelFailure(now.failure));
      return fail(
        endOf(now.value) ?? {
          kind: "version-conflict",
          expectedVersion: call.expectedVersion ?? before.versionNumber,
          versionNumber: now.value.versionNumber,
          current: now.value,
        },
      );
    }
    case "invalid-transition":
      return explainTransition(iot, before, call);
    case "unavailable": {
      if (isUnheard(answer.because)) return fail(answer);
      const now = await readUntilCanceled(iot, before);
      if (!now.ok) return fail({ kind: "unknown", silent: "aws" });
      if (now.value.status === "CANCELED") return ok({ current: now.value, confirmed: true });
      return fail(endOf(now.value) ?? { kind: "not-canceled", because: "aws", current: now.value });
    }
    case "not-found":
    case "denied":
    case "credentials":
    case "throttled":
    case "invalid-request":
    case "forbidden":
    case "signed-out":
    case "console":
      return fail(answer);
  }
}

/**
 * AWS says no more than that the execution is in another state than ours: it started, or it is over.
 * Where neither can be read yet, its reads lag behind, so they are repeated before that is told.
 */
async function explainTransition(iot: Services["iot"], before: Execution, call: CancelCall): Outcome {
  const first = await iot.describeExecution(before, FRESH);
  if (first.ok && first.value.status === "IN_PROGRESS" && !call.force)
    return fail({ kind: "needs-force", current: first.value });

  const now = first.ok && endOf(first.value) ? first : await readUntilCanceled(iot, before);
  if (!now.ok) return fail(toCancelFailure(now.failure));
  if (now.value.status === "IN_PROGRESS" && !call.force)
    return fail({ kind: "needs-force", current: now.value });
  return fail(endOf(now.value) ?? { kind: "not-canceled", because: "refused", current: now.value });
}

/** Without a connection AWS has never heard of the cancellation. */
function isUnheard(because: Unavailability): boolean {
  return because === "refused" || because === "tls";
}

function endOf(current: Execution): CancelFailure | null {
  const refusal = refusalByState(current.status);
  return refusal && refused(refusal, current);
}

function refused(refusal: CancelRefusal, current: Execution): CancelFailure {
  return { ...refusal, current };
}

/** The index plays no part in describing an execution. */
function toCancelFailure(failure: ReadFailure): CancelFailure {
  if (failure.kind === "index-off" || failure.kind === "index-not-ready")
    throw new Error(`DescribeJobExecution answered as only SearchIndex does: ${failure.kind}`);
  return failure;
}
