import { sql } from "kysely";
import type { Execution } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { endExecutions } from "../store/end-executions";
import { upsertExecutions } from "../store/upsert-executions";
import { QUERY_TERMS } from "@/lib/core/domain/search-term";
import { upsertThings, enrichThings } from "./enrich-things";
import { formatFailureColumn } from "../store/failure-column";
import { FRESH, type SyncServices } from "../sync-services";
import { withFleetLock } from "../store/with-fleet-lock";

/** A closer look is worth repeating after so long: a device may have come back. */
const LOOK_AGAIN = "5 minutes";

interface StuckCandidate {
  jobId: string;
  thingName: string;
  executionNumber: number | null;
}

/** What is stuck is asked of an API that nothing else of it needs, so that what waits is looked at beside it. */
export type CandidateStatus = "IN_PROGRESS" | "QUEUED";

/**
 * Looks closer at the worst of those that are stuck or wait too long: what the device last reported and at which
 * version, whether it is connected, of which type and in which groups it is. For all executions of a fleet that would
 * cost far more than the quotas have.
 *
 * What AWS refuses of one is kept with that one, which is looked at again as late as all others, and keeps none of them
 * back.
 *
 * Calls: those of looking at the things, and 1 DescribeJobExecution a suspect in progress.
 *
 * @returns whether there were any
 */
export async function enrichStuckExecutions(
  services: SyncServices,
  status: CandidateStatus,
): Promise<Result<boolean, ReadFailure>> {
  const candidates = await findCandidates(services, status);
  if (candidates.length === 0) return ok(false);
  const things = await enrichThings(services, [...new Set(candidates.map(({ thingName }) => thingName))]);
  if (!things.ok) return failWith(services, candidates, things.failure);
  await upsertThings(services, things.value);
  const refusedOf = new Map(things.value.map(({ thingName, refused }) => [thingName, refused]));

  for (const [at, candidate] of candidates.entries()) {
    const looked: Result<void, ReadFailure> =
      status === "IN_PROGRESS" ? await lookAt(services, candidate) : ok(undefined);
    if (!looked.ok && !isRefusal(looked.failure))
      return failWith(services, candidates.slice(at), looked.failure);
    const refused = looked.ok ? refusedOf.get(candidate.thingName) : formatFailureColumn(looked.failure);
    await saveEnriched(services, candidate, refused ?? null);
  }
  return ok(true);
}

/** In two parts, each a few steps along their index: as one question it goes through all that were looked at just now. */
async function findCandidates(
  { kysely, fleetId }: SyncServices,
  status: CandidateStatus,
): Promise<StuckCandidate[]> {
  const those = (when: ReturnType<typeof sql>) => sql`(
    select job_id, thing_name, execution_number, looked_at, due_at from open_execution
    where fleet_id = ${fleetId} and is_due and status = ${status} and ${when}
    order by looked_at nulls first, due_at limit ${QUERY_TERMS})`;
  const { rows } = await sql<StuckCandidate>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber"
    from (${those(sql`looked_at is null`)} union all
      ${those(sql`looked_at < statement_timestamp() - ${LOOK_AGAIN}::interval`)}) as suspect
    order by looked_at nulls first, due_at
    limit ${QUERY_TERMS}
  `.execute(kysely);
  return rows;
}

/** Reads it from AWS, and has the index follow. */
async function lookAt(services: SyncServices, candidate: StuckCandidate): Promise<Result<void, ReadFailure>> {
  const askedAt = new Date();
  await services.acquire("DescribeJobExecution");
  const now = await services.iot.describeExecution(candidate, FRESH);
  if (!now.ok && now.failure.kind !== "not-found") return fail(now.failure);
  if (!now.ok || executionStage(now.value.status) === "finished") {
    const ended = { ...candidate, ...(now.ok ? now.value : { status: "gone" }) };
    await endExecutions(services.kysely, services, [ended], askedAt);
    return ok(undefined);
  }
  await withFleetLock(services.kysely, services.fleetId, async (transaction) => {
    await upsertExecutions(transaction, services, [now.value], null, askedAt);
    await saveEnrichment({ ...services, kysely: transaction }, now.value);
  });
  return ok(undefined);
}

async function saveEnrichment({ kysely, fleetId }: SyncServices, execution: Execution): Promise<void> {
  await kysely
    .updateTable("open_execution")
    .set({
      version_number: execution.versionNumber,
      status_details: JSON.stringify(execution.statusDetails),
    })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", execution.jobId)
    .where("thing_name", "=", execution.thingName)
    .execute();
}

async function saveEnriched(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName }: StuckCandidate,
  refused: string | null,
): Promise<void> {
  await kysely
    .updateTable("open_execution")
    .set({ looked_at: sql`clock_timestamp()`, look_failed: refused })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
}

/**
 * AWS answers nobody just now: these are looked at when it does, and until then the index says why they were not. Or it is
 * the trouble of this one, which goes to the end of the line of those that are due: all others would wait for it.
 */
async function failWith(
  { kysely, fleetId }: SyncServices,
  candidates: readonly StuckCandidate[],
  failure: ReadFailure,
): Promise<Result<boolean, ReadFailure>> {
  const { jobId, thingName } = candidates[0]!;
  await kysely
    .updateTable("open_execution")
    .set({
      looked_at: sql`clock_timestamp() - ${LOOK_AGAIN}::interval`,
      look_failed: formatFailureColumn(failure),
    })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
  return fail(failure);
}
