import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import { type StopPlanCommand, stopPlanSchema } from "@/lib/core/contracts/plan-cancellation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { OperationServices } from "./operation-services";
import { findPlan, markPlanStopped } from "./plan-store";

/** Stops a plan that is being resolved. Any other plan stays as it is. */
export async function stopPlan(
  { fleet, database }: Pick<OperationServices, "fleet" | "database">,
  actor: Actor,
  input: StopPlanCommand,
): Promise<Result<void, OperationFailure>> {
  const { planId } = stopPlanSchema.parse(input);
  const authorized = authorize(actor, "cancel-execution", { fleetId: fleet.id });
  if (!authorized.ok) return authorized;
  const { kysely } = await database();
  const plan = await findPlan(kysely, { id: planId, fleetId: fleet.id, personId: actor.id });
  if (!plan) return fail({ kind: "not-found", what: `The plan ${planId}` });
  await markPlanStopped(kysely, planId);
  return ok(undefined);
}
