import { maxResults, nextToken, thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional } from "../http/shape.ts";
import { toThingType } from "./thing-type-answer.ts";

export const listThingTypesOperation = defineOperation({
  api: "ListThingTypes",
  method: "GET",
  path: "/thing-types",
  query: {
    nextToken: optional(nextToken),
    maxResults: optional(maxResults),
    thingTypeName: optional(thingTypeName),
  },
  act(call, { thingTypeName, ...paging }) {
    const { rows, nextToken } = answerPage(
      call,
      ["ListThingTypes", thingTypeName],
      paging,
      (from = 0, limit) =>
        call.world.registry.types.page(
          from,
          limit,
          (type) => thingTypeName === undefined || type.name === thingTypeName,
        ),
    );
    return { thingTypes: rows.map((type) => toThingType(call, type)), nextToken };
  },
});
