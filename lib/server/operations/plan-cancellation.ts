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
 * Starts to resolve what a person wants to cancel, and returns at once. The caller reads the plan again, by its id, until
 * it is no longer `resolving`. Nothing is canceled.
 *
 * @throws if the command does not match its schema, which our own page cannot cause
 */
export async function planCancellation(
  services: PlanServices,
  actor: Actor,
  input: PlanCancellationCommand,
): Promise<Result<CancelPlan, OperationFailure>> {
  const { fleetId, question: selector } = planCancellationSchema.parse(input);
  const authorized = authorize(actor, "cancel-execution", { fleetId });
  if (!authorized.ok) return authorized;

  const { kysely } = await services.database();
  if (selector.kind === "items") {
    const operation = await kysely
      .selectFrom("operation")
      .select("id")
      .where("id", "=", selector.operationId)
      .where("fleet_id", "=", fleetId)
      .executeTakeFirst();
    if (!operation) return fail({ kind: "not-found", what: `The operation ${selector.operationId}` });
  }

  const key = { id: newPlanId(), fleetId, personId: actor.id };
  const refusal = await kysely
    .transaction()
    .execute((transaction) =>
      insertIfRoom(transaction, {
        ...key,
        selector: toRequested(selector),
        target: targetOf(services.fleet),
      }),
    )
    .catch((error: unknown): OperationFailure => {
      services.logger.error({ err: error, fleet: fleetId }, "A plan could not be stored");
      return { kind: "not-recorded" };
    });
  if (refusal !== null) return fail(refusal);
  const plan = (await findPlan(kysely, key))!;
  void resolvePlan(services, actor, key.id, selector);
  return ok(toPlan(plan, services.fleet, actor));
}

/** Returns why the plan was not inserted, or null. */
async function insertIfRoom(
  transaction: Transaction<Tables>,
  plan: Parameters<typeof insertPlan>[1],
): Promise<OperationFailure | null> {
  const plans = await lockPlansInFlight(transaction, plan.personId);
  if (plans.length >= MOST_PLANS_AT_ONCE) return { kind: "too-many-plans", plans };
  await insertPlan(transaction, plan);
  return null;
}

function toRequested(selector: CancelSelector): RequestedSelector {
  return selector.kind === "executions"
    ? { kind: "executions", count: selector.executions.length, ...inCommon(selector.executions) }
    : selector;
}
