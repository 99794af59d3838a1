import { thingGroupName } from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import { toSeconds } from "../http/timestamp.ts";
import type { ThingGroup } from "../state/registry.ts";
import { QUERY_VERSION, THING_INDEX } from "./require-ready-index.ts";
import { requireThingGroup } from "./require-resource.ts";
import { resourceIdOf } from "./resource-id.ts";

/** Omits members as the samples do [CLI: describe-thing-group] [DG:dynamic-thing-groups]. */
export const describeThingGroupOperation = defineOperation({
  api: "DescribeThingGroup",
  method: "GET",
  path: "/thing-groups/{thingGroupName}",
  labels: { thingGroupName: required(thingGroupName) },
  act(call, { thingGroupName }) {
    const group = requireThingGroup(call, thingGroupName);
    return {
      thingGroupName,
      thingGroupId: resourceIdOf("thinggroup", thingGroupName),
      thingGroupArn: call.arns.of("thinggroup", thingGroupName),
      version: group.version,
      thingGroupProperties: {
        thingGroupDescription: group.description,
        attributePayload:
          Object.keys(group.attributes).length > 0 ? { attributes: group.attributes } : undefined,
      },
      thingGroupMetadata: toMetadata(call, group),
      ...(group.queryString !== undefined && {
        indexName: THING_INDEX,
        queryString: group.queryString,
        queryVersion: QUERY_VERSION,
        status: "ACTIVE",
      }),
    };
  },
});

function toMetadata({ world, arns }: Call, { name, parent, createdAtMs }: ThingGroup): object {
  const ancestors = world.registry.withAncestors(name).slice(1).reverse();
  return {
    parentGroupName: parent,
    rootToParentThingGroups:
      parent === undefined
        ? undefined
        : ancestors.map((groupName) => ({ groupName, groupArn: arns.of("thinggroup", groupName) })),
    creationDate: toSeconds(createdAtMs),
  };
}
