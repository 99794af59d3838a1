import { awsError } from "../http/aws-error.ts";
import { indexName, queryString, tags, thingGroupName, thingGroupProperties } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, required, string } from "../http/shape.ts";
import { isSame } from "./is-same.ts";
import { QUERY_VERSION, requireQuery, requireThingIndex, THING_INDEX } from "./require-ready-index.ts";
import { resourceIdOf } from "./resource-id.ts";
import { addTags } from "./tags.ts";

/** Its members are the matching things: see dynamic-groups.ts. It is never part of a hierarchy. */
export const createDynamicThingGroupOperation = defineOperation({
  api: "CreateDynamicThingGroup",
  method: "POST",
  path: "/dynamic-thing-groups/{thingGroupName}",
  labels: { thingGroupName: required(thingGroupName) },
  body: {
    thingGroupProperties: optional(thingGroupProperties),
    indexName: optional(indexName),
    queryString: required(queryString),
    queryVersion: optional(string()),
    tags: optional(tags),
  },
  act(call, { thingGroupName, thingGroupProperties, indexName, queryString, queryVersion, tags }) {
    const { registry } = call.world;
    requireThingIndex(call, indexName);
    requireQuery(queryString, queryVersion);
    const description = thingGroupProperties?.thingGroupDescription;
    const attributes = { ...thingGroupProperties?.attributePayload?.attributes };
    const existing = registry.group(thingGroupName);
    if (!existing) {
      const group = registry.addGroup({
        name: thingGroupName,
        description,
        attributes,
        queryString,
        createdAtMs: call.nowMs,
      });
      addTags(group.tags, tags);
    } else if (
      !isSame(
        [existing.queryString, existing.description, existing.attributes],
        [queryString, description, attributes],
      )
    ) {
      throw awsError("ResourceAlreadyExistsException", `Thing group ${thingGroupName} already exists.`, {
        resourceId: thingGroupName,
        resourceArn: call.arns.of("thinggroup", thingGroupName),
      });
    }
    return {
      thingGroupName,
      thingGroupArn: call.arns.of("thinggroup", thingGroupName),
      thingGroupId: resourceIdOf("thinggroup", thingGroupName),
      indexName: THING_INDEX,
      queryString,
      queryVersion: QUERY_VERSION,
    };
  },
});
