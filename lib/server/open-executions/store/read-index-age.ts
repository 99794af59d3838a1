import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { IndexFailure } from "@/lib/core/domain/index-failure";
import type { IndexAge } from "@/lib/core/domain/triage";
import { parseFailureColumn } from "./failure-column";

interface AgeRow {
  oldest: Date | null;
  newest: Date | null;
  open: number;
  jobs: number;
  jobs_not_read: number;
  not_read: number | null;
  listed_at: Date | null;
  /** One column per scope of a failure, as `formatFailureColumn` wrote it. */
  all_failed: string | null;
  job_failed: string | null;
  enrichment_failed: string | null;
  type_failed: string | null;
  refused: number;
  refused_ids: string[] | null;
}

/** As many refused jobs are named; of more there is a number. */
const NAMED_REFUSED = 3;
/** A refused thing type is asked for every ten minutes, so an older refusal is no longer true. */
const TYPES_REFUSED_WITHIN = sql`interval '20 minutes'`;

/**
 * How old and how complete a fleet's index is.
 *
 * Read from its jobs, of which each is as old as its last complete scan: to ask a million rows of executions would take
 * longer than the page that shows the answer.
 */
export async function readIndexAge(kysely: Kysely<Tables>, fleetId: string): Promise<IndexAge> {
  const { rows } = await sql<AgeRow>`
    select min(read_at) as oldest, max(read_at) as newest, count(*)::int as jobs,
      coalesce(sum(queued_count + in_progress_count), 0)::int as open,
      count(*) filter (where read_at is null and refused is null)::int as jobs_not_read,
      case when bool_and(read_at is not null or described_at is not null or refused is not null) is not false
        then coalesce(sum(queued_count + in_progress_count) filter (where read_at is null and refused is null), 0)::int
        end as not_read,
      count(refused)::int as refused,
      (array_agg(job_id order by job_id) filter (where refused is not null))[1:${sql.lit(NAMED_REFUSED)}] as refused_ids,
      (select jobs_listed_at from index_state where fleet_id = ${fleetId}) as listed_at,
      (select failing from index_state where fleet_id = ${fleetId}) as all_failed,
      min(refused) as job_failed,
      (select look_failed from open_execution
        where fleet_id = ${fleetId} and is_due and look_failed is not null limit 1) as enrichment_failed,
      (select look_failed from open_execution
        where fleet_id = ${fleetId} and not is_due and look_failed is not null and thing_looked_at is null
          and looked_at > statement_timestamp() - ${TYPES_REFUSED_WITHIN} limit 1) as type_failed
    from indexed_job where fleet_id = ${fleetId}`.execute(kysely);
  const age = rows[0]!;
  return {
    completeAt: age.listed_at !== null && age.jobs_not_read === 0 ? (age.oldest ?? age.listed_at) : null,
    oldestReadAt: age.oldest,
    newestReadAt: age.newest,
    openExecutions: age.open,
    activeJobs: age.jobs,
    jobsNotRead: age.jobs_not_read,
    executionsNotRead: age.not_read,
    failure: toFailure(age),
    jobsRefused: age.refused,
    refusedJobIds: age.refused_ids ?? [],
  };
}

/** The scope that affects most goes first. */
function toFailure({ all_failed, job_failed, enrichment_failed, type_failed }: AgeRow): IndexFailure | null {
  if (all_failed !== null) return { scope: "everything", cause: parseFailureColumn(all_failed) };
  if (job_failed !== null) return { scope: "jobs", cause: parseFailureColumn(job_failed) };
  if (enrichment_failed !== null)
    return { scope: "enrichment", cause: parseFailureColumn(enrichment_failed) };
  return type_failed === null ? null : { scope: "thing-types", cause: parseFailureColumn(type_failed) };
}
