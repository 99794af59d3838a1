import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/db/tables";

export type NameKind = "thing" | "job";

/**
 * Notes names that AWS has just listed, so that Go to finds them by a part. One statement, which writes nothing where all
 * of them were met within the day: most pages bring no new name.
 */
export async function keepNames(
  kysely: Kysely<Tables>,
  fleetId: string,
  kind: NameKind,
  names: readonly string[],
): Promise<void> {
  // Always in the same order: two writers of the same names then wait for each other, never in a circle.
  const sorted = [...new Set(names)].filter((name) => name !== "").sort();
  if (sorted.length === 0) return;
  await sql`
    insert into known_name (fleet_id, kind, name, shuffle, seen_at)
    select ${fleetId}, ${kind}, met.name, (random() * 2147483647)::integer, clock_timestamp()
    from json_array_elements_text(${JSON.stringify(sorted)}::json) with ordinality as met (name, place)
    where not exists (
      select from known_name known
      where known.fleet_id = ${fleetId} and known.kind = ${kind} and known.name = met.name
        and known.seen_at > clock_timestamp() - interval '1 day')
    order by met.place
    on conflict (fleet_id, kind, name) do update set seen_at = excluded.seen_at
  `.execute(kysely);
}
