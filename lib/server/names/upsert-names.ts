import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

export type NameKind = "thing" | "job";

/**
 * Notes names that AWS has just listed, so that Go to finds them by a part. Of those that were met within the day, as most
 * of a page were, nothing is changed.
 *
 * They are not looked for first: before a table has statistics, any of its indexes seems as good for that as its key, and
 * with one that has no names each page took as long as all that were there before.
 */
export async function upsertNames(
  kysely: Kysely<Tables>,
  fleetId: string,
  kind: NameKind,
  names: readonly string[],
): Promise<void> {
  // Always in the same order: two writers of the same names then wait for each other, never in a circle.
  const sorted = [...new Set(names)].filter((name) => name !== "").sort();
  if (sorted.length === 0) return;
  await sql`
    insert into known_name as known (fleet_id, kind, name, shuffle, seen_at)
    select ${fleetId}, ${kind}, met.name, (random() * 2147483647)::integer, clock_timestamp()
    from json_array_elements_text(${JSON.stringify(sorted)}::json) with ordinality as met (name, place)
    order by met.place
    on conflict (fleet_id, kind, name) do update set seen_at = excluded.seen_at
      where known.seen_at < excluded.seen_at - interval '1 day'
  `.execute(kysely);
}

/** Drops a name that AWS does not know. Should it come into being, it is met as any other. */
export async function forgetName(
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
