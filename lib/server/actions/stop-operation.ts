"use server";

import { type ControlOperationCommand, controlOperationSchema } from "@/lib/core/contracts/request-operation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { stopOperation } from "@/lib/server/operations/stop-operation";
import { doInFleet } from "./do-in-fleet";

/** Stops an operation for good. Items in flight are finished, and the rest is not canceled. */
export async function stopOperationAction(
  input: ControlOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(controlOperationSchema, input, stopOperation);
}
