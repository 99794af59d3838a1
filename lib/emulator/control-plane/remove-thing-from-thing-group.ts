import { defineOperation } from "../http/operation.ts";
import { leaveGroup } from "../state/group-membership.ts";
import { requireThingAndGroup, thingAndGroup } from "./thing-and-group.ts";

export const removeThingFromThingGroupOperation = defineOperation({
  api: "RemoveThingFromThingGroup",
  method: "PUT",
  path: "/thing-groups/removeThingFromThingGroup",
  body: thingAndGroup,
  act(call, input) {
    const { thing, group } = requireThingAndGroup(call, input);
    leaveGroup(call.world, thing, group);
  },
});
