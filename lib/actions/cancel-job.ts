"use server";

import { findDoer } from "@/lib/auth/session";
import { type CancelJobCommand, cancelJobSchema } from "@/lib/contracts/cancel-job";
import type { CanceledJob, CancelJobFailure } from "@/lib/domain/cancel-job";
import { fail, type Result } from "@/lib/domain/result";
import { cancelJob } from "@/lib/jobs/cancel-job";
import { findFleetServices } from "@/lib/services";

/** The only way in to cancel a whole job. @throws on input that our own form cannot send */
export async function cancelJobAction(
  input: CancelJobCommand,
): Promise<Result<CanceledJob, CancelJobFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = cancelJobSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return cancelJob(services, services.actor, command);
}
