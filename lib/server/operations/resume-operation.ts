import type { Actor } from "@/lib/core/permissions/actor";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { type ControlServices, controlOperation } from "./control-operation";

/** Goes on with what waits. */
export function resumeOperation(
  services: ControlServices,
  actor: Actor,
  command: { operationId: string },
): Promise<Result<void, OperationFailure>> {
  return controlOperation(services, actor, command, {
    control: "resume",
    from: ["paused"],
    to: { state: "running", pause_cause: null },
    action: "operation-resumed",
  });
}
