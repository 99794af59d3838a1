"use server";

import { type CancelJobCommand, cancelJobSchema } from "@/lib/core/contracts/cancel-job";
import type { CanceledJob, CancelJobFailure } from "@/lib/core/domain/cancel-job";
import type { Result } from "@/lib/core/domain/result";
import { cancelJob } from "@/lib/server/jobs/cancel-job";
import { doInFleet } from "./do-in-fleet";

/** The only entry point in the browser to cancel a whole job. */
export async function cancelJobAction(
  input: CancelJobCommand,
): Promise<Result<CanceledJob, CancelJobFailure>> {
  return doInFleet(cancelJobSchema, input, cancelJob);
}
