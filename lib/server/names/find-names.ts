import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { NAMES_SHOWN, rankNames } from "@/lib/core/domain/rank-names";
import type { NameKind } from "./upsert-names";

export type NamesOfKinds = Record<NameKind, string[]>;

/** So many of a kind are ranked. Where more begin alike, it is the first of them in the order of the names. */
const CANDIDATES = 200;

/** So many names of a kind are looked through one by one; a fleet that has no more is then known whole. */
const SAMPLE = 2_000;
/** The same where the index of parts is of no help. */
const LARGE_SAMPLE = 20_000;

/**
 * Where so many of a sample hold something, 1 % of all names do, or more: of a part, there is enough to choose from; of
 * what the index is asked for, it would bring 10,000 of a million. Below, it answers within milliseconds; all of a
 * million take it 300.
 */
const COMMON = 20;

/** The index of parts knows letters and digits, three in a row at least. More of them than this cost, and say little. */
const WORD = /[a-z0-9]{3,}/g;
const PIECE = 5;

/**
 * The names of a fleet that hold `part`, by kind, ranked: within a time that hardly grows with the number of names.
 *
 * First those that begin with it, by their index; where these are few, a fair sample of all; and where that has few that
 * hold it, the index of parts is asked for its rarest piece, as all of `kiosk-ams-0420017` would have it go through the
 * lists of every `kiosk` and every `ams`. Where no piece is rare, a larger sample has to do: of names that hold a part
 * like `osk-am` in their middle, and are rare all the same, some may then be missing until one types on.
 */
export async function findNames(
  kysely: Kysely<Tables>,
  fleetId: string,
  part: string,
): Promise<NamesOfKinds> {
  const wanted = part.toLowerCase();
  const begun = await lookAtBeginnings(kysely, fleetId, wanted);
  const found: Found[] = [begun];
  // What begins with it comes before all that holds it elsewhere.
  const short = KINDS.filter((kind) => begun[kind].names.length < NAMES_SHOWN);
  if (short.length > 0) {
    const sample = await lookAtSample(kysely, fleetId, wanted);
    found.push(sample);
    const lacking = short.filter((kind) => !sample[kind].isWhole && sample[kind].names.length < COMMON);
    if (lacking.length > 0) found.push(await lookFurther(kysely, fleetId, lacking, wanted, sample));
  }
  const named = (kind: NameKind) =>
    rankNames(
      part,
      found.flatMap((names) => names[kind].names),
    );
  return { thing: named("thing"), job: named("job") };
}

const KINDS = ["thing", "job"] as const;

type Found = Record<NameKind, { names: string[] }>;

interface Sample extends Record<NameKind, { names: string[]; isWhole: boolean }> {
  /** How many of both samples hold each piece. */
  pieces: Map<string, number>;
  /** How many hold all of them: to the index they look as if they held the part. */
  looksAlike: number;
  hasParts: boolean;
}

function lookFurther(
  kysely: Kysely<Tables>,
  fleetId: string,
  kinds: readonly NameKind[],
  wanted: string,
  sample: Sample,
): Promise<Found> {
  const piece = sample.hasParts ? chooseIndexed(wanted, sample) : null;
  return piece === null
    ? lookLonger(kysely, fleetId, kinds, wanted)
    : lookByParts(kysely, fleetId, piece, wanted);
}

/** What the index is asked for; null: nothing of it is rare. */
function chooseIndexed(wanted: string, { pieces, looksAlike }: Sample): string | null {
  const [rarest] = [...pieces].sort(([, a], [, b]) => a - b);
  if (rarest && rarest[1] < COMMON) return rarest[0];
  return rarest && looksAlike < COMMON ? wanted : null;
}

/** Both ends of each word of the part. */
function piecesOf(wanted: string): string[] {
  const words = wanted.match(WORD) ?? [];
  const ends = words.flatMap((word) => [word.slice(0, PIECE), word.slice(-PIECE)]);
  return [...new Set(ends)].slice(-6);
}

