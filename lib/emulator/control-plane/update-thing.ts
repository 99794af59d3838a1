import { invalidRequest } from "../http/aws-error.ts";
import { attributePayload, thingName, thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, integer, optional, required } from "../http/shape.ts";
import { refuseTooManyAttributes, updateAttributes } from "./attributes.ts";
import { requireThing, requireUsableType } from "./require-resource.ts";
import { requireVersion } from "./require-version.ts";

export const updateThingOperation = defineOperation({
  api: "UpdateThing",
  method: "PATCH",
  path: "/things/{thingName}",
  labels: { thingName: required(thingName) },
  body: {
    thingTypeName: optional(thingTypeName),
    attributePayload: optional(attributePayload),
    expectedVersion: optional(integer()),
    removeThingType: optional(boolean()),
  },
  act(call, { thingName, thingTypeName, attributePayload, expectedVersion, removeThingType = false }) {
    const thing = requireThing(call, thingName);
    requireVersion(`Thing ${thingName}`, thing.registryVersion, expectedVersion);
    if (removeThingType && thingTypeName !== undefined) {
      throw invalidRequest("thingTypeName must not be given together with removeThingType.");
    }
    if (thingTypeName !== undefined) requireUsableType(call, thingTypeName);
    const type = removeThingType ? undefined : (thingTypeName ?? thing.thingTypeName);
    const attributes = updateAttributes(thing.attributes, attributePayload);
    refuseTooManyAttributes(attributes, type);
    thing.thingTypeName = type;
    thing.attributes = attributes;
    thing.registryVersion++;
    call.world.registry.revision++;
    return {};
  },
});
