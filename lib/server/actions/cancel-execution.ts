"use server";

import { type CancelExecutionInput, cancelExecutionSchema } from "@/lib/core/contracts/cancel-execution";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { Result } from "@/lib/core/domain/result";
import { cancelExecution } from "@/lib/server/executions/cancel-execution";
import { doInFleet } from "./do-in-fleet";

/** The only entry point in the browser to cancel an execution. */
export async function cancelExecutionAction(
  input: CancelExecutionInput,
): Promise<Result<Canceled, CancelFailure>> {
  return doInFleet(cancelExecutionSchema, input, cancelExecution);
}
