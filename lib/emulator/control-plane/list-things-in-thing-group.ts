import { maxResults, nextToken, thingGroupName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { boolean, optional, required } from "../http/shape.ts";
import type { RollPage } from "../state/roll.ts";
import { requireThingGroup } from "./require-resource.ts";

export const listThingsInThingGroupOperation = defineOperation({
  api: "ListThingsInThingGroup",
  method: "GET",
  path: "/thing-groups/{thingGroupName}/things",
  labels: { thingGroupName: required(thingGroupName) },
  query: {
    recursive: optional(boolean()),
    nextToken: optional(nextToken),
    maxResults: optional(maxResults),
  },
  act(call, { thingGroupName, recursive = false, ...paging }) {
    const group = requireThingGroup(call, thingGroupName);
    const { registry } = call.world;
    const { rows, nextToken } = answerPage(
      call,
      ["ListThingsInThingGroup", thingGroupName, recursive],
      paging,
      (from = 0, limit): RollPage<string> => {
        if (!recursive) return group.members.page(from, limit, () => true);
        // Scans all things in order, so that a thing in several of the groups appears once.
        const groups = registry.withDescendants(group.name).map((name) => registry.group(name)!);
        const { rows, next } = registry.things.page(from, limit, ({ thingName }) =>
          groups.some(({ memberPlaces }) => memberPlaces.has(thingName)),
        );
        return { rows: rows.map(({ thingName }) => thingName), next };
      },
    );
    return { things: rows, nextToken };
  },
});
