import { thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import { requireThing } from "./require-resource.ts";
import { resourceIdOf } from "./resource-id.ts";

export const describeThingOperation = defineOperation({
  api: "DescribeThing",
  method: "GET",
  path: "/things/{thingName}",
  labels: { thingName: required(thingName) },
  act(call, { thingName }) {
    const thing = requireThing(call, thingName);
    return {
      defaultClientId: thingName,
      thingName,
      thingId: resourceIdOf("thing", thingName),
      thingArn: call.arns.of("thing", thingName),
      thingTypeName: thing.thingTypeName,
      attributes: thing.attributes,
      version: thing.registryVersion,
      billingGroupName: thing.billingGroupName,
    };
  },
});
