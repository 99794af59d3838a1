"use server";

import { findDoer } from "@/lib/auth/session";
import { type PlanCancellationCommand, planCancellationSchema } from "@/lib/contracts/plan-cancellation";
import type { CancelPlan } from "@/lib/domain/cancel-plan";
import type { OperationFailure } from "@/lib/domain/operation";
import { fail, type Result } from "@/lib/domain/result";
import { planCancellation } from "@/lib/operations/plan-cancellation";
import { findFleetServices } from "@/lib/services";

/**
 * Begins a plan of what is meant to be canceled; nothing is canceled by it. @throws on input that our own page cannot
 * send
 */
export async function planCancellationAction(
  input: PlanCancellationCommand,
): Promise<Result<CancelPlan, OperationFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = planCancellationSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return planCancellation(services, services.actor, command);
}
