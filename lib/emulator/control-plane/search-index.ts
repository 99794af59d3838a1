import { awsError, invalidRequest } from "../http/aws-error.ts";
import { indexName, nextToken } from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { integer, optional, required, string } from "../http/shape.ts";
import { compileSearchQuery, InvalidQueryError, type SearchDocument } from "../search/search-query.ts";
import type { Thing } from "../state/registry.ts";
import { THING_INDEX, requireReadyIndex } from "./require-ready-index.ts";
import { resourceIdOf } from "./resource-id.ts";

/** "The result page size … cannot exceed 100" [MD]; the model has no upper bound. */
const MAX_PAGE_SIZE = 100;
const QUERY_VERSION = "2017-09-30";

export const searchIndexOperation = defineOperation({
  api: "SearchIndex",
  method: "POST",
  path: "/indices/search",
  body: {
    indexName: optional(indexName),
    queryString: required(string({ min: 1 })),
    nextToken: optional(nextToken),
    maxResults: optional(integer({ min: 1 })),
    queryVersion: optional(string()),
  },
  act(call, { indexName = THING_INDEX, queryString, nextToken, maxResults, queryVersion }) {
    if (maxResults !== undefined && maxResults > MAX_PAGE_SIZE) {
      throw invalidRequest(`maxResults must not exceed ${MAX_PAGE_SIZE}.`);
    }
    requireReadyIndex(call, indexName);
    if (queryVersion !== undefined && queryVersion !== QUERY_VERSION) {
      throw awsError("InvalidQueryException", `Query version ${queryVersion} is not supported.`);
    }
    const matches = compile(queryString);
    const page = answerPage(
      call,
      ["SearchIndex", indexName, queryString],
      { nextToken, maxResults: maxResults ?? MAX_PAGE_SIZE },
      (from = 0, limit) =>
        call.world.registry.things.page(from, limit, (thing) => matches(toDocument(call, thing))),
    );
    return { things: page.rows.map((thing) => toAnswer(call, thing)), nextToken: page.nextToken };
  },
});

function compile(query: string): (document: SearchDocument) => boolean {
  try {
    return compileSearchQuery(query);
  } catch (error) {
    if (error instanceof InvalidQueryError) throw awsError("InvalidQueryException", error.message);
    throw error;
  }
}

function showsConnectivity({ world }: Call): boolean {
  return world.indexing.thingConnectivityIndexingMode === "STATUS";
}

function toDocument(call: Call, thing: Thing): SearchDocument {
  if (thing.connectivity === undefined || showsConnectivity(call)) return thing;
  return { ...thing, connectivity: undefined };
}

/** A thing in no group has no member thingGroupNames at all, as in the sample of [CLI: search-index]. */
function toAnswer(call: Call, thing: Thing): object {
  const groups = [...thing.thingGroupNames, ...(thing.billingGroupName ? [thing.billingGroupName] : [])];
  return {
    thingName: thing.thingName,
    thingId: resourceIdOf("thing", thing.thingName),
    thingTypeName: thing.thingTypeName,
    thingGroupNames: groups.length > 0 ? groups : undefined,
    attributes: thing.attributes,
    connectivity: toDocument(call, thing).connectivity,
  };
}
