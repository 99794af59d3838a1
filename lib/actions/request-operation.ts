"use server";

import { type RequestOperationCommand, requestOperationSchema } from "@/lib/contracts/request-operation";
import type { OperationFailure } from "@/lib/domain/operation";
import type { Result } from "@/lib/domain/result";
import { requestOperation } from "@/lib/operations/request-operation";
import { doInFleet } from "./do-in-fleet";

/** The only way in to cancel many executions. */
export async function requestOperationAction(
  input: RequestOperationCommand,
): Promise<Result<{ operationId: string }, OperationFailure>> {
  return doInFleet(requestOperationSchema, input, requestOperation);
}
