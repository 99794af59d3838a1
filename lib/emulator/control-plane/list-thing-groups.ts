import { maxResults, nextToken, thingGroupName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { boolean, optional } from "../http/shape.ts";
import type { ThingGroup } from "../state/registry.ts";
import { requireThingGroup } from "./require-resource.ts";

/**
 * With parentGroup, lists its children, or all its descendants if recursive is true. Without parentGroup, lists all
 * groups, or only the root groups if recursive is false.
 */
export const listThingGroupsOperation = defineOperation({
  api: "ListThingGroups",
  method: "GET",
  path: "/thing-groups",
  query: {
    nextToken: optional(nextToken),
    maxResults: optional(maxResults),
    parentGroup: optional(thingGroupName),
    namePrefixFilter: optional(thingGroupName),
    recursive: optional(boolean()),
  },
  act(call, { parentGroup, namePrefixFilter, recursive, ...paging }) {
    const { registry } = call.world;
    const parent = parentGroup === undefined ? undefined : requireThingGroup(call, parentGroup);
    const below =
      parent &&
      new Set(recursive === true ? registry.withDescendants(parent.name).slice(1) : parent.children);
    const isListed = (group: ThingGroup) =>
      below ? below.has(group.name) : recursive !== false || group.parent === undefined;
    const { rows, nextToken } = answerPage(
      call,
      ["ListThingGroups", parentGroup, namePrefixFilter, recursive],
      paging,
      (from = 0, limit) =>
        registry.groups.page(
          from,
          limit,
          (group) =>
            isListed(group) && (namePrefixFilter === undefined || group.name.startsWith(namePrefixFilter)),
        ),
    );
    return {
      thingGroups: rows.map(({ name }) => ({ groupName: name, groupArn: call.arns.of("thinggroup", name) })),
      nextToken,
    };
  },
});
