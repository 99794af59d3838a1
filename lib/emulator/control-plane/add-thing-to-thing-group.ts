import { defineOperation } from "../http/operation.ts";
import { boolean, optional } from "../http/shape.ts";
import { joinStaticGroup } from "./join-static-group.ts";
import { requireThingAndGroup, thingAndGroup } from "./thing-and-group.ts";

export const addThingToThingGroupOperation = defineOperation({
  api: "AddThingToThingGroup",
  method: "PUT",
  path: "/thing-groups/addThingToThingGroup",
  body: { ...thingAndGroup, overrideDynamicGroups: optional(boolean()) },
  act(call, { overrideDynamicGroups = false, ...input }) {
    const { thing, group } = requireThingAndGroup(call, input);
    joinStaticGroup(call, thing, group, overrideDynamicGroups);
    return {};
  },
});
