"use server";

import { type StopPlanCommand, stopPlanSchema } from "@/lib/core/contracts/plan-cancellation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { stopPlan } from "@/lib/server/operations/stop-plan";
import { doInFleet } from "./do-in-fleet";

/** Stops a plan while its list is still being read. */
export async function stopPlanAction(input: StopPlanCommand): Promise<Result<void, OperationFailure>> {
  return doInFleet(stopPlanSchema, input, stopPlan);
}
