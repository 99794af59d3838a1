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

/** Enrichment is repeated after this time: a device may have come back. */
const REPEAT_AFTER = "5 minutes";

interface StuckCandidate {
  jobId: string;
  thingName: string;
  executionNumber: number | null;
}

/** IN_PROGRESS candidates need DescribeJobExecution and QUEUED ones do not, so both kinds are enriched in parallel. */
export type CandidateStatus = "IN_PROGRESS" | "QUEUED";

/**
 * Enriches a few executions that are stuck or wait too long, those never enriched first: with the device's last report and
 * the execution's version, and with the thing's type, groups and connectivity. Doing so for all executions of a fleet would
 * cost far more calls than the quotas allow.
 *
 * A refusal is saved with its execution, which is enriched again as late as all others, and does not stop the others.
 *
 * Calls: those of `enrichThings`, and 1 DescribeJobExecution for each candidate in progress.
 *
 * @returns whether there were any candidates
 */
export async function enrichStuckExecutions(
  services: SyncServices,
  status: CandidateStatus,
): Promise<Result<boolean, ReadFailure>> {
  const candidates = await findCandidates(services, status);
  if (candidates.length === 0) return ok(false);
  const things = await enrichThings(services, [...new Set(candidates.map(({ thingName }) => thingName))]);
  if (!things.ok) return saveFailure(services, candidates[0]!, things.failure);
  await upsertThings(services, things.value);
  const refusedOf = new Map(things.value.map(({ thingName, refused }) => [thingName, refused]));

  for (const candidate of candidates) {
    const read: Result<void, ReadFailure> =
      status === "IN_PROGRESS" ? await enrichExecution(services, candidate) : ok(undefined);
    if (!read.ok && !isRefusal(read.failure)) return saveFailure(services, candidate, read.failure);
    const refused = read.ok ? refusedOf.get(candidate.thingName) : formatFailureColumn(read.failure);
    await saveEnriched(services, candidate, refused ?? null);
  }
  return ok(true);
}

/** A union of two queries, each of which reads a few rows of its index: one query would read all rows enriched lately. */
async function findCandidates(
  { kysely, fleetId }: SyncServices,
  status: CandidateStatus,
): Promise<StuckCandidate[]> {
  const first = (when: ReturnType<typeof sql>) => sql`(
    select job_id, thing_name, execution_number, looked_at, due_at from open_execution
    where fleet_id = ${fleetId} and is_due and status = ${status} and ${when}
    order by looked_at nulls first, due_at limit ${QUERY_TERMS})`;
  const { rows } = await sql<StuckCandidate>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber"
    from (${first(sql`looked_at is null`)} union all
      ${first(sql`looked_at < statement_timestamp() - ${REPEAT_AFTER}::interval`)}) as candidate
    order by looked_at nulls first, due_at
    limit ${QUERY_TERMS}
  `.execute(kysely);
  return rows;
}

/** Reads the execution from AWS and updates the index. */
async function enrichExecution(
  services: SyncServices,
  candidate: StuckCandidate,
): Promise<Result<void, ReadFailure>> {
  const requestedAt = new Date();
  await services.acquire("DescribeJobExecution");
  const read = await services.iot.describeExecution(candidate, FRESH);
  if (!read.ok && read.failure.kind !== "not-found") return fail(read.failure);
  if (!read.ok || executionStage(read.value.status) === "finished") {
    const ended = { ...candidate, ...(read.ok ? read.value : { status: "gone" }) };
    await endExecutions(services.kysely, services, [ended], requestedAt);
    return ok(undefined);
  }
  await withFleetLock(services.kysely, services.fleetId, async (transaction) => {
    await upsertExecutions(transaction, services, [read.value], null, requestedAt);
    await saveEnrichment({ ...services, kysely: transaction }, read.value);
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
 * Saves why AWS did not answer, and moves the candidate behind the others that are due. The failure may concern this one
 * only, and the others would wait for it.
 */
async function saveFailure(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName }: StuckCandidate,
  failure: ReadFailure,
): Promise<Result<boolean, ReadFailure>> {
  await kysely
    .updateTable("open_execution")
    .set({
      looked_at: sql`clock_timestamp() - ${REPEAT_AFTER}::interval`,
      look_failed: formatFailureColumn(failure),
    })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
  return fail(failure);
}
