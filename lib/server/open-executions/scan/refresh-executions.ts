import { sql } from "kysely";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { endExecutions } from "../store/end-executions";
import { upsertExecutions } from "../store/upsert-executions";
import { formatFailureColumn } from "../store/failure-column";
import { FRESH, type SyncServices } from "../sync-services";

/** An execution of the index that is to be read from AWS. */
export interface StaleExecution extends ExecutionRef {
  executionNumber: number | null;
  /** The scan to stamp the row with if it is still open. Null: the row keeps the scan that saw it last. */
  scanId: number | null;
}

/**
 * Reads each execution from AWS and updates the index. A refusal of one does not stop the others.
 *
 * An execution that AWS gives no answer about stays as it was read last, and counts as seen by the scan: the next scan
 * asks again. If this scan asked until there is an answer, the rest of its job would not be read meanwhile.
 *
 * Calls: 1 DescribeJobExecution each.
 *
 * @returns the last refusal, if there was one; or the first other failure, after which nothing more is asked
 */
export async function refreshExecutions(
  services: SyncServices,
  executions: readonly StaleExecution[],
): Promise<Result<void, ReadFailure>> {
  let refusal: ReadFailure | null = null;
  for (const execution of executions) {
    const { jobId, thingName, executionNumber, scanId } = execution;
    const requestedAt = new Date();
    await services.acquire("DescribeJobExecution");
    const read = await services.iot.describeExecution({ jobId, thingName }, FRESH);
    if (!read.ok && read.failure.kind !== "not-found") {
      if (isRefusal(read.failure) || read.failure.kind === "unavailable")
        await saveFailure(services, execution, read.failure);
      if (!isRefusal(read.failure)) return fail(read.failure);
      refusal = read.failure;
    } else if (!read.ok || executionStage(read.value.status) === "finished") {
      const last = read.ok ? read.value : { executionNumber, status: "gone" };
      const ended = { jobId, thingName, executionNumber: last.executionNumber, status: last.status };
      await endExecutions(services.kysely, services, [ended], requestedAt);
    } else await upsertExecutions(services.kysely, services, [read.value], scanId, requestedAt);
  }
  return refusal ? fail(refusal) : ok(undefined);
}

async function saveFailure(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName, scanId }: StaleExecution,
  failure: ReadFailure,
): Promise<void> {
  await kysely
    .updateTable("open_execution")
    .set({ look_failed: formatFailureColumn(failure), round: sql`greatest(round, ${scanId})` })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
}
