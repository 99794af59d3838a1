"use server";

import { findDoer } from "@/lib/auth/session";
import { type RequestOperationCommand, requestOperationSchema } from "@/lib/contracts/request-operation";
import type { OperationFailure } from "@/lib/domain/operation";
import { fail, type Result } from "@/lib/domain/result";
import { requestOperation } from "@/lib/operations/request-operation";
import { findFleetServices } from "@/lib/services";

/** The only way in to cancel many executions. @throws on input that our own form cannot send */
export async function requestOperationAction(
  input: RequestOperationCommand,
): Promise<Result<{ operationId: string }, OperationFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = requestOperationSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return requestOperation(services, services.actor, command);
}
