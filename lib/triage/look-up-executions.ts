import type { ExecutionRef } from "@/lib/domain/execution";
import { executionStage } from "@/lib/domain/execution-status";
import { isRefusal, type ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import { endExecutions } from "./end-executions";
import { keepExecutions } from "./keep-executions";
import { FRESH, type SyncServices } from "./sync-services";

/** An execution of the index of which AWS is to tell what became of it. */
export interface Wanted extends ExecutionRef {
  executionNumber: number | null;
  /** The round of its job's reading that it is kept under, should it still be open. */
  round: number;
}

/**
 * Reads each from AWS, and has the index follow. One that AWS refuses keeps none of the others back.
 *
 * Calls: 1 DescribeJobExecution each.
 *
 * @returns the last refusal, where there was any
 */
export async function lookUpExecutions(
  services: SyncServices,
  wanted: readonly Wanted[],
): Promise<Result<void, ReadFailure>> {
  let refusal: ReadFailure | null = null;
  for (const { jobId, thingName, executionNumber, round } of wanted) {
    const askedAt = new Date();
    await services.turn("DescribeJobExecution");
    const now = await services.iot.describeExecution({ jobId, thingName }, FRESH);
    if (!now.ok && now.failure.kind !== "not-found") {
      if (!isRefusal(now.failure)) return fail(now.failure);
      refusal = now.failure;
      await keepRefused(services, { jobId, thingName }, refusal);
      continue;
    }
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
  return refusal ? fail(refusal) : ok(undefined);
}

async function keepRefused(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName }: ExecutionRef,
  { kind }: ReadFailure,
): Promise<void> {
  await kysely
    .updateTable("open_execution")
    .set({ look_failed: kind })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
}
