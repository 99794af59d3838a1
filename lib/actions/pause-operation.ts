"use server";

import { type SteerOperationCommand, steerOperationSchema } from "@/lib/contracts/request-operation";
import type { OperationFailure } from "@/lib/domain/operation";
import type { Result } from "@/lib/domain/result";
import { pauseOperation } from "@/lib/operations/pause-operation";
import { doInFleet } from "./do-in-fleet";

/** Has it begin nothing more until it is resumed; what is in hand is finished. */
export async function pauseOperationAction(
  input: SteerOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(steerOperationSchema, input, pauseOperation);
}
