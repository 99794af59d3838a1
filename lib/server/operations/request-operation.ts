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
import {
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
import { countPlanItems } from "./plan-item-store";
import { findPlan, type StoredPlan } from "./plan-store";
import { recordRequestRefusal } from "./record-request";

type Outcome = Result<{ operationId: string }, OperationFailure>;

/**
 * Makes an operation of a plan that its person has confirmed.
 *
 * The operation, its items, the audit entry, the used plan and the runner's wake-up are one transaction. So no operation
 * lacks an entry or a runner, and no plan becomes two operations. A repeated request, as after a lost answer, fails with
 * the id of the operation that exists.
 *
 * @throws if the command does not match its schema, which our own form cannot cause
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
  const authorized = authorize(actor, "cancel-execution", subject);
  if (!authorized.ok) return refuse(authorized.failure);
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
  if (movedTo(plan.target, now) !== null) return fail({ kind: "fleet-moved", planned: plan.target!, now });

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
    total,
    queued,
    leftOut: leftOutOf(plan, order.force ? 0 : inProgress),
  });
  return ok({ operationId: id });
}

function whyNotNow(plan: StoredPlan): OperationFailure | null {
  if (plan.state === "used") return { kind: "plan-used", operationId: plan.operationId! };
  if (plan.state !== "ready") return { kind: "plan-not-ready" };
  return plan.isExpired ? { kind: "plan-expired" } : null;
}

function leftOutOf({ counts }: StoredPlan, inProgress: number): LeftOut {
  const { finished, gone, replaced, unknownStatus, notAllowed } = counts!;
  return { inProgress, finished, gone, replaced, unknownStatus, notAllowed };
}

/**
 * The status details that each execution gets. The console's own pairs never replace typed ones: that is an error, since
 * nobody could say which of the two was meant.
 */
function toDetails(
  { statusDetails, sendsReason, reason }: RequestOperationCommand,
  operationId: string,
): Result<StatusDetails, OperationFailure> {
  const typed = toStatusDetails(statusDetails);
  if (!sendsReason) return ok(typed);
  const issue = valueIssue(reason);
  if (issue !== null) return invalid(`This reason cannot be sent to the device: ${issue}`);
  const twice = ["reason", "operation"].find((key) => Object.hasOwn(typed, key));
  if (twice !== undefined) return invalid(`“${twice}” is added by itself: take the pair of that key away.`);
  const details = { ...typed, reason, operation: operationId };
  const pairs = Object.keys(details).length;
  return pairs > MAX_PAIRS ? fail({ kind: "too-many-details", pairs }) : ok(details);
}

function invalid(message: string): Result<never, OperationFailure> {
  return fail({ kind: "invalid-request", api: "the console", message });
}
