import type { Transaction } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import { toStatusDetails } from "@/lib/core/contracts/cancel-execution";
import {
  type RequestOperationCommand,
  type RequestOperationInput,
  requestOperationSchema,
} from "@/lib/core/contracts/request-operation";
import type { Tables } from "@/lib/server/db/tables";
import type { AwsTarget } from "@/lib/core/domain/execution";
import type { PlanCounts } from "@/lib/core/domain/cancel-plan";
import {
  type RequestedSelector,
  type CancelOrder,
  type LeftOut,
  type OperationFailure,
  TYPED_COUNT_ABOVE,
} from "@/lib/core/domain/operation";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { MAX_PAIRS, type StatusDetails, valueIssue } from "@/lib/core/domain/status-details";
import { startOperation } from "./start-operation";
import { movedTo, targetOf } from "./fleet-target";
import { newOperationId } from "./operation-ids";
import type { OperationServices } from "./operation-services";
import { countPlanItems, findPlan, type StoredPlan } from "./plan-store";
import { recordRequestRefusal } from "./record-request";

type Outcome = Result<{ operationId: string }, OperationFailure>;

/**
 * Makes an operation of a plan, as its person has confirmed it.
 *
 * All of it is one transaction: the operation, its items, the entry in the audit log, the plan that is used up, and the
 * call for a runner. So there is no operation without an entry, none that nobody runs, and no plan becomes two: whoever
 * sends it again, as after a lost answer, is told the one that there is.
 *
 * @throws when the command is not of its schema: our own form cannot send such a one
 */
export async function requestOperation(
  services: OperationServices,
  actor: Actor,
  input: RequestOperationInput,
): Promise<Outcome> {
  const command = requestOperationSchema.parse(input);
  const refuse = (failure: Extract<OperationFailure, { kind: "forbidden" }>) =>
    recordRequestRefusal(services.audit, actor, command, failure);
  const subject = { fleetId: services.fleet.id };
  const may = authorize(actor, "cancel-execution", subject);
  if (!may.ok) return refuse(may.failure);
  const canForce = command.force ? authorize(actor, "force-cancel-execution", subject) : ok(undefined);
  if (!canForce.ok) return refuse(canForce.failure);

  const operationId = newOperationId();
  const details = toDetails(command, operationId);
  if (!details.ok) return details;
  const order: CancelOrder = {
    force: command.force,
    statusDetails: details.value,
    keepDeviceDetails: command.keepDeviceDetails,
    evenIfProgressed: command.force && command.evenIfProgressed,
    reason: command.reason,
  };

  let outcome: Outcome;
  try {
    const { kysely } = await services.database();
    outcome = await kysely
      .transaction()
      .execute((transaction) => confirm(services, actor, command, { id: operationId, order }, transaction));
  } catch (error) {
    services.logger.error(
      { err: error, fleet: services.fleet.id },
      "An operation could not be written, so it was not started",
    );
    return fail({ kind: "not-recorded" });
  }
  return !outcome.ok && outcome.failure.kind === "forbidden" ? refuse(outcome.failure) : outcome;
}

async function confirm(
  services: OperationServices,
  actor: Actor,
  command: RequestOperationCommand,
  { id, order }: { id: string; order: CancelOrder },
  transaction: Transaction<Tables>,
): Promise<Outcome> {
  const { fleet } = services;
  const key = { id: command.planId, fleetId: fleet.id, personId: actor.id };
  const plan = await findPlan(transaction, key, true);
  const refusal = plan
    ? whyNotNow(plan)
    : ({ kind: "not-found", what: `The plan ${command.planId}` } as const);
  if (plan === null || refusal !== null) return fail(refusal!);
  const now = targetOf(fleet);
  if (movedTo(plan.target, now) !== null)
    return fail({ kind: "fleet-moved", planned: JSON.parse(plan.target!) as AwsTarget, now });

  const { queued, inProgress } = await countPlanItems(transaction, plan.id);
  const total = queued + (order.force ? inProgress : 0);
  if (total === 0) return fail({ kind: "nothing-to-cancel" });
  if (total > fleet.bulkLimit) {
    const canBulk = authorize(actor, "bulk-above-limit", { fleetId: fleet.id });
    if (!canBulk.ok) return canBulk;
  }
  const isTyped = order.force || total > TYPED_COUNT_ABOVE;
  if (isTyped && command.typedCount !== total) return fail({ kind: "count-mismatch", expected: total });

  await startOperation(services, transaction, actor, {
    id,
    plan,
    order,
    question: JSON.parse(plan.question) as RequestedSelector,
    total,
    queued,
    leftOut: leftOutOf(plan, order.force ? 0 : inProgress),
  });
  return ok({ operationId: id });
}

function whyNotNow(plan: StoredPlan): OperationFailure | null {
  if (plan.state === "used") return { kind: "plan-used", operationId: plan.operation_id! };
  if (plan.state !== "ready") return { kind: "plan-not-ready" };
  return plan.isExpired ? { kind: "plan-expired" } : null;
}

function leftOutOf(plan: StoredPlan, inProgress: number): LeftOut {
  const { finished, gone, replaced, unknownStatus, notAllowed } = JSON.parse(plan.counts!) as PlanCounts;
  return { inProgress, finished, gone, replaced, unknownStatus, notAllowed };
}

/**
 * The details that each execution is given. What is added is not laid over a pair that was typed: which of the two was
 * meant nobody could tell.
 */
function toDetails(
  { statusDetails, sendsReason, reason }: RequestOperationCommand,
  operationId: string,
): Result<StatusDetails, OperationFailure> {
  const typed = toStatusDetails(statusDetails);
  if (!sendsReason) return ok(typed);
  const fault = valueIssue(reason);
  if (fault !== null) return invalid(`The device cannot be told this reason: ${fault}`);
  const twice = ["reason", "operation"].find((key) => Object.hasOwn(typed, key));
  if (twice !== undefined) return invalid(`“${twice}” is added by itself: take the pair of that key away.`);
  const details = { ...typed, reason, operation: operationId };
  const pairs = Object.keys(details).length;
  return pairs > MAX_PAIRS ? fail({ kind: "too-many-details", pairs }) : ok(details);
}

function invalid(message: string): Result<never, OperationFailure> {
  return fail({ kind: "invalid-request", api: "the console", message });
}
