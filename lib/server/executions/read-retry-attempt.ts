import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";

/** How often the job was retried on the thing. Only the thing's list has it, not DescribeJobExecution (facts 1.3). */
export async function readRetryAttempt(
  { iot }: { iot: Pick<IotGateway, "listExecutionsOfJobOnThing"> },
  actor: Actor,
  ref: ExecutionRef,
): Promise<Result<{ retryAttempt: number | null }, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  const executions = await iot.listExecutionsOfJobOnThing(ref, { priority: "background", maxAgeMs: 20_000 });
  if (!executions.ok) return executions;
  const [latest] = [...executions.value].sort((a, b) => (b.executionNumber ?? 0) - (a.executionNumber ?? 0));
  return ok({ retryAttempt: latest?.retryAttempt ?? null });
}
