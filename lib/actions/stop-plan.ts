"use server";

import { type StopPlanCommand, stopPlanSchema } from "@/lib/contracts/plan-cancellation";
import type { OperationFailure } from "@/lib/domain/operation";
import type { Result } from "@/lib/domain/result";
import { stopPlan } from "@/lib/operations/stop-plan";
import { doInFleet } from "./do-in-fleet";

/** Ends the reading of a plan's list. */
export async function stopPlanAction(input: StopPlanCommand): Promise<Result<void, OperationFailure>> {
  return doInFleet(stopPlanSchema, input, stopPlan);
}
