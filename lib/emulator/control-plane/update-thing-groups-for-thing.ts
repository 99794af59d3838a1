import { invalidRequest } from "../http/aws-error.ts";
import { thingGroupName, thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, list, optional } from "../http/shape.ts";
import { leaveGroup } from "../state/group-membership.ts";
import { joinStaticGroup } from "./join-static-group.ts";
import { requireGroupOfKind, requireThing } from "./require-resource.ts";

/** Removals come first, so that a thing can move within a hierarchy. All groups are looked up before any change. */
export const updateThingGroupsForThingOperation = defineOperation({
  api: "UpdateThingGroupsForThing",
  method: "PUT",
  path: "/thing-groups/updateThingGroupsForThing",
  body: {
    thingName: optional(thingName),
    thingGroupsToAdd: optional(list(thingGroupName)),
    thingGroupsToRemove: optional(list(thingGroupName)),
    overrideDynamicGroups: optional(boolean()),
  },
  act(call, { thingName, thingGroupsToAdd = [], thingGroupsToRemove = [], overrideDynamicGroups = false }) {
    if (thingName === undefined) throw invalidRequest("thingName must be given.");
    const thing = requireThing(call, thingName);
    const left = thingGroupsToRemove.map((name) => requireGroupOfKind(call, name, "static"));
    const joined = thingGroupsToAdd.map((name) => requireGroupOfKind(call, name, "static"));
    for (const group of left) leaveGroup(call.world, thing, group);
    for (const group of joined) joinStaticGroup(call, thing, group, overrideDynamicGroups);
    return {};
  },
});
