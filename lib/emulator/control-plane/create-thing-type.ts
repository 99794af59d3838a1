import { awsError } from "../http/aws-error.ts";
import { attributeName, graphText, mqtt5Configuration, tags, thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { list, optional, required, structure } from "../http/shape.ts";
import { isSame } from "./is-same.ts";
import { resourceIdOf } from "./resource-id.ts";
import { addTags } from "./tags.ts";

export const createThingTypeOperation = defineOperation({
  api: "CreateThingType",
  method: "POST",
  path: "/thing-types/{thingTypeName}",
  labels: { thingTypeName: required(thingTypeName) },
  body: {
    thingTypeProperties: optional(
      structure({
        thingTypeDescription: optional(graphText),
        searchableAttributes: optional(list(attributeName)),
        mqtt5Configuration: optional(mqtt5Configuration),
      }),
    ),
    tags: optional(tags),
  },
  act({ world, arns, nowMs }, { thingTypeName, thingTypeProperties, tags }) {
    const {
      thingTypeDescription: description,
      searchableAttributes = [],
      mqtt5Configuration,
    } = thingTypeProperties ?? {};
    const properties = { description, searchableAttributes, mqtt5Configuration };
    const existing = world.registry.type(thingTypeName);
    if (!existing) {
      const type = world.registry.addType({ name: thingTypeName, ...properties, createdAtMs: nowMs });
      addTags(type.tags, tags);
    } else if (
      !isSame(
        [existing.description, existing.searchableAttributes.toSorted(), existing.mqtt5Configuration],
        [description, searchableAttributes.toSorted(), mqtt5Configuration],
      )
    ) {
      throw awsError("ResourceAlreadyExistsException", `Thing type ${thingTypeName} already exists.`, {
        resourceId: thingTypeName,
        resourceArn: arns.of("thingtype", thingTypeName),
      });
    }
    return {
      thingTypeName,
      thingTypeArn: arns.of("thingtype", thingTypeName),
      thingTypeId: resourceIdOf("thingtype", thingTypeName),
    };
  },
});
