import { sql } from "kysely";
import { escapeTerm } from "@/lib/domain/search-term";
import type { Execution } from "@/lib/domain/execution";
import { executionStage } from "@/lib/domain/execution-status";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import type { ThingSummary } from "@/lib/domain/thing";
import { endExecutions } from "./end-executions";
import { keepExecutions, reckonThings } from "./keep-executions";
import { FRESH, type SyncServices } from "./sync-services";

/** A query of AWS's has at most 12 terms (facts 3), so one SearchIndex tells of so many things. */
const THINGS_A_QUERY = 12;

/** A closer look is worth repeating after so long: a device may have come back. */
const LOOK_AGAIN = "5 minutes";

interface Suspect {
  jobId: string;
  thingName: string;
  status: string;
  executionNumber: number | null;
  round: number;
}

/**
 * Looks closer at the worst of those that are stuck or wait too long: what the device last reported and at which
 * version, whether it is connected, of which type and in which groups it is. For all executions of a fleet that would
 * cost far more than the quotas have.
 *
 * Calls: 1 DescribeJobExecution a suspect in progress; 1 SearchIndex for 12 things, or where fleet indexing is off
 * 1 DescribeThing each.
 *
 * @returns whether any were left that want a look
 */
export async function lookAtSuspects(services: SyncServices): Promise<Result<boolean, ReadFailure>> {
  const suspects = await findSuspects(services);
  if (suspects.length === 0) return ok(false);
  const things = await lookAtThings(services, [...new Set(suspects.map(({ thingName }) => thingName))]);
  if (!things.ok) return things;
  await keepThings(services, things.value);

  for (const suspect of suspects) {
    if (suspect.status !== "IN_PROGRESS") continue;
    const askedAt = new Date();
    await services.turn("DescribeJobExecution");
    const now = await services.iot.describeExecution(suspect, FRESH);
    if (!now.ok && now.failure.kind !== "not-found") return fail(now.failure);
    const ended = !now.ok || executionStage(now.value.status) === "finished";
    if (ended)
      await endExecutions(
        services.kysely,
        services,
        [{ ...suspect, ...(now.ok ? now.value : { status: "gone" }) }],
        askedAt,
      );
    else {
      await keepExecutions(services.kysely, services, [now.value], suspect.round, askedAt);
      await keepLook(services, now.value);
    }
  }
  await keepLookedAt(services, suspects);
  return ok(true);
}

async function findSuspects({ kysely, fleetId }: SyncServices): Promise<Suspect[]> {
  const { rows } = await sql<Suspect>`
    select job_id as "jobId", thing_name as "thingName", status, execution_number as "executionNumber", round
    from open_execution
    where fleet_id = ${fleetId} and is_due
      and (looked_at is null or looked_at < clock_timestamp() - ${LOOK_AGAIN}::interval)
    order by looked_at nulls first, due_at
    limit ${THINGS_A_QUERY}
  `.execute(kysely);
  return rows;
}

/** Null: AWS knows no such thing, or does not tell. */
type Looked = Pick<ThingSummary, "thingName" | "typeName" | "groups"> & {
  connectivity: ThingSummary["connectivity"]["state"] | null;
};

async function lookAtThings(
  services: SyncServices,
  thingNames: readonly string[],
): Promise<Result<Looked[], ReadFailure>> {
  const indexing = await services.iot.indexing({ priority: "background" });
  if (!indexing.ok) return fail(indexing.failure);
  if (!indexing.value.things) return describeThings(services, thingNames);

  await services.turn("SearchIndex");
  const query = thingNames.map((name) => `thingName:${escapeTerm(name)}`).join(" OR ");
  const page = await services.iot.searchThings(query, null, FRESH);
  if (!page.ok) return fail(page.failure);
  const found = new Map(page.value.rows.map((thing) => [thing.thingName, thing]));
  return ok(
    thingNames.map((thingName) => {
      const thing = found.get(thingName);
      return {
        thingName,
        typeName: thing?.typeName ?? null,
        groups: thing?.groups ?? null,
        // Without connectivity in the index nothing is known of any: that is not "unknown to AWS".
        connectivity: indexing.value.connectivity ? (thing?.connectivity.state ?? "unknown") : null,
      };
    }),
  );
}

async function describeThings(
  services: SyncServices,
  thingNames: readonly string[],
): Promise<Result<Looked[], ReadFailure>> {
  const looked: Looked[] = [];
  for (const thingName of thingNames) {
    await services.turn("DescribeThing");
    const thing = await services.iot.describeThing(thingName, FRESH);
    if (!thing.ok && thing.failure.kind !== "not-found") return fail(thing.failure);
    looked.push({
      thingName,
      typeName: thing.ok ? thing.value.typeName : null,
      groups: null,
      connectivity: null,
    });
  }
  return ok(looked);
}

async function keepThings(services: SyncServices, things: readonly Looked[]): Promise<void> {
  const { kysely, fleetId } = services;
  await sql`
    update open_execution set thing_type = looked."typeName", connectivity = looked.connectivity,
      thing_groups = looked.groups
    from json_to_recordset(${JSON.stringify(things)}::json)
      as looked ("thingName" text, "typeName" text, connectivity text, groups text[])
    where open_execution.fleet_id = ${fleetId} and open_execution.thing_name = looked."thingName"
  `.execute(kysely);
  await reckonThings(
    kysely,
    services,
    things.map(({ thingName }) => thingName),
  );
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

async function keepLookedAt({ kysely, fleetId }: SyncServices, suspects: readonly Suspect[]): Promise<void> {
  await sql`
    update open_execution set looked_at = clock_timestamp()
    from json_to_recordset(${JSON.stringify(suspects)}::json) as suspect ("jobId" text, "thingName" text)
    where fleet_id = ${fleetId} and job_id = suspect."jobId" and thing_name = suspect."thingName"
  `.execute(kysely);
}
