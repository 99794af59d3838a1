"use server";

import { type ControlOperationCommand, controlOperationSchema } from "@/lib/core/contracts/request-operation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { stopOperation } from "@/lib/server/operations/stop-operation";
import { doInFleet } from "./do-in-fleet";

/** Ends it for good: what is in hand is finished, the rest is left as it is. */
export async function stopOperationAction(
  input: ControlOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(controlOperationSchema, input, stopOperation);
}
