import { invalidRequest } from "../http/aws-error.ts";
import { defineOperation, type Call } from "../http/operation.ts";
import { boolean, optional } from "../http/shape.ts";
import { joinGroup } from "../state/group-membership.ts";
import type { Thing, ThingGroup } from "../state/registry.ts";
import { requireThingAndGroup, thingAndGroup } from "./thing-and-group.ts";

/** Groups that a thing is in at most [MD]. */
const MAX_GROUPS = 10;

export const addThingToThingGroupOperation = defineOperation({
  api: "AddThingToThingGroup",
  method: "PUT",
  path: "/thing-groups/addThingToThingGroup",
  body: { ...thingAndGroup, overrideDynamicGroups: optional(boolean()) },
  act(call, input) {
    const { thing, group } = requireThingAndGroup(call, input);
    refuseGroup(call, thing, group);
    joinGroup(call.world, thing, group);
  },
});

/** Nor two groups of one hierarchy [DG:thing-groups]. InvalidRequestException is the only declared error that fits. */
function refuseGroup({ world }: Call, { thingName, thingGroupNames }: Thing, { name }: ThingGroup): void {
  if (thingGroupNames.includes(name)) return;
  if (thingGroupNames.length >= MAX_GROUPS) {
    throw invalidRequest(`Thing ${thingName} is in ${MAX_GROUPS} thing groups already.`);
  }
  const rootOf = (group: string) => world.registry.withAncestors(group).at(-1);
  const relative = thingGroupNames.find((group) => rootOf(group) === rootOf(name));
  if (relative !== undefined) {
    throw invalidRequest(
      `Thing ${thingName} is in the thing group ${relative} of the same hierarchy already.`,
    );
  }
}
