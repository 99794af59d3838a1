import { awsError, invalidRequest } from "../http/aws-error.ts";
import { attributePayload, billingGroupName, thingName, thingTypeName } from "../http/model-shapes.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { optional, required } from "../http/shape.ts";
import { isSame } from "./is-same.ts";
import { resourceIdOf } from "./resource-id.ts";

/** How many attributes a thing has at most, by whether it has a type [DG:thing-types]. */
const MAX_ATTRIBUTES = { typed: 50, untyped: 3 };

/** The same thing again succeeds; another one of that name is refused [MD]. */
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
    const most = thingTypeName === undefined ? MAX_ATTRIBUTES.untyped : MAX_ATTRIBUTES.typed;
    if (Object.keys(attributes).length > most) {
      throw invalidRequest(
        `A thing ${thingTypeName === undefined ? "without" : "with"} a type has at most ${most} attributes.`,
      );
    }
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
      refuseUnknownType(call, thingTypeName);
      registry.addThing({ name: thingName, type: thingTypeName, attributes, billingGroupName });
    }
    return {
      thingName,
      thingArn: call.arns.of("thing", thingName),
      thingId: resourceIdOf("thing", thingName),
    };
  },
});

function refuseUnknownType({ world }: Call, name: string | undefined): void {
  if (name !== undefined && !world.registry.type(name)) {
    throw awsError("ResourceNotFoundException", `Thing type ${name} not found.`);
  }
}
