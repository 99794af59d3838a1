import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { OperationServices } from "./operation-services";
import { findPlan } from "./plan-store";
import { toPlan } from "./to-plan";

/** A plan as it is now. Only its own person finds it. */
export async function readPlan(
  { fleet, database }: Pick<OperationServices, "fleet" | "database">,
  actor: Actor,
  { planId }: { planId: string },
): Promise<Result<CancelPlan, ReadFailure>> {
  const authorized = authorize(actor, "read", { fleetId: fleet.id });
  if (!authorized.ok) return authorized;
  const { kysely } = await database();
  const row = await findPlan(kysely, { id: planId, fleetId: fleet.id, personId: actor.id });
  return row ? ok(toPlan(row, fleet, actor)) : fail({ kind: "not-found", what: `The plan ${planId}` });
}
