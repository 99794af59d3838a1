import { invalidRequest } from "../http/aws-error.ts";
import { indexName, nextToken } from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { integer, optional, required, string } from "../http/shape.ts";
import { toIndexDocument } from "../search/index-document.ts";
import type { Thing } from "../state/registry.ts";
import { requireQuery, requireReadyIndex, THING_INDEX } from "./require-ready-index.ts";
import { resourceIdOf } from "./resource-id.ts";

/** "The result page size … cannot exceed 100" [MD]; the model has no upper bound. */
const MAX_PAGE_SIZE = 100;

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
    const matches = requireQuery(queryString, queryVersion);
    const { registry } = call.world;
    const page = answerPage(
      call,
      ["SearchIndex", indexName, queryString],
      { nextToken, maxResults: maxResults ?? MAX_PAGE_SIZE },
      (from = 0, limit) =>
        registry.things.page(from, limit, (thing) => matches(toIndexDocument(call.world, thing, call.nowMs))),
    );
    return { things: page.rows.map((thing) => toAnswer(call, thing)), nextToken: page.nextToken };
  },
});

/** A thing without groups has no member thingGroupNames, as in the sample of [CLI: search-index]. */
function toAnswer(call: Call, thing: Thing): object {
  const { thingGroupNames, connectivity } = toIndexDocument(call.world, thing, call.nowMs);
  const groups = [...thingGroupNames, ...(thing.billingGroupName ? [thing.billingGroupName] : [])];
  return {
    thingName: thing.thingName,
    thingId: resourceIdOf("thing", thing.thingName),
    thingTypeName: thing.thingTypeName,
    thingGroupNames: groups.length > 0 ? groups : undefined,
    attributes: thing.attributes,
    connectivity,
  };
}
