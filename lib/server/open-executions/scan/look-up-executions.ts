import { sql } from "kysely";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { endExecutions } from "../store/end-executions";
import { upsertExecutions } from "../store/upsert-executions";
import { formatFailureColumn } from "../store/failure-column";
import { FRESH, type SyncServices } from "../sync-services";

/** An execution of the index of which AWS is to tell what became of it. */
export interface Wanted extends ExecutionRef {
  executionNumber: number | null;
  /** The round of its job's reading that it is kept under, should it still be open. Null: the one that it is of. */
  round: number | null;
}

/**
 * Reads each from AWS, and has the index follow. One that AWS refuses keeps none of the others back.
 *
 * What is not told of one stays as it was read last, and counts as met by this round: it is asked for by the next one.
 * Were it asked for until there is an answer, its job would not be read any more, for as long as AWS has none.
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
  for (const one of wanted) {
    const { jobId, thingName, executionNumber, round } = one;
    const askedAt = new Date();
    await services.acquire("DescribeJobExecution");
    const now = await services.iot.describeExecution({ jobId, thingName }, FRESH);
    if (!now.ok && now.failure.kind !== "not-found") {
      if (isRefusal(now.failure) || now.failure.kind === "unavailable")
        await keepUntold(services, one, now.failure);
      if (!isRefusal(now.failure)) return fail(now.failure);
      refusal = now.failure;
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
    else await upsertExecutions(services.kysely, services, [now.value], round, askedAt);
  }
  return refusal ? fail(refusal) : ok(undefined);
}

async function keepUntold(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName, round }: Wanted,
  failure: ReadFailure,
): Promise<void> {
  await kysely
    .updateTable("open_execution")
    .set({ look_failed: formatFailureColumn(failure), round: sql`greatest(round, ${round})` })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
}
