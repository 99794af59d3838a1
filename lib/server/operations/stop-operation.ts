import type { Actor } from "@/lib/core/permissions/actor";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { type SteerServices, steerOperation } from "./steer-operation";

/** Ends it for good: what is in hand is finished, the rest stays as it is. The runner writes down each of them. */
export function stopOperation(
  services: SteerServices,
  actor: Actor,
  command: { operationId: string },
): Promise<Result<void, OperationFailure>> {
  return steerOperation(services, actor, command, {
    steering: "stop",
    from: ["running", "paused"],
    to: { state: "stopping", stop_cause: "asked" },
    deed: "operation-stopped",
  });
}
