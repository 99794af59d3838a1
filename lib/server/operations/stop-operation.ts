import type { Actor } from "@/lib/core/permissions/actor";
import type { OperationFailure } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import { type ControlServices, controlOperation } from "./control-operation";

/** Ends it for good: what is in hand is finished, the rest stays as it is. The runner writes down each of them. */
export function stopOperation(
  services: ControlServices,
  actor: Actor,
  command: { operationId: string },
): Promise<Result<void, OperationFailure>> {
  return controlOperation(services, actor, command, {
    control: "stop",
    from: ["running", "paused"],
    to: { state: "stopping", stop_cause: "asked" },
    action: "operation-stopped",
  });
}
