"use server";

import { type SteerOperationCommand, steerOperationSchema } from "@/lib/contracts/request-operation";
import type { OperationFailure } from "@/lib/domain/operation";
import type { Result } from "@/lib/domain/result";
import { resumeOperation } from "@/lib/operations/resume-operation";
import { doInFleet } from "./do-in-fleet";

/** Has a paused one go on. */
export async function resumeOperationAction(
  input: SteerOperationCommand,
): Promise<Result<void, OperationFailure>> {
  return doInFleet(steerOperationSchema, input, resumeOperation);
}
