import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { NAMES_SHOWN, rankNames } from "@/lib/core/domain/rank-names";
import { sampleNames, type Sample } from "./sample-names";
import { byKind, type FoundNames, NAME_KINDS } from "./name-kinds";
import type { NameKind } from "./upsert-names";

export type NamesOfKinds = Record<NameKind, string[]>;

/** Each of the searches returns at most this many names of a kind. */
const CANDIDATES = 200;

/** The size of the sample that is read if the trigram index cannot help. */
const LARGE_SAMPLE = 20_000;

/**
 * A text is common if this many names of the sample contain it: then about 1 % of all names or more do. The sample has
 * enough names to suggest for a common text, while the trigram index would return 10,000 of a million rows. For rarer
 * texts the index answers within milliseconds. For all of a million names it needs 300 ms.
 */
const COMMON = 20;

/**
 * Finds a fleet's names that contain `part`, by kind, ranked, within a time that hardly grows with the number of names.
 *
 * 1. Names that start with `part`, from their B-tree index.
 * 2. If these are few, names that contain it in a fair sample of all. A fleet with fewer names than that is then complete.
 * 3. If the sample has few, the trigram index (pg_trgm) is searched for the rarest piece of `part`, or for all of `part`
 *    if only all of its pieces together are rare. If neither is rare, or the extension is missing, a larger sample is
 *    read instead. Then a name that has `part` in its middle (as `osk-am`) may be missing until the person types on.
 *
 * Why not step 1 and then pg_trgm alone (`lower(name) like '%…%' limit 200`)? One or two letters have no trigram, so it
 * reads all names for them. For `kiosk_`, which no name contains, it checks every `kiosk`. These are the times per
 * keystroke with 1,000,000 names (`npm run bench -- j`, two busy cores):
 *
 *                            median     p95         slowest
 *   PostgreSQL, this file    4 ms       11 ms       21 ms
 *   PostgreSQL, pg_trgm      5 ms       183 ms      300 ms
 *   embedded, this file      13 ms      33 ms       266 ms
 *   embedded, pg_trgm        14 ms      1,511 ms    3,871 ms
 *
 * The embedded engine has one connection, so all pages would wait for those four seconds.
 */
export async function findNames(
  kysely: Kysely<Tables>,
  fleetId: string,
  part: string,
): Promise<NamesOfKinds> {
  const wanted = part.toLowerCase();
  const starting = await findByStart(kysely, fleetId, wanted);
  const found: FoundNames[] = [starting];
  // A name that starts with the part is ranked before one that contains it elsewhere.
  const short = NAME_KINDS.filter((kind) => starting[kind].names.length < NAMES_SHOWN);
  if (short.length > 0) {
    const sample = await sampleNames(kysely, fleetId, wanted);
    found.push(sample);
    const lacking = short.filter((kind) => !sample[kind].isComplete && sample[kind].names.length < COMMON);
    if (lacking.length > 0) found.push(await findRare(kysely, fleetId, lacking, wanted, sample));
  }
  const ranked = (kind: NameKind) =>
    rankNames(
      part,
      found.flatMap((names) => names[kind].names),
    );
  return { thing: ranked("thing"), job: ranked("job") };
}

async function findByStart(kysely: Kysely<Tables>, fleetId: string, wanted: string): Promise<FoundNames> {
  const { rows } = await sql<{ kind: NameKind; name: string }>`
    select kinds.kind, name from (values ('thing'), ('job')) as kinds (kind), lateral (
      select name from known_name
      where fleet_id = ${fleetId} and known_name.kind = kinds.kind
        and lower(name) collate "C" >= ${wanted} and lower(name) collate "C" < ${`${wanted}\x7f`}
      order by lower(name) collate "C" limit ${CANDIDATES}) as starting
  `.execute(kysely);
  return byKind(rows);
}

function findRare(
  kysely: Kysely<Tables>,
  fleetId: string,
  kinds: readonly NameKind[],
  wanted: string,
  sample: Sample,
): Promise<FoundNames> {
  const piece = sample.hasTrigramIndex ? chooseRare(wanted, sample) : null;
  return piece === null
    ? findInLargeSample(kysely, fleetId, kinds, wanted)
    : findByTrigrams(kysely, fleetId, piece, wanted);
}

/**
 * Chooses the text to search the trigram index for: the rarest piece if it is rare, all of `wanted` if only all pieces
 * together are rare, or null. A rare piece is better than all of `kiosk-ams-0420017`, for which the index would read
 * its entries for every `kiosk` and every `ams`.
 */
function chooseRare(wanted: string, { pieces, withAllPieces }: Sample): string | null {
  const [rarest] = [...pieces].sort(([, a], [, b]) => a - b);
  if (rarest && rarest[1] < COMMON) return rarest[0];
  return rarest && withAllPieces < COMMON ? wanted : null;
}

async function findByTrigrams(
  kysely: Kysely<Tables>,
  fleetId: string,
  piece: string,
  wanted: string,
): Promise<FoundNames> {
  // Materialized: otherwise the planner may read all of the fleet's names for the sake of the order.
  const { rows } = await sql<{ kind: NameKind; name: string }>`
    with matching as materialized (
      select fleet_id, kind, name from known_name where lower(name) like ${`%${escapeLike(piece)}%`}),
    numbered as (
      select kind, name, row_number() over (partition by kind order by length(name), name) as place
      from matching where fleet_id = ${fleetId} and strpos(lower(name), ${wanted}) > 0)
    select kind, name from numbered where place <= ${CANDIDATES}
  `.execute(kysely);
  return byKind(rows);
}

async function findInLargeSample(
  kysely: Kysely<Tables>,
  fleetId: string,
  kinds: readonly NameKind[],
  wanted: string,
): Promise<FoundNames> {
  const { rows } = await sql<{ kind: NameKind; name: string }>`
    select wanted_kind.kind, found.name
    from json_array_elements_text(${JSON.stringify(kinds)}::json) as wanted_kind (kind), lateral (
      select name from (
        select name from known_name where fleet_id = ${fleetId} and known_name.kind = wanted_kind.kind
        order by shuffle limit ${LARGE_SAMPLE}) as sample
      where strpos(lower(name), ${wanted}) > 0 limit ${CANDIDATES}) as found
  `.execute(kysely);
  return byKind(rows);
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, "\\$&");
