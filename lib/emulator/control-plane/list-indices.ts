import { nextToken } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { integer, optional } from "../http/shape.ts";
import { THING_INDEX } from "./require-ready-index.ts";

/** "If you have not enabled thing indexing, you might not have any indices" [CLI: list-indices]. */
export const listIndicesOperation = defineOperation({
  api: "ListIndices",
  method: "GET",
  path: "/indices",
  query: { nextToken: optional(nextToken), maxResults: optional(integer({ min: 1, max: 500 })) },
  act(call, paging) {
    const { indexing, groupIndexing } = call.world;
    const names = [
      ...(indexing.thingIndexingMode === "OFF" ? [] : [THING_INDEX]),
      ...(groupIndexing.thingGroupIndexingMode === "OFF" ? [] : ["AWS_ThingGroups"]),
    ];
    const { rows, nextToken } = answerPage(call, ["ListIndices"], paging, (from = 0, limit) => {
      const end = from + limit;
      return { rows: names.slice(from, end), next: end < names.length ? end : undefined };
    });
    return { indexNames: rows, nextToken };
  },
});
