import { thingGroupName, thingGroupProperties } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { integer, optional, required, type ReadOf } from "../http/shape.ts";
import type { ThingGroup } from "../state/registry.ts";
import { updateAttributes } from "./attributes.ts";
import { requireGroupOfKind } from "./require-resource.ts";
import { requireVersion } from "./require-version.ts";

export const updateThingGroupOperation = defineOperation({
  api: "UpdateThingGroup",
  method: "PATCH",
  path: "/thing-groups/{thingGroupName}",
  labels: { thingGroupName: required(thingGroupName) },
  body: { thingGroupProperties: required(thingGroupProperties), expectedVersion: optional(integer()) },
  act(call, { thingGroupName, thingGroupProperties, expectedVersion }) {
    const group = requireGroupOfKind(call, thingGroupName, "static");
    requireVersion(`Thing group ${thingGroupName}`, group.version, expectedVersion);
    updateGroup(group, thingGroupProperties);
    return { version: group.version };
  },
});

/** An omitted description stays as it is (presumed). */
export function updateGroup(
  group: ThingGroup,
  properties: ReadOf<{ it: { shape: typeof thingGroupProperties; required: true } }>["it"],
): void {
  group.description = properties.thingGroupDescription ?? group.description;
  group.attributes = updateAttributes(group.attributes, properties.attributePayload);
  group.version++;
}
