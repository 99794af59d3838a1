import { awsError } from "../http/aws-error.ts";
import { attributePayload, graphText, tags, thingGroupName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, required, structure } from "../http/shape.ts";
import { isSame } from "./is-same.ts";
import { resourceIdOf } from "./resource-id.ts";

/** A parent that does not exist: InvalidRequestException, since no 404 is declared for this call [M]. */
export const createThingGroupOperation = defineOperation({
  api: "CreateThingGroup",
  method: "POST",
  path: "/thing-groups/{thingGroupName}",
  labels: { thingGroupName: required(thingGroupName) },
  body: {
    parentGroupName: optional(thingGroupName),
    thingGroupProperties: optional(
      structure({
        thingGroupDescription: optional(graphText),
        attributePayload: optional(attributePayload),
      }),
    ),
    tags: optional(tags),
  },
  act({ world, arns }, { thingGroupName, parentGroupName: parent, thingGroupProperties }) {
    const description = thingGroupProperties?.thingGroupDescription;
    const attributes = { ...thingGroupProperties?.attributePayload?.attributes };
    if (parent !== undefined && !world.registry.group(parent)) {
      throw awsError("InvalidRequestException", `Parent thing group ${parent} does not exist.`);
    }
    const existing = world.registry.group(thingGroupName);
    if (!existing) {
      world.registry.addGroup({ name: thingGroupName, parent, description, attributes });
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
