import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { FoundNames } from "@/lib/core/contracts/found-names";
import { THING_NAME_PATTERN } from "@/lib/core/domain/names";
import { rankNames } from "@/lib/core/domain/rank-names";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import { escapeTerm, LEADING_WILDCARD_QUERY_LENGTH } from "@/lib/core/domain/search-term";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";

type Services = { iot: Pick<IotGateway, "indexing" | "searchThings"> };

const NOTHING: FoundNames = { things: [], jobs: [], missing: null };

/**
 * Things of AWS's own fleet index whose names begin with `part`, or hold it; none where fleet indexing is off. It knows
 * things that the console has not met yet, and no jobs.
 *
 * What was not searched is told in `missing`: a search that failed, or one for names that hold a part too long for AWS.
 *
 * Calls: 2 SearchIndex, as AWS orders nothing: names that begin with the part could be missing among 100 that hold it.
 */
export async function findIndexedThings(
  { iot }: Services,
  actor: Actor,
  { part }: { part: string },
): Promise<Result<FoundNames, ReadFailure>> {
  const authorized = authorize(actor, "read");
  if (!authorized.ok) return authorized;
  if (!THING_NAME_PATTERN.test(part)) return ok(NOTHING);
  const indexing = await iot.indexing();
  if (!indexing.ok) return indexing;
  if (!indexing.value.things) return ok(NOTHING);

  const term = escapeTerm(part);
  const holding = `thingName:*${term}*`;
  const [begin, within] = await Promise.all([
    iot.searchThings(`thingName:${term}*`, null),
    holding.length <= LEADING_WILDCARD_QUERY_LENGTH ? iot.searchThings(holding, null) : null,
  ]);
  if (!begin.ok && !within?.ok) return begin;
  const answers = [begin, within].filter((answer) => answer !== null);
  const names = answers.flatMap((answer) => (answer.ok ? answer.value.rows : [])).map((row) => row.thingName);
  const failed = answers.find((answer) => !answer.ok);
  const isMore = answers.some((answer) => answer.ok && answer.value.cursor !== null);
  return ok({
    things: rankNames(part, names),
    jobs: [],
    missing: toMissing(failed, within === null, isMore),
  });
}

function toMissing(
  failed: Result<unknown, ReadFailure> | undefined,
  isTooLong: boolean,
  isMore: boolean,
): FoundNames["missing"] {
  if (failed && !failed.ok) return { kind: "failed", failure: failed.failure };
  if (isTooLong) return { kind: "too-long" };
  return isMore ? { kind: "more" } : null;
}
