import type { Actor } from "@/lib/core/permissions/actor";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { type SteerServices, steerOperation } from "./steer-operation";

/** Takes no more items until it is resumed; what is in hand is finished. */
export function pauseOperation(
  services: SteerServices,
  actor: Actor,
  command: { operationId: string },
): Promise<Result<void, OperationFailure>> {
  return steerOperation(services, actor, command, {
    steering: "pause",
    from: ["running"],
    to: { state: "paused", pause_cause: "asked", suspension: null, suspended_at: null, probe_at: null },
    deed: "operation-paused",
  });
}
