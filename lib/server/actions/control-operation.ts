"use server";

import { type ControlOperationCommand, controlOperationSchema } from "@/lib/core/contracts/request-operation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { controlOperation } from "@/lib/server/operations/control-operation";
import { doInFleet } from "./do-in-fleet";

/** Pauses, resumes or stops an operation. */
export async function controlOperationAction(
  input: ControlOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(controlOperationSchema, input, controlOperation);
}
