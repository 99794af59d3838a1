import { type RawBuilder, sql } from "kysely";
import type { TriageFilter } from "@/lib/core/contracts/triage-filter";

/** A filter with the groups that its group stands for; null: it has none. */
export type StuckFilter = Omit<TriageFilter, "group"> & { groups: readonly string[] | null };

/**
 * Which rows of `open_execution` a question means, as the terms of a `where`.
 *
 * `is_due` and the status stand in the statement itself: most indexes have such rows only, and the planner takes no
 * parameter for it.
 */
export function narrowStuck(fleetId: string, filter: StuckFilter): RawBuilder<unknown> {
  const { state, job, thing, only, type, groups, connectivity, timeout, reason, older } = filter;
  const terms = [sql`fleet_id = ${fleetId}`, sql`is_due`];
  if (state === "stuck") terms.push(sql`status = 'IN_PROGRESS'`);
  if (state === "waiting") terms.push(sql`status = 'QUEUED'`);
  if (job !== null) terms.push(sql`job_id = ${job}`);
  if (thing !== null) terms.push(sql`thing_name like ${contains(thing)}`);
  if (only !== null) terms.push(sql`thing_name = ${only}`);
  if (type !== null) terms.push(sql`thing_type = ${type}`);
  if (groups !== null) terms.push(isInAny(groups));
  if (connectivity !== null) terms.push(sql`connectivity = ${connectivity}`);
  if (timeout !== null) terms.push(sql`has_timeout = ${timeout === "yes"}`);
  if (reason !== null) terms.push(sql`reason = ${reason}`);
  if (older !== null) terms.push(sql`since < now() - ${older} * interval '1 hour'`);
  return sql.join(terms, sql` and `);
}

/**
 * Which rows may fit a question as well, as far as anybody knows: what it asks of their things was not asked of AWS yet, or
 * AWS has not told. Null: the question asks nothing of the kind.
 */
export function maybeStuck(fleetId: string, filter: StuckFilter): RawBuilder<unknown> | null {
  const { type, groups, connectivity } = filter;
  const asked = [
    type !== null && { isUnknown: sql`thing_looked_at is null`, fits: sql`thing_type = ${type}` },
    groups !== null && { isUnknown: sql`thing_groups is null`, fits: isInAny(groups) },
    connectivity !== null && {
      isUnknown: sql`connectivity is null`,
      fits: sql`connectivity = ${connectivity}`,
    },
  ].filter((term) => term !== false);
  if (asked.length === 0) return null;
  const others = narrowStuck(fleetId, { ...filter, type: null, groups: null, connectivity: null });
  const isAnyUnknown = sql.join(
    asked.map(({ isUnknown }) => isUnknown),
    sql` or `,
  );
  const mayFit = asked.map(({ isUnknown, fits }) => sql`(${isUnknown} or ${fits})`);
  return sql`${others} and (${isAnyUnknown}) and ${sql.join(mayFit, sql` and `)}`;
}

const isInAny = (groups: readonly string[]) => sql`thing_groups && array[${sql.join(groups)}]`;

/** Names may hold `_`, which stands for any character there. */
const contains = (part: string) => `%${part.replace(/[\\%_]/g, "\\$&")}%`;
