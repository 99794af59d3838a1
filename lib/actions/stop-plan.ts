"use server";

import { findDoer } from "@/lib/auth/session";
import { type StopPlanCommand, stopPlanSchema } from "@/lib/contracts/plan-cancellation";
import type { OperationFailure } from "@/lib/domain/operation";
import { fail, type Result } from "@/lib/domain/result";
import { stopPlan } from "@/lib/operations/stop-plan";
import { findFleetServices } from "@/lib/services";

/** Ends the reading of a plan's list. @throws on input that our own page cannot send */
export async function stopPlanAction(input: StopPlanCommand): Promise<Result<void, OperationFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = stopPlanSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return stopPlan(services, services.actor, command);
}
