import type { Transaction } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import { type PlanCancellationCommand, planCancellationSchema } from "@/lib/core/contracts/plan-cancellation";
import type { Tables } from "@/lib/server/db/tables";
import { type CancelPlan, MOST_PLANS_AT_ONCE } from "@/lib/core/domain/cancel-plan";
import {
  type RequestedSelector,
  type CancelSelector,
  inCommon,
  type OperationFailure,
} from "@/lib/core/domain/operation";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { targetOf } from "./fleet-target";
import { newPlanId } from "./operation-ids";
import { findPlan, insertPlan, lockPlansInFlight } from "./plan-store";
import { type PlanServices, resolvePlan } from "./resolve-plan";
import { toPlan } from "./to-plan";

/**
 * Begins to resolve what a person means to cancel, and answers at once: the plan is read again, by its id, until it
 * is no longer `resolving`. Nothing is canceled by it.
 *
 * @throws when the command is not of its schema: our own page cannot send such a one
 */
export async function planCancellation(
  services: PlanServices,
  actor: Actor,
  input: PlanCancellationCommand,
): Promise<Result<CancelPlan, OperationFailure>> {
  const { fleetId, question } = planCancellationSchema.parse(input);
  const may = authorize(actor, "cancel-execution", { fleetId });
  if (!may.ok) return may;

  const { kysely } = await services.database();
  if (question.kind === "items") {
    const operation = await kysely
      .selectFrom("operation")
      .select("id")
      .where("id", "=", question.operationId)
      .where("fleet_id", "=", fleetId)
      .executeTakeFirst();
    if (!operation) return fail({ kind: "not-found", what: `The operation ${question.operationId}` });
  }

  const key = { id: newPlanId(), fleetId, personId: actor.id };
  const refusal = await kysely
    .transaction()
    .execute((transaction) =>
      begin(transaction, { ...key, question: toAsked(question), target: targetOf(services.fleet) }),
    )
    .catch((error: unknown): OperationFailure => {
      services.logger.error({ err: error, fleet: fleetId }, "A plan could not be started");
      return { kind: "not-recorded" };
    });
  if (refusal !== null) return fail(refusal);
  const row = (await findPlan(kysely, key))!;
  void resolvePlan(services, actor, key.id, question);
  return ok(toPlan(row, services.fleet, actor));
}

async function begin(
  transaction: Transaction<Tables>,
  plan: Parameters<typeof insertPlan>[1],
): Promise<OperationFailure | null> {
  const plans = await lockPlansInFlight(transaction, plan.personId);
  if (plans.length >= MOST_PLANS_AT_ONCE) return { kind: "too-many-plans", plans };
  await insertPlan(transaction, plan);
  return null;
}

function toAsked(question: CancelSelector): RequestedSelector {
  return question.kind === "executions"
    ? { kind: "executions", count: question.executions.length, ...inCommon(question.executions) }
    : question;
}
