"use server";

import { findDoer } from "@/lib/auth/session";
import { type SteerOperationCommand, steerOperationSchema } from "@/lib/contracts/request-operation";
import type { OperationFailure } from "@/lib/domain/operation";
import { fail, type Result } from "@/lib/domain/result";
import { pauseOperation } from "@/lib/operations/pause-operation";
import { findFleetServices } from "@/lib/services";

export async function pauseOperationAction(
  input: SteerOperationCommand,
): Promise<Result<void, OperationFailure>> {
  const doer = await findDoer();
  if (!doer) return fail({ kind: "signed-out" });
  const command = steerOperationSchema.parse(input);
  const services = findFleetServices(command.fleetId, doer.actor);
  if (!services) return fail({ kind: "not-found", what: `The fleet ${command.fleetId}` });
  return pauseOperation(services, services.actor, command);
}
