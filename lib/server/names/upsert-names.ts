import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

export type NameKind = "thing" | "job";

/**
 * Writes names that AWS has returned, so that Go to finds them by a part. Rows of names that were seen within the last day,
 * as most of a page were, do not change.
 *
 * The names are inserted without a lookup before. Until a table has statistics, the planner may use any of its indexes for
 * a lookup, and with the one that has no names each page took as long as all rows together.
 */
export async function upsertNames(
  kysely: Kysely<Tables>,
  fleetId: string,
  kind: NameKind,
  names: readonly string[],
): Promise<void> {
  // Always in the same order, so that two writers of the same names never deadlock.
  const sorted = [...new Set(names)].filter((name) => name !== "").sort();
  if (sorted.length === 0) return;
  await sql`
    insert into known_name as known (fleet_id, kind, name, shuffle, seen_at)
    select ${fleetId}, ${kind}, seen.name, (random() * 2147483647)::integer, clock_timestamp()
    from json_array_elements_text(${JSON.stringify(sorted)}::json) with ordinality as seen (name, place)
    order by seen.place
    on conflict (fleet_id, kind, name) do update set seen_at = excluded.seen_at
      where known.seen_at < excluded.seen_at - interval '1 day'
  `.execute(kysely);
}

/** Deletes a name that AWS does not know. If it is created later, it is recorded like any other. */
export async function deleteName(
  kysely: Kysely<Tables>,
  fleetId: string,
  kind: NameKind,
  name: string,
): Promise<void> {
  await kysely
    .deleteFrom("known_name")
    .where("fleet_id", "=", fleetId)
    .where("kind", "=", kind)
    .where("name", "=", name)
    .execute();
}
