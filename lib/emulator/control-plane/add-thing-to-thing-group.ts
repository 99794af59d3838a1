import { defineOperation } from "../http/operation.ts";
import { joinGroup } from "../state/group-membership.ts";
import { requireThingAndGroup, thingAndGroup } from "./thing-and-group.ts";

export const addThingToThingGroupOperation = defineOperation({
  api: "AddThingToThingGroup",
  method: "PUT",
  path: "/thing-groups/addThingToThingGroup",
  body: thingAndGroup,
  act(call, input) {
    const { thing, group } = requireThingAndGroup(call, input);
    joinGroup(call.world, thing, group);
  },
});
