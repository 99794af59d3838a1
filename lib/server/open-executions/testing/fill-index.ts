import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

/** How large the index is, and how much of it is due. */
export interface IndexSize {
  executions: number;
  things: number;
  /** The share of executions in progress that are stuck, and of queued ones that have waited too long. */
  stuckPercent: number;
  waitingPercent: number;
}

/** As rollouts are: one job has a tenth of all executions, nine a hundredth each, and 9,990 small ones share the rest. */
const JOBS = 10_000;

/**
 * Fills an empty index with a large fleet, inside the database engine. One execution of fifty is in progress. The same sizes
 * give the same rows, except for their times.
 */
export async function fillIndex(kysely: Kysely<Tables>, fleetId: string, size: IndexSize): Promise<void> {
  const { executions, things, stuckPercent, waitingPercent } = size;
  await sql`
    insert into indexed_job (fleet_id, job_id, status, listed_at, described_at, namespace_id, timeout_minutes,
      read_at, next_at)
    select ${fleetId}, 'job-' || n, 'IN_PROGRESS', now(), now(), '', case when n % 3 = 0 then null else 90 end,
      now() - n % 60 * interval '1 second', now()
    from generate_series(0, ${sql.lit(JOBS - 1)}) n`.execute(kysely);
  await sql`
    insert into open_execution (fleet_id, job_id, thing_name, status, queued_at, started_at, last_updated_at,
      execution_number, read_at, round, due_at, is_due, since, reason, severity, behind, blocked_by, has_timeout, looked_at,
      version_number, status_details, thing_looked_at, thing_type, thing_groups, connectivity)
    select ${fleetId}, 'job-' || job, thing, case when runs then 'IN_PROGRESS' else 'QUEUED' end,
      case when runs then since - interval '1 hour' else since end, case when runs then since end, since,
      1, now() - n % 60 * interval '1 second', 1, since + case when runs then interval '1 hour' else interval '1 day' end,
      due, since,
      case when runs then (array['stuck-disconnected', 'stuck-no-timeout', 'stuck-blocking', 'stuck'])[1 + job % 4]
        else (array['behind-stuck', 'behind-another', 'not-connected', 'rollout', 'waiting', 'waiting'])[1 + n % 6] end,
      case when runs then (3 - job % 4) else 0 end, case when runs then n % 7 else 0 end,
      case when not runs and n % 6 < 2 then 'job-' || (job + 1) % ${sql.lit(JOBS)} end, job % 3 <> 0,
      case when due then now() end, case when runs and due then 3 end,
      case when runs and due then '{"step":"download","percent":"40"}' end,
      case when due then now() end, case when due then (array['kiosk', 'gateway', 'sensor', 'pos-terminal'])[1 + n % 4] end,
      case when due then array['site-' || n % 500, 'region-' || n % 12] end,
      case when due then (array['connected', 'disconnected', 'unknown'])[1 + n % 3] end
    from (
      select n, 'thing-' || lpad((n::bigint * 7919 % ${sql.lit(things)})::text, 6, '0') as thing,
        case when n % 10 = 0 then 0 when n % 10 = 1 then 1 + n / 10 % 9
          else 10 + (n / 10 * 8 + n % 10 - 2) % ${sql.lit(JOBS - 10)} end as job,
        runs, due,
        date_trunc('milliseconds', now() - case when runs and due then interval '61 minutes' + x * interval '9 days'
          when runs then x * interval '59 minutes'
          when due then interval '1441 minutes' + x * interval '20 days'
          else x * interval '1439 minutes' end) as since
      from (
        select n, n % 50 = 7 as runs, random() as x,
          n / 50 % 100 < case when n % 50 = 7 then ${sql.lit(stuckPercent)} else ${sql.lit(waitingPercent)} end as due
        from generate_series(0, ${sql.lit(executions - 1)}) n
      ) numbered
    ) placed
    on conflict do nothing`.execute(kysely);
  // PostgreSQL does this by itself after a while. Counts are then answered from an index alone.
  await sql`vacuum analyze open_execution, open_group`.execute(kysely);
  await sql`analyze indexed_job`.execute(kysely);
}
