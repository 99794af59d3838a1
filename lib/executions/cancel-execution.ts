import type { Actor } from "@/lib/auth/actor";
import { requireMay } from "@/lib/auth/may";
import {
  type CancelExecutionCommand,
  cancelExecutionSchema,
  toCancelRequest,
} from "@/lib/contracts/cancel-execution";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import { type CancelRefusal, decideCancellation } from "@/lib/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/domain/execution";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import type { AuditLog } from "@/lib/audit/audit-log";
import type { CancelAnswer, IotGateway } from "@/lib/iot/iot-gateway";
import { readUntilCanceled } from "./read-until-canceled";
import { intendCancellation, recordRefusal, settleCancellation } from "./record-cancellation";

type Services = {
  iot: Pick<IotGateway, "describeExecution" | "cancelExecution">;
  audit: Pick<AuditLog, "intend" | "settle" | "record">;
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
 * Calls of AWS: two to three (describe, cancel, describe); a refusal by the rules costs one.
 *
 * @param operationId the bulk cancellation that it is a part of
 * @throws when the command is not of its schema: our own form cannot send such a one
 */
export async function cancelExecution(
  services: Services,
  actor: Actor,
  input: CancelExecutionCommand,
  operationId: string | null = null,
): Outcome {
  const command = cancelExecutionSchema.parse(input);
  const asked = { actor, command, operationId };
  const subject = { fleetId: command.fleetId, thingName: command.thingName };
  const may = requireMay(actor, "cancel-execution", subject);
  if (!may.ok) return recordRefusal(services.audit, asked, may.failure);

  const ref: ExecutionRef = { thingName: command.thingName, jobId: command.jobId };
  const before = await services.iot.describeExecution(ref, FRESH);
  if (!before.ok) return fail(toCancelFailure(before.failure));

  const decision = decideCancellation(before.value, toCancelRequest(command));
  if (!decision.allowed) return fail(refused(decision.refusal, before.value));
  if (decision.call.force) {
    const mayForce = requireMay(actor, "force-cancel-execution", subject);
    if (!mayForce.ok) return recordRefusal(services.audit, asked, mayForce.failure);
  }

  const intent = await intendCancellation(services.audit, asked, before.value, decision.call);
  if (intent === null) return fail({ kind: "not-recorded" });
  const answer = await services.iot.cancelExecution(ref, decision.call);
  const outcome = answer.ok
    ? ok(await confirm(services, before.value))
    : await explain(services, before.value, decision.call.expectedVersion, answer.failure);
  await settleCancellation(services.audit, intent, answer.receipt, outcome);
  return outcome;
}

/** AWS accepted it. Its reads may lag behind ("eventually consistent", facts 2.1), so CANCELED is only said once it was read. */
async function confirm({ iot }: Services, before: Execution): Promise<Canceled> {
  const after = await readUntilCanceled(iot, before);
  const current = after.ok ? after.value : before;
  return { current, confirmed: current.status === "CANCELED" };
}

async function explain(
  { iot }: Services,
  before: Execution,
  expectedVersion: number | null,
  answer: CancelAnswer,
): Outcome {
  switch (answer.kind) {
    case "version-conflict":
    case "invalid-transition": {
      const now = await iot.describeExecution(before, FRESH);
      if (!now.ok) return fail(toCancelFailure(now.failure));
      return fail(refusalByAws(answer.kind, before, now.value, expectedVersion));
    }
    case "unavailable": {
      if (answer.because === "refused") return fail(answer); // no connection, so AWS has never heard of it
      const now = await readUntilCanceled(iot, before);
      if (!now.ok) return fail({ kind: "unknown", api: answer.api });
      return settle(now.value);
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

/** After an answer that was lost: only a read can tell what became of it. */
function settle(now: Execution): Result<Canceled, CancelFailure> {
  if (now.status === "CANCELED") return ok({ current: now, confirmed: true });
  const refusal = endOf(now);
  return fail(refusal ?? { kind: "not-canceled", api: "CancelJobExecution", current: now });
}

function refusalByAws(
  kind: "version-conflict" | "invalid-transition",
  before: Execution,
  now: Execution,
  expectedVersion: number | null,
): CancelFailure {
  const ended = endOf(now);
  if (ended) return ended;
  if (kind === "version-conflict")
    return {
      kind: "version-conflict",
      expectedVersion: expectedVersion ?? before.versionNumber,
      versionNumber: now.versionNumber,
      current: now,
    };
  if (now.status === "IN_PROGRESS") return { kind: "needs-force", current: now };
  // AWS refused the transition, and yet shows a state that allows it: its reads lag behind.
  return { kind: "not-canceled", api: "CancelJobExecution", current: now };
}

function endOf(now: Execution): CancelFailure | null {
  const decision = decideCancellation(now, {
    force: true,
    expectedVersion: null,
    statusDetails: {},
    keepDeviceDetails: false,
  });
  return decision.allowed ? null : refused(decision.refusal, now);
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
