"use server";

import { type CancelExecutionInput, cancelExecutionSchema } from "@/lib/contracts/cancel-execution";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import type { Result } from "@/lib/domain/result";
import { cancelExecution } from "@/lib/executions/cancel-execution";
import { doInFleet } from "./do-in-fleet";

/** The only way in to cancel an execution. */
export async function cancelExecutionAction(
  input: CancelExecutionInput,
): Promise<Result<Canceled, CancelFailure>> {
  return doInFleet(cancelExecutionSchema, input, cancelExecution);
}
