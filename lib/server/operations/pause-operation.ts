import type { Actor } from "@/lib/core/permissions/actor";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { type ControlServices, controlOperation } from "./control-operation";

/** Takes no more items until it is resumed; what is in hand is finished. */
export function pauseOperation(
  services: ControlServices,
  actor: Actor,
  command: { operationId: string },
): Promise<Result<void, OperationFailure>> {
  return controlOperation(services, actor, command, {
    control: "pause",
    from: ["running"],
    to: { state: "paused", pause_cause: "asked", suspension: null, suspended_at: null, probe_at: null },
    action: "operation-paused",
  });
}
