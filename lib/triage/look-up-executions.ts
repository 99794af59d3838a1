import type { ExecutionRef } from "@/lib/domain/execution";
import { executionStage } from "@/lib/domain/execution-status";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import { endExecutions } from "./end-executions";
import { keepExecutions } from "./keep-executions";
import { FRESH, type SyncServices } from "./sync-services";

/** An execution of the index of which AWS is to tell what became of it. */
export interface Wanted extends ExecutionRef {
  executionNumber: number | null;
  /** Of the job's reading that it counts as met by, should it be open still. */
  round: number;
}

/** Reads each from AWS, and has the index follow. Calls: 1 DescribeJobExecution each. */
export async function lookUpExecutions(
  services: SyncServices,
  wanted: readonly Wanted[],
): Promise<Result<void, ReadFailure>> {
  for (const { jobId, thingName, executionNumber, round } of wanted) {
    const askedAt = new Date();
    await services.turn("DescribeJobExecution");
    const now = await services.iot.describeExecution({ jobId, thingName }, FRESH);
    if (!now.ok && now.failure.kind !== "not-found") return fail(now.failure);
    const end = now.ok ? now.value.status : "gone";
    if (!now.ok || executionStage(end) === "finished")
      await endExecutions(
        services.kysely,
        services,
        [
          {
            jobId,
            thingName,
            executionNumber: now.ok ? now.value.executionNumber : executionNumber,
            status: end,
          },
        ],
        askedAt,
      );
    else await keepExecutions(services.kysely, services, [now.value], round, askedAt);
  }
  return ok(undefined);
}
