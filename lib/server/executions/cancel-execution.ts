import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import {
  type CancelExecutionInput,
  cancelExecutionSchema,
  toCancelRequest,
} from "@/lib/core/contracts/cancel-execution";
import { type Canceled, type CancelFailure, otherAccount } from "@/lib/core/domain/cancel-failure";
import {
  type CancelCall,
  type CancelRequest,
  decideCancellation,
} from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { attemptCancellation, type CancelServices } from "./attempt-cancellation";
import { type Asked, recordRefusal, requestFacts } from "./record-cancellation";

type Services = CancelServices & {
  /** The fleet that the command names, with the account that its configuration names. */
  fleet?: { account: string | null };
  /** Reads the actor again, with their present permissions. Null: they may no longer sign in. */
  currentActor?: () => Promise<Actor | null>;
  /** Called with the outcome of every cancellation, single or bulk. Awaited for single ones, so that the next read is fresh. */
  publishCancellation?: (outcome: Result<Canceled, CancelFailure>) => void | Promise<void>;
};

/**
 * Cancels one execution, or says exactly why not.
 *
 * It is canceled only if, when AWS is called, it is the very execution that the person saw (`observed`), and the person
 * still has the permission. See `attemptCancellation` for the order of the steps.
 *
 * AWS is called three times (describe, cancel, describe), with up to three more reads until it shows the outcome. A
 * refusal by the rules costs one read. After a conflict of a version that the person did not ask for, the attempt is
 * repeated up to three times.
 *
 * @throws when the command does not match its schema, which our own form cannot send
 */
export async function cancelExecution(
  services: Services,
  actor: Actor,
  input: CancelExecutionInput,
): Promise<Result<Canceled, CancelFailure>> {
  const outcome = await authorizeAndCancel(services, actor, input);
  await services.publishCancellation?.(outcome);
  return outcome;
}

async function authorizeAndCancel(
  services: Services,
  actor: Actor,
  input: CancelExecutionInput,
): Promise<Result<Canceled, CancelFailure>> {
  const command = cancelExecutionSchema.parse(input);
  const { fleetId, thingName, jobId, observed, expectedVersion } = command;
  const asked: Asked = {
    actor,
    fleetId,
    thingName,
    jobId,
    observed,
    request: requestFacts(command),
    operationId: null,
  };
  const authorized = authorize(actor, "cancel-execution", { fleetId, thingName });
  if (!authorized.ok) return recordRefusal(services.audit, asked, authorized.failure);

  let force = false;
  const authorizeCall = (by: Actor): Result<void, Forbidden> => {
    const subject = { fleetId, thingName };
    const first = authorize(by, "cancel-execution", subject);
    return first.ok && force ? authorize(by, "force-cancel-execution", subject) : first;
  };
  const { outcome, recorded } = await attemptCancellation<never>(services, {
    asked,
    priority: "cancel",
    rereadPriority: "cancel",
    holdsVersion: expectedVersion !== null,
    confirms: true,
    decide(current) {
      const elsewhere = otherAccount(services.fleet?.account ?? null, current.origin);
      if (elsewhere) return fail(elsewhere);
      const decision = decideByRules(current, toCancelRequest(command));
      if (!decision.ok) return decision;
      force = decision.value.force;
      const authorized = authorizeCall(actor);
      return authorized.ok ? decision : authorized;
    },
    // The wait for the rate limiter may have been long, and a permission withdrawn meanwhile.
    async check() {
      if (!services.currentActor) return null;
      const now = await services.currentActor();
      if (now === null) return { kind: "forbidden", permission: "cancel-execution", because: "role" };
      const authorized = authorizeCall(now);
      return authorized.ok ? null : authorized.failure;
    },
  });
  if (!outcome.ok && outcome.failure.kind === "forbidden" && recorded === null)
    return recordRefusal(services.audit, asked, outcome.failure);
  return outcome;
}

/** Decides by the rules. A refusal carries the execution as it was read. */
export function decideByRules(current: Execution, request: CancelRequest): Result<CancelCall, CancelFailure> {
  const decision = decideCancellation(current, request);
  return decision.allowed ? ok(decision.call) : fail({ ...decision.refusal, current });
}
