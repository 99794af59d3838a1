import type { Actor } from "@/lib/core/permissions/actor";
import { whyDenied } from "@/lib/core/permissions/authorize";
import type { Permission } from "@/lib/core/permissions/permissions";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { forbiddenMessage } from "@/lib/core/format/forbidden-message";

/**
 * Why this person is not allowed to cancel executions of this fleet, in the words the server would use. Null if they
 * are.
 */
export const whyNotCancel = (actor: Actor, fleetId: string) => refusal(actor, "cancel-execution", fleetId);

export const whyNotForce = (actor: Actor, fleetId: string) =>
  refusal(actor, "force-cancel-execution", fleetId);

export const whyNotCancelJob = (actor: Actor, fleetId: string) => refusal(actor, "cancel-job", fleetId);

/** Why this person cannot turn the plan into an operation with the current choices. Null if they can. */
export function whyNotRequest(
  actor: Actor,
  plan: CancelPlan,
  { force, total }: { force: boolean; total: number },
): string | null {
  const cancel = whyNotCancel(actor, plan.fleetId);
  if (cancel !== null) return cancel;
  if (total === 0)
    return plan.counts.inProgress > 0
      ? "None of these is queued: without force there is nothing to cancel."
      : "Nothing on this list can be canceled.";
  if (force) {
    const because = whyNotForce(actor, plan.fleetId);
    if (because !== null) return because;
  }
  return total > plan.bulkLimit ? refusal(actor, "bulk-above-limit", plan.fleetId) : null;
}

function refusal(actor: Actor, permission: Permission, fleetId: string): string | null {
  const because = whyDenied(actor, permission, { fleetId });
  return because && forbiddenMessage({ permission, because });
}
