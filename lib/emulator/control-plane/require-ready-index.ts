import { awsError, invalidRequest } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";
import { compileSearchQuery, InvalidQueryError } from "../search/search-query.ts";
import type { SearchDocument } from "../search/search-document.ts";

export const THING_INDEX = "AWS_Things";
export const QUERY_VERSION = "2017-09-30";

/**
 * Requires a ready thing index. The message for an index that is off is AWS's own (facts 2.9). AWS_ThingGroups is not
 * implemented and is treated as off.
 */
export function requireReadyIndex({ world, nowMs }: Call, indexName: string): void {
  const { thingIndexingMode, readyAtMs } = world.indexing;
  if (indexName !== THING_INDEX || thingIndexingMode === "OFF") {
    throw awsError(
      "ResourceNotFoundException",
      `Index ${indexName} does not exist. Please enable index by calling UpdateIndexingConfiguration`,
    );
  }
  if (nowMs < readyAtMs) throw awsError("IndexNotReadyException", `Index ${indexName} is being built.`);
}

/** A dynamic group needs the ready index of things, the only one it can query [DG:dynamic-thing-groups]. */
export function requireThingIndex({ world, nowMs }: Call, indexName = THING_INDEX): void {
  if (indexName !== THING_INDEX) throw invalidRequest(`Only the index ${THING_INDEX} is supported.`);
  const { thingIndexingMode, readyAtMs } = world.indexing;
  if (thingIndexingMode === "OFF" || nowMs < readyAtMs) {
    throw invalidRequest("Fleet indexing must be enabled and built before there can be dynamic groups.");
  }
}

/** Compiles a query. @throws AwsError InvalidQueryException for an invalid query or another version */
export function requireQuery(
  queryString: string,
  queryVersion: string | undefined,
): (document: SearchDocument) => boolean {
  if (queryVersion !== undefined && queryVersion !== QUERY_VERSION) {
    throw awsError("InvalidQueryException", `Query version ${queryVersion} is not supported.`);
  }
  try {
    return compileSearchQuery(queryString);
  } catch (error) {
    if (error instanceof InvalidQueryError) throw awsError("InvalidQueryException", error.message);
    throw error;
  }
}
