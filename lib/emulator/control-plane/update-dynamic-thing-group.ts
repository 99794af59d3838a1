import { indexName, queryString, thingGroupName, thingGroupProperties } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { integer, optional, required, string } from "../http/shape.ts";
import { requireQuery, requireThingIndex } from "./require-ready-index.ts";
import { requireGroupOfKind } from "./require-resource.ts";
import { requireVersion } from "./require-version.ts";
import { updateGroup } from "./update-thing-group.ts";

export const updateDynamicThingGroupOperation = defineOperation({
  api: "UpdateDynamicThingGroup",
  method: "PATCH",
  path: "/dynamic-thing-groups/{thingGroupName}",
  labels: { thingGroupName: required(thingGroupName) },
  body: {
    thingGroupProperties: required(thingGroupProperties),
    expectedVersion: optional(integer()),
    indexName: optional(indexName),
    queryString: optional(queryString),
    queryVersion: optional(string()),
  },
  act(call, { thingGroupName, thingGroupProperties, expectedVersion, indexName, queryString, queryVersion }) {
    const group = requireGroupOfKind(call, thingGroupName, "dynamic");
    requireVersion(`Thing group ${thingGroupName}`, group.version, expectedVersion);
    requireThingIndex(call, indexName);
    requireQuery(queryString ?? group.queryString ?? "", queryVersion);
    if (queryString !== undefined) {
      group.queryString = queryString;
      call.world.registry.revision++;
    }
    updateGroup(group, thingGroupProperties);
    return { version: group.version };
  },
});
