import { maxResults, nextToken, thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional, required } from "../http/shape.ts";
import { requireThing } from "./require-resource.ts";

/**
 * The groups that the thing is in. The guide's text says direct groups, its sample lists a parent too [DG:thing-groups]: a
 * variant.
 */
export const listThingGroupsForThingOperation = defineOperation({
  api: "ListThingGroupsForThing",
  method: "GET",
  path: "/things/{thingName}/thing-groups",
  labels: { thingName: required(thingName) },
  query: { nextToken: optional(nextToken), maxResults: optional(maxResults) },
  act(call, { thingName, ...paging }) {
    const { thingGroupNames } = requireThing(call, thingName);
    const { registry, variants } = call.world;
    const names = new Set(
      variants.groupsOfThing === "direct"
        ? thingGroupNames
        : thingGroupNames.flatMap((name) => registry.withAncestors(name)),
    );
    const { rows, nextToken } = answerPage(
      call,
      ["ListThingGroupsForThing", thingName],
      paging,
      (from = 0, limit) => registry.groups.page(from, limit, ({ name }) => names.has(name)),
    );
    return {
      thingGroups: rows.map(({ name }) => ({ groupName: name, groupArn: call.arns.of("thinggroup", name) })),
      nextToken,
    };
  },
});
