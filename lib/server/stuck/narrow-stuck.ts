import { type RawBuilder, sql } from "kysely";
import type { TriageFilter } from "@/lib/core/contracts/triage-filter";

/** A filter in which a group is replaced by itself and the groups below it. Null: no filter by group. */
export type StuckFilter = Omit<TriageFilter, "group"> & { groups: readonly string[] | null };

/**
 * The rows of `open_execution` that match a filter, as the terms of a `where`.
 *
 * `is_due` and the status are literals: most indexes are partial on them, and the planner matches no parameter to a partial
 * index.
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
 * The rows that may match a filter: a fact of their things that it needs is not known, and the known ones match. Null: the
 * filter needs no such fact.
 */
export function maybeStuck(fleetId: string, filter: StuckFilter): RawBuilder<unknown> | null {
  const { type, groups, connectivity } = filter;
  const needed = [
    type !== null && { isUnknown: sql`thing_looked_at is null`, matches: sql`thing_type = ${type}` },
    groups !== null && { isUnknown: sql`thing_groups is null`, matches: isInAny(groups) },
    connectivity !== null && {
      isUnknown: sql`connectivity is null`,
      matches: sql`connectivity = ${connectivity}`,
    },
  ].filter((term) => term !== false);
  if (needed.length === 0) return null;
  const others = narrowStuck(fleetId, { ...filter, type: null, groups: null, connectivity: null });
  const isAnyUnknown = sql.join(
    needed.map(({ isUnknown }) => isUnknown),
    sql` or `,
  );
  const mayMatch = needed.map(({ isUnknown, matches }) => sql`(${isUnknown} or ${matches})`);
  return sql`${others} and (${isAnyUnknown}) and ${sql.join(mayMatch, sql` and `)}`;
}

const isInAny = (groups: readonly string[]) => sql`thing_groups && ${sql.val(groups)}::text[]`;

/** Escapes `_`, which names may contain, and which matches any character in a pattern. */
const contains = (part: string) => `%${part.replace(/[\\%_]/g, "\\$&")}%`;
