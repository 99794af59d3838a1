import { type RawBuilder, sql } from "kysely";
import type { TriageFilter } from "@/lib/contracts/triage-filter";

/**
 * Which rows of `open_execution` a question means, as the terms of a `where`.
 *
 * `is_due` and the status stand in the statement itself: most indexes have such rows only, and the planner takes no
 * parameter for it.
 */
export function narrowStuck(fleetId: string, filter: TriageFilter): RawBuilder<unknown> {
  const { state, job, thing, only, type, group, connectivity, timeout, reason, older } = filter;
  const terms = [sql`fleet_id = ${fleetId}`, sql`is_due`];
  if (state === "stuck") terms.push(sql`status = 'IN_PROGRESS'`);
  if (state === "waiting") terms.push(sql`status = 'QUEUED'`);
  if (job !== null) terms.push(sql`job_id = ${job}`);
  if (thing !== null) terms.push(sql`thing_name like ${contains(thing)}`);
  if (only !== null) terms.push(sql`thing_name = ${only}`);
  if (type !== null) terms.push(sql`thing_type = ${type}`);
  if (group !== null) terms.push(sql`thing_groups @> array[${group}]`);
  if (connectivity !== null) terms.push(sql`connectivity = ${connectivity}`);
  if (timeout !== null) terms.push(sql`has_timeout = ${timeout === "yes"}`);
  if (reason !== null) terms.push(sql`reason = ${reason}`);
  if (older !== null) terms.push(sql`since < now() - ${older} * interval '1 hour'`);
  return sql.join(terms, sql` and `);
}

/** Names may hold `_`, which stands for any character there. */
const contains = (part: string) => `%${part.replace(/[\\%_]/g, "\\$&")}%`;
