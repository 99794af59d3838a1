import { awsError, invalidRequest } from "../http/aws-error.ts";
import { tags, thingGroupName, thingGroupProperties } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, required } from "../http/shape.ts";
import { isSame } from "./is-same.ts";
import { resourceIdOf } from "./resource-id.ts";
import { addTags } from "./tags.ts";

/** A parent that does not exist: InvalidRequestException, since no 404 is declared for this call [M]. */
export const createThingGroupOperation = defineOperation({
  api: "CreateThingGroup",
  method: "POST",
  path: "/thing-groups/{thingGroupName}",
  labels: { thingGroupName: required(thingGroupName) },
  body: {
    parentGroupName: optional(thingGroupName),
    thingGroupProperties: optional(thingGroupProperties),
    tags: optional(tags),
  },
  act({ world, arns, nowMs }, { thingGroupName, parentGroupName: parent, thingGroupProperties, tags }) {
    const description = thingGroupProperties?.thingGroupDescription;
    const attributes = { ...thingGroupProperties?.attributePayload?.attributes };
    if (parent !== undefined && !world.registry.group(parent)) {
      throw invalidRequest(`Parent thing group ${parent} does not exist.`);
    }
    if (parent !== undefined && world.registry.group(parent)?.queryString !== undefined) {
      throw invalidRequest(`Thing group ${parent} is dynamic: it can't be part of a hierarchy.`);
    }
    const existing = world.registry.group(thingGroupName);
    if (!existing) {
      const group = world.registry.addGroup({
        name: thingGroupName,
        parent,
        description,
        attributes,
        createdAtMs: nowMs,
      });
      addTags(group.tags, tags);
    } else if (
      !isSame([existing.parent, existing.description, existing.attributes], [parent, description, attributes])
    ) {
      throw awsError("ResourceAlreadyExistsException", `Thing group ${thingGroupName} already exists.`, {
        resourceId: thingGroupName,
        resourceArn: arns.of("thinggroup", thingGroupName),
      });
    }
    return {
      thingGroupName,
      thingGroupArn: arns.of("thinggroup", thingGroupName),
      thingGroupId: resourceIdOf("thinggroup", thingGroupName),
    };
  },
});
