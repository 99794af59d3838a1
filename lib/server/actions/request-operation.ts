"use server";

import { type RequestOperationCommand, requestOperationSchema } from "@/lib/core/contracts/request-operation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { requestOperation } from "@/lib/server/operations/request-operation";
import { doInFleet } from "./do-in-fleet";

/** The only entry point in the browser to cancel many executions. */
export async function requestOperationAction(
  input: RequestOperationCommand,
): Promise<Result<{ operationId: string }, OperationFailure>> {
  return doInFleet(requestOperationSchema, input, requestOperation);
}
