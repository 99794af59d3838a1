"use server";

import { findDoer } from "@/lib/auth/session";
import { type CancelExecutionInput, cancelExecutionSchema } from "@/lib/contracts/cancel-execution";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import { fail, type Result } from "@/lib/domain/result";
import { cancelExecution } from "@/lib/executions/cancel-execution";
import { findFleetServices } from "@/lib/services";

/** The only way in to cancel an execution. @throws on input that our own form cannot send */
export async function cancelExecutionAction(
  input: CancelExecutionInput,
): Promise<Result<Canceled, CancelFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = cancelExecutionSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return cancelExecution(services, services.actor, command);
}
