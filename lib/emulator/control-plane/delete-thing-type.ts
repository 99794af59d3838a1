import { invalidRequest } from "../http/aws-error.ts";
import { thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { required } from "../http/shape.ts";
import { requireThingType } from "./require-resource.ts";

/** How long a type must be deprecated before it can be deleted [DG:thing-types]. Applies only with quotas on. */
const MIN_DEPRECATED_MS = 5 * 60_000;

/** Only a deprecated type without things can be deleted [MD]. */
export const deleteThingTypeOperation = defineOperation({
  api: "DeleteThingType",
  method: "DELETE",
  path: "/thing-types/{thingTypeName}",
  labels: { thingTypeName: required(thingTypeName) },
  act(call, { thingTypeName }) {
    const { registry, hasQuotas } = call.world;
    const type = requireThingType(call, thingTypeName);
    if (type.deprecatedAtMs === undefined) {
      throw invalidRequest(`Thing type ${thingTypeName} is not deprecated.`);
    }
    if (hasQuotas && call.nowMs - type.deprecatedAtMs < MIN_DEPRECATED_MS) {
      throw invalidRequest(`Thing type ${thingTypeName} was deprecated less than five minutes ago.`);
    }
    for (const thing of registry.things) {
      if (thing.thingTypeName === thingTypeName) {
        throw invalidRequest(`Thing type ${thingTypeName} has things associated with it.`);
      }
    }
    registry.removeType(type);
    return {};
  },
});
