import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { IndexAge } from "@/lib/core/domain/triage";

interface AgeRow {
  oldest: Date | null;
  newest: Date | null;
  open: number;
  jobs: number;
  jobs_not_read: number;
  not_read: number | null;
  listed_at: Date | null;
  failing: string | null;
  refused: number;
  refused_ids: string[] | null;
}

/** As many are named; of more there is a number. */
const NAMED_REFUSED = 3;
/** What AWS refuses of types is asked for every ten minutes: what is older is of no use to anybody. */
const TYPES_REFUSED_WITHIN = sql`interval '20 minutes'`;

/**
 * How old the index is, told by its jobs: each row is as old as the last whole reading of its job, and asking a million
 * rows would take longer than the page that wants to know.
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
      coalesce((select failing from index_state where fleet_id = ${fleetId}), 'job-' || min(refused),
        (select 'look-' || look_failed from open_execution
          where fleet_id = ${fleetId} and is_due and look_failed is not null limit 1),
        (select 'type-' || look_failed from open_execution
          where fleet_id = ${fleetId} and not is_due and look_failed is not null and thing_looked_at is null
            and looked_at > statement_timestamp() - ${TYPES_REFUSED_WITHIN} limit 1)) as failing
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
    failing: age.failing,
    jobsRefused: age.refused,
    refusedJobIds: age.refused_ids ?? [],
  };
}
