import { maxResults, nextToken, thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional, required } from "../http/shape.ts";
import { requireThing } from "./require-resource.ts";

export const listThingGroupsForThingOperation = defineOperation({
  api: "ListThingGroupsForThing",
  method: "GET",
  path: "/things/{thingName}/thing-groups",
  labels: { thingName: required(thingName) },
  query: { nextToken: optional(nextToken), maxResults: optional(maxResults) },
  act(call, { thingName, ...paging }) {
    const { thingGroupNames } = requireThing(call, thingName);
    const { groups } = call.world.registry;
    const { rows, nextToken } = answerPage(
      call,
      ["ListThingGroupsForThing", thingName],
      paging,
      (from = 0, limit) => groups.page(from, limit, ({ name }) => thingGroupNames.includes(name)),
    );
    return {
      thingGroups: rows.map(({ name }) => ({ groupName: name, groupArn: call.arns.of("thinggroup", name) })),
      nextToken,
    };
  },
});
