"use server";

import { requireActor } from "@/lib/auth/session";
import { type CancelExecutionCommand, cancelExecutionSchema } from "@/lib/contracts/cancel-execution";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import { fail, type Result } from "@/lib/domain/result";
import { cancelExecution } from "@/lib/executions/cancel-execution";
import { findFleetServices } from "@/lib/services";

/** The only way in to cancel an execution. @throws on input that our own form cannot send */
export async function cancelExecutionAction(
  input: CancelExecutionCommand,
): Promise<Result<Canceled, CancelFailure>> {
  const actor = await requireActor();
  const command = cancelExecutionSchema.parse(input);
  const services = findFleetServices(command.fleetId);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return cancelExecution(services, actor, command);
}
