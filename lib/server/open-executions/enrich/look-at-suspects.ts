import { sql } from "kysely";
import type { Execution } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import { isRefusal, type ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { endExecutions } from "../store/end-executions";
import { keepExecutions } from "../store/keep-executions";
import { QUERY_TERMS } from "@/lib/core/domain/search-term";
import { keepThings, lookAtThings } from "./look-at-things";
import { refusalOf } from "../store/refusal";
import { FRESH, type SyncServices } from "../sync-services";
import { writeAlone } from "../store/write-alone";

/** A closer look is worth repeating after so long: a device may have come back. */
const LOOK_AGAIN = "5 minutes";

interface Suspect {
  jobId: string;
  thingName: string;
  executionNumber: number | null;
}

/** What is stuck is asked of an API that nothing else of it needs, so that what waits is looked at beside it. */
export type SuspectStatus = "IN_PROGRESS" | "QUEUED";

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
export async function lookAtSuspects(
  services: SyncServices,
  status: SuspectStatus,
): Promise<Result<boolean, ReadFailure>> {
  const suspects = await findSuspects(services, status);
  if (suspects.length === 0) return ok(false);
  const things = await lookAtThings(services, [...new Set(suspects.map(({ thingName }) => thingName))]);
  if (!things.ok) return failWith(services, suspects, things.failure);
  await keepThings(services, things.value);
  const refusedOf = new Map(things.value.map(({ thingName, refused }) => [thingName, refused]));

  for (const [at, suspect] of suspects.entries()) {
    const looked: Result<void, ReadFailure> =
      status === "IN_PROGRESS" ? await lookAt(services, suspect) : ok(undefined);
    if (!looked.ok && !isRefusal(looked.failure))
      return failWith(services, suspects.slice(at), looked.failure);
    const refused = looked.ok ? refusedOf.get(suspect.thingName) : refusalOf(looked.failure);
    await keepLookedAt(services, suspect, refused ?? null);
  }
  return ok(true);
}

/** In two parts, each a few steps along their index: as one question it goes through all that were looked at just now. */
async function findSuspects({ kysely, fleetId }: SyncServices, status: SuspectStatus): Promise<Suspect[]> {
  const those = (when: ReturnType<typeof sql>) => sql`(
    select job_id, thing_name, execution_number, looked_at, due_at from open_execution
    where fleet_id = ${fleetId} and is_due and status = ${status} and ${when}
    order by looked_at nulls first, due_at limit ${QUERY_TERMS})`;
  const { rows } = await sql<Suspect>`
    select job_id as "jobId", thing_name as "thingName", execution_number as "executionNumber"
    from (${those(sql`looked_at is null`)} union all
      ${those(sql`looked_at < statement_timestamp() - ${LOOK_AGAIN}::interval`)}) as suspect
    order by looked_at nulls first, due_at
    limit ${QUERY_TERMS}
  `.execute(kysely);
  return rows;
}

/** Reads it from AWS, and has the index follow. */
async function lookAt(services: SyncServices, suspect: Suspect): Promise<Result<void, ReadFailure>> {
  const askedAt = new Date();
  await services.turn("DescribeJobExecution");
  const now = await services.iot.describeExecution(suspect, FRESH);
  if (!now.ok && now.failure.kind !== "not-found") return fail(now.failure);
  if (!now.ok || executionStage(now.value.status) === "finished") {
    const ended = { ...suspect, ...(now.ok ? now.value : { status: "gone" }) };
    await endExecutions(services.kysely, services, [ended], askedAt);
    return ok(undefined);
  }
  await writeAlone(services.kysely, services.fleetId, async (transaction) => {
    await keepExecutions(transaction, services, [now.value], null, askedAt);
    await keepLook({ ...services, kysely: transaction }, now.value);
  });
  return ok(undefined);
}

async function keepLook({ kysely, fleetId }: SyncServices, execution: Execution): Promise<void> {
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

async function keepLookedAt(
  { kysely, fleetId }: SyncServices,
  { jobId, thingName }: Suspect,
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
  suspects: readonly Suspect[],
  failure: ReadFailure,
): Promise<Result<boolean, ReadFailure>> {
  const { jobId, thingName } = suspects[0]!;
  await kysely
    .updateTable("open_execution")
    .set({ looked_at: sql`clock_timestamp() - ${LOOK_AGAIN}::interval`, look_failed: refusalOf(failure) })
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .where("thing_name", "=", thingName)
    .execute();
  return fail(failure);
}
