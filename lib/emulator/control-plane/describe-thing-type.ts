import { thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import { requireThingType } from "./require-resource.ts";
import { resourceIdOf } from "./resource-id.ts";
import { toThingType } from "./thing-type-answer.ts";

export const describeThingTypeOperation = defineOperation({
  api: "DescribeThingType",
  method: "GET",
  path: "/thing-types/{thingTypeName}",
  labels: { thingTypeName: required(thingTypeName) },
  act(call, { thingTypeName }) {
    const type = requireThingType(call, thingTypeName);
    return { ...toThingType(call, type), thingTypeId: resourceIdOf("thingtype", thingTypeName) };
  },
});
