"use server";

import { type ControlOperationCommand, controlOperationSchema } from "@/lib/core/contracts/request-operation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { pauseOperation } from "@/lib/server/operations/pause-operation";
import { doInFleet } from "./do-in-fleet";

/** Pauses an operation. Items in flight are finished, and no others are started until it is resumed. */
export async function pauseOperationAction(
  input: ControlOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(controlOperationSchema, input, pauseOperation);
}
