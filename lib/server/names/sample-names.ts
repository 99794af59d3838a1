import { type Kysely, sql } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { NameKind } from "./upsert-names";

/** The size of the sample of each kind. A kind with fewer names is then known completely. */
const SAMPLE = 2_000;

/** The trigram index knows letters and digits, at least three in a row. Longer pieces cost more and are hardly rarer. */
const WORD = /[a-z0-9]{3,}/g;
const PIECE_LENGTH = 5;
const MOST_PIECES = 6;

/** What a fair sample of a fleet's names tells about a part that is searched for. */
export interface Sample extends Record<NameKind, SampledNames> {
  /** How many of both samples contain each piece of the part: an estimate of what the trigram index returns for it. */
  pieces: Map<string, number>;
  /** How many contain all of the pieces: an estimate of what it returns for the whole part. */
  withAllPieces: number;
  /** Whether there is a trigram index: pg_trgm may be missing on a database that we did not create. */
  hasTrigramIndex: boolean;
}

interface SampledNames {
  /** Those of the sample that contain the part. */
  names: string[];
  /** Whether the sample was all of the kind. */
  isComplete: boolean;
}

interface SampleRow {
  kind: NameKind;
  names: string[];
  sampled: number;
  counts: number[];
  with_all: number;
  has_index: boolean;
}

/** Samples both kinds, even if one is searched for: the trigram index covers both, and the sample estimates its cost. */
export async function sampleNames(kysely: Kysely<Tables>, fleetId: string, wanted: string): Promise<Sample> {
  const pieces = piecesOf(wanted);
  const contains = pieces.map((piece) => sql<boolean>`strpos(low, ${piece}) > 0`);
  const containsAll = contains.length > 0 ? sql`${sql.join(contains, sql` and `)}` : sql`false`;
  const { rows } = await sql<SampleRow>`
    select kinds.kind, counted.*, to_regclass('known_name_part') is not null as has_index
    from (values ('thing'), ('job')) as kinds (kind), lateral (
      select
        coalesce(json_agg(name) filter (where strpos(low, ${wanted}) > 0), '[]') as names,
        count(*)::integer as sampled,
        json_build_array(${sql.join(contains.map((it) => sql`count(*) filter (where ${it})`))}) as counts,
        (count(*) filter (where ${containsAll}))::integer as with_all
      from (
        select name, lower(name) as low from (
          select name from known_name where fleet_id = ${fleetId} and known_name.kind = kinds.kind
          order by shuffle limit ${SAMPLE}) as one offset 0) as sample) as counted
  `.execute(kysely);
  const [thing, job] = [rowOf(rows, "thing"), rowOf(rows, "job")];
  const toSampled = ({ names, sampled }: SampleRow) => ({ names, isComplete: sampled < SAMPLE });
  return {
    thing: toSampled(thing),
    job: toSampled(job),
    pieces: new Map(pieces.map((piece, at) => [piece, thing.counts[at]! + job.counts[at]!])),
    withAllPieces: thing.with_all + job.with_all,
    hasTrigramIndex: thing.has_index,
  };
}

const rowOf = (rows: readonly SampleRow[], kind: NameKind) => rows.find((row) => row.kind === kind)!;

/** Both ends of each word of the part; of many words those at its end, which are the likeliest to be rare. */
function piecesOf(wanted: string): string[] {
  const words = wanted.match(WORD) ?? [];
  const ends = words.flatMap((word) => [word.slice(0, PIECE_LENGTH), word.slice(-PIECE_LENGTH)]);
  return [...new Set(ends)].slice(-MOST_PIECES);
}
