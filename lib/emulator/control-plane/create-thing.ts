import { awsError } from "../http/aws-error.ts";
import { attributePayload, billingGroupName, thingName, thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, required } from "../http/shape.ts";
import { refuseTooManyAttributes } from "./attributes.ts";
import { isSame } from "./is-same.ts";
import { requireUsableType } from "./require-resource.ts";
import { resourceIdOf } from "./resource-id.ts";

/** Creating the same thing again succeeds. A different one of that name is refused [MD]. */
export const createThingOperation = defineOperation({
  api: "CreateThing",
  method: "POST",
  path: "/things/{thingName}",
  labels: { thingName: required(thingName) },
  body: {
    thingTypeName: optional(thingTypeName),
    attributePayload: optional(attributePayload),
    billingGroupName: optional(billingGroupName),
  },
  act(call, { thingName, thingTypeName, attributePayload, billingGroupName }) {
    const { registry } = call.world;
    const attributes = { ...attributePayload?.attributes };
    refuseTooManyAttributes(attributes, thingTypeName);
    const existing = registry.thing(thingName);
    if (existing) {
      const { thingTypeName: type, attributes: given, billingGroupName: billing } = existing;
      if (!isSame([type, given, billing], [thingTypeName, attributes, billingGroupName])) {
        throw awsError(
          "ResourceAlreadyExistsException",
          `Thing ${thingName} already exists in account with different properties.`,
          {
            resourceId: thingName,
            resourceArn: call.arns.of("thing", thingName),
          },
        );
      }
    } else {
      if (thingTypeName !== undefined) requireUsableType(call, thingTypeName);
      registry.addThing({ name: thingName, type: thingTypeName, attributes, billingGroupName });
    }
    return {
      thingName,
      thingArn: call.arns.of("thing", thingName),
      thingId: resourceIdOf("thing", thingName),
    };
  },
});
