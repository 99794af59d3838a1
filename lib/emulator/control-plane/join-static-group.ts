import { invalidRequest } from "../http/aws-error.ts";
import type { Call } from "../http/operation.ts";
import { MAX_GROUPS_OF_THING } from "../state/dynamic-groups.ts";
import { joinGroup, leaveGroup } from "../state/group-membership.ts";
import type { Thing, ThingGroup } from "../state/registry.ts";

/**
 * Adds a thing to a static group. With `overrideDynamicGroups`, a thing in ten groups leaves its youngest dynamic group
 * for it [DG:dynamic-thing-groups].
 */
export function joinStaticGroup(
  call: Call,
  thing: Thing,
  group: ThingGroup,
  overrideDynamicGroups: boolean,
): void {
  if (thing.thingGroupNames.includes(group.name)) return;
  refuseRelative(call, thing, group);
  if (thing.thingGroupNames.length >= MAX_GROUPS_OF_THING) {
    const dynamic = overrideDynamicGroups ? findYoungestDynamicGroup(call, thing) : undefined;
    if (!dynamic) {
      throw invalidRequest(`Thing ${thing.thingName} is in ${MAX_GROUPS_OF_THING} thing groups already.`);
    }
    leaveGroup(call.world, thing, dynamic);
  }
  joinGroup(call.world, thing, group);
}

/** A thing cannot be in two groups of one hierarchy [DG:thing-groups]. InvalidRequestException is the only declared error that fits. */
function refuseRelative({ world }: Call, { thingName, thingGroupNames }: Thing, { name }: ThingGroup): void {
  const rootOf = (group: string) => world.registry.withAncestors(group).at(-1);
  const relative = thingGroupNames.find((group) => rootOf(group) === rootOf(name));
  if (relative !== undefined) {
    throw invalidRequest(
      `Thing ${thingName} is in the thing group ${relative} of the same hierarchy already.`,
    );
  }
}

function findYoungestDynamicGroup({ world }: Call, { thingGroupNames }: Thing): ThingGroup | undefined {
  return thingGroupNames
    .flatMap((name) => world.registry.group(name) ?? [])
    .filter(({ queryString }) => queryString !== undefined)
    .sort((one, other) => one.place - other.place)
    .at(-1);
}
