"use server";

import { type PlanCancellationCommand, planCancellationSchema } from "@/lib/core/contracts/plan-cancellation";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { planCancellation } from "@/lib/server/operations/plan-cancellation";
import { doInFleet } from "./do-in-fleet";

/** Starts a plan. Nothing is canceled by it. */
export async function planCancellationAction(
  input: PlanCancellationCommand,
): Promise<Result<CancelPlan, OperationFailure>> {
  return doInFleet(planCancellationSchema, input, planCancellation);
}
