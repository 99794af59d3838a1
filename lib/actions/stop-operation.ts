"use server";

import { type SteerOperationCommand, steerOperationSchema } from "@/lib/contracts/request-operation";
import type { OperationFailure } from "@/lib/domain/operation";
import type { Result } from "@/lib/domain/result";
import { stopOperation } from "@/lib/operations/stop-operation";
import { doInFleet } from "./do-in-fleet";

/** Ends it for good: what is in hand is finished, the rest is left as it is. */
export async function stopOperationAction(
  input: SteerOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(steerOperationSchema, input, stopOperation);
}
