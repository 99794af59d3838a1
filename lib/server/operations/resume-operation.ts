import type { Actor } from "@/lib/core/permissions/actor";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { type SteerServices, steerOperation } from "./steer-operation";

/** Goes on with what waits. */
export function resumeOperation(
  services: SteerServices,
  actor: Actor,
  command: { operationId: string },
): Promise<Result<void, OperationFailure>> {
  return steerOperation(services, actor, command, {
    steering: "resume",
    from: ["paused"],
    to: { state: "running", pause_cause: null },
    deed: "operation-resumed",
  });
}
