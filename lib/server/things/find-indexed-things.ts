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
 * Finds things in AWS's fleet index whose names start with `part` or contain it; none if fleet indexing is off. The
 * index also has things that the console has not seen yet. It has no jobs.
 *
 * `missing` says why names may be missing: a search failed or would be too long for AWS, or AWS has more results.
 *
 * Calls: 2 SearchIndex. AWS does not rank its results, so a single search for names that contain the part could leave
 * out names that start with it.
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
  const containing = `thingName:*${term}*`;
  const [starting, within] = await Promise.all([
    iot.searchThings(`thingName:${term}*`, null),
    containing.length <= LEADING_WILDCARD_QUERY_LENGTH ? iot.searchThings(containing, null) : null,
  ]);
  if (!starting.ok && !within?.ok) return starting;
  const answers = [starting, within].filter((answer) => answer !== null);
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
