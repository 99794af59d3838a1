import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";

/**
 * Reads one execution.
 *
 * @param query.fresh asks AWS again even if somebody has just read the execution. Set it to decide on what is read
 */
export async function describeExecution(
  { iot }: { iot: Pick<IotGateway, "describeExecution"> },
  actor: Actor,
  { fresh, ...ref }: ExecutionRef & { fresh: boolean },
): Promise<Result<Execution, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  return iot.describeExecution(ref, fresh ? { maxAgeMs: 0 } : undefined);
}
