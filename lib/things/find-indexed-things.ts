import type { Actor } from "@/lib/auth/actor";
import { requireMay } from "@/lib/auth/may";
import type { FoundNames } from "@/lib/contracts/found-names";
import { THING_NAME_PATTERN } from "@/lib/domain/names";
import { rankNames } from "@/lib/domain/rank-names";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { ok, type Result } from "@/lib/domain/result";
import { escapeTerm } from "@/lib/domain/search-term";
import type { IotGateway } from "@/lib/iot/iot-gateway";

type Services = { iot: Pick<IotGateway, "indexing" | "searchThings"> };

/** A wildcard in front is allowed in a term of so many characters (facts 4.4), both wildcards among them. */
const MAX_PART = 98;

const NOTHING: FoundNames = { things: [], jobs: [] };

/**
 * Things of AWS's own fleet index whose names begin with `part`, or hold it where the index takes that; none where
 * fleet indexing is off. It knows things that the console has not met yet, and no jobs.
 *
 * Calls: 2 SearchIndex, as AWS orders nothing: names that begin with the part could be missing among 100 that hold it.
 */
export async function findIndexedThings(
  { iot }: Services,
  actor: Actor,
  { part }: { part: string },
): Promise<Result<FoundNames, ReadFailure>> {
  const may = requireMay(actor, "read");
  if (!may.ok) return may;
  if (!THING_NAME_PATTERN.test(part)) return ok(NOTHING);
  const indexing = await iot.indexing();
  if (!indexing.ok) return indexing;
  if (!indexing.value.things) return ok(NOTHING);

  const term = escapeTerm(part);
  const [begin, within] = await Promise.all([
    iot.searchThings(`thingName:${term}*`, null),
    part.length <= MAX_PART ? iot.searchThings(`thingName:*${term}*`, null) : null,
  ]);
  if (!begin.ok) return begin;
  const rows = [...begin.value.rows, ...(within?.ok ? within.value.rows : [])];
  return ok({
    things: rankNames(
      part,
      rows.map(({ thingName }) => thingName),
    ),
    jobs: [],
  });
}
