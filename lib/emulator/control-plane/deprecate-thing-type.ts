import { thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, optional, required } from "../http/shape.ts";
import { requireThingType } from "./require-resource.ts";

export const deprecateThingTypeOperation = defineOperation({
  api: "DeprecateThingType",
  method: "POST",
  path: "/thing-types/{thingTypeName}/deprecate",
  labels: { thingTypeName: required(thingTypeName) },
  body: { undoDeprecate: optional(boolean()) },
  act(call, { thingTypeName, undoDeprecate = false }) {
    const type = requireThingType(call, thingTypeName);
    // Deprecated again: the first date stays (presumed).
    type.deprecatedAtMs = undoDeprecate ? undefined : (type.deprecatedAtMs ?? call.nowMs);
    return {};
  },
});
