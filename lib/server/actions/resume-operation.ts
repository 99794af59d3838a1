"use server";

import { type ControlOperationCommand, controlOperationSchema } from "@/lib/core/contracts/request-operation";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { resumeOperation } from "@/lib/server/operations/resume-operation";
import { doInFleet } from "./do-in-fleet";

/** Resumes a paused operation. */
export async function resumeOperationAction(
  input: ControlOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(controlOperationSchema, input, resumeOperation);
}