async function lookAtBeginnings(kysely: Kysely<Tables>, fleetId: string, wanted: string): Promise<Found> {
  const { rows } = await sql<{ kind: NameKind; name: string }>`
    select kinds.kind, name from (values ('thing'), ('job')) as kinds (kind), lateral (
      select name from known_name
      where fleet_id = ${fleetId} and known_name.kind = kinds.kind
        and lower(name) collate "C" >= ${wanted} and lower(name) collate "C" < ${`${wanted}\x7f`}
      order by lower(name) collate "C" limit ${CANDIDATES}) as begun
  `.execute(kysely);
  return byKind(rows);
}

/** Of both kinds, though only one be asked for: the index of parts has both, and it is its cost that the pieces tell. */
async function lookAtSample(kysely: Kysely<Tables>, fleetId: string, wanted: string): Promise<Sample> {
  const pieces = piecesOf(wanted);
  const holds = pieces.map((piece) => sql<boolean>`strpos(low, ${piece}) > 0`);
  const isAlike = holds.length > 0 ? sql`${sql.join(holds, sql` and `)}` : sql`false`;
  const { rows } = await sql<{
    kind: NameKind;
    names: string[];
    sampled: number;
    counts: number[];
    alike: number;
    hasParts: boolean;
  }>`
    select kinds.kind, counted.*, to_regclass('known_name_part') is not null as "hasParts"
    from (values ('thing'), ('job')) as kinds (kind), lateral (
      select
        coalesce(json_agg(name) filter (where strpos(low, ${wanted}) > 0), '[]') as names,
        count(*)::integer as sampled,
        json_build_array(${sql.join(holds.map((it) => sql`count(*) filter (where ${it})`))}) as counts,
        (count(*) filter (where ${isAlike}))::integer as alike
      from (
        select name, lower(name) as low from (
          select name from known_name where fleet_id = ${fleetId} and known_name.kind = kinds.kind
          order by shuffle limit ${SAMPLE}) as one offset 0) as sample) as counted
  `.execute(kysely);
  const of = (kind: NameKind) => rows.find((row) => row.kind === kind)!;
  const ofKind = (kind: NameKind) => ({ names: of(kind).names, isWhole: of(kind).sampled < SAMPLE });
  return {
    thing: ofKind("thing"),
    job: ofKind("job"),
    pieces: new Map(pieces.map((piece, at) => [piece, of("thing").counts[at]! + of("job").counts[at]!])),
    looksAlike: of("thing").alike + of("job").alike,
    hasParts: of("thing").hasParts,
  };
}

async function lookByParts(
  kysely: Kysely<Tables>,
  fleetId: string,
  piece: string,
  wanted: string,
): Promise<Found> {
  // The index first and all else after: the planner might go through all of the fleet's names for the sake of the order.
  const { rows } = await sql<{ kind: NameKind; name: string }>`
    with indexed as materialized (
      select fleet_id, kind, name from known_name where lower(name) like ${`%${escapeLike(piece)}%`}),
    numbered as (
      select kind, name, row_number() over (partition by kind order by length(name), name) as place
      from indexed where fleet_id = ${fleetId} and strpos(lower(name), ${wanted}) > 0)
    select kind, name from numbered where place <= ${CANDIDATES}
  `.execute(kysely);
  return byKind(rows);
}

async function lookLonger(
  kysely: Kysely<Tables>,
  fleetId: string,
  kinds: readonly NameKind[],
  wanted: string,
): Promise<Found> {
  const { rows } = await sql<{ kind: NameKind; name: string }>`
    select asked.kind, found.name
    from json_array_elements_text(${JSON.stringify(kinds)}::json) as asked (kind), lateral (
      select name from (
        select name from known_name where fleet_id = ${fleetId} and known_name.kind = asked.kind
        order by shuffle limit ${LARGE_SAMPLE}) as sample
      where strpos(lower(name), ${wanted}) > 0 limit ${CANDIDATES}) as found
  `.execute(kysely);
  return byKind(rows);
}

function byKind(rows: readonly { kind: NameKind; name: string }[]): Found {
  const named = (of: NameKind) => rows.filter(({ kind }) => kind === of).map(({ name }) => name);
  return { thing: { names: named("thing") }, job: { names: named("job") } };
}

const escapeLike = (text: string) => text.replace(/[\\%_]/g, "\\$&");
