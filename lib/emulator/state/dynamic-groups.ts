import { toIndexDocument } from "../search/index-document.ts";
import { compileSearchQuery } from "../search/search-query.ts";
import { joinGroup, leaveGroup } from "./group-membership.ts";
import type { ThingGroup } from "./registry.ts";
import type { World } from "./world.ts";

/** The most groups that a thing can be in [MD]. */
export const MAX_GROUPS_OF_THING = 10;

/**
 * Updates the members of every dynamic group: matching things join, others leave, and continuous jobs on the group
 * follow. AWS does this in the background; the emulator does it before and after each call that could see it.
 *
 * A thing that is already in ten groups joins no other. Not emulated: AWS moves it from a younger dynamic group to an
 * older one [DG:dynamic-thing-groups].
 */
export function refreshDynamicGroups(world: World): void {
  const { registry } = world;
  if (registry.revision === world.refreshedRevision) return;
  for (const group of [...registry.groups]) refreshGroup(world, group);
  world.refreshedRevision = registry.revision;
}

function refreshGroup(world: World, group: ThingGroup): void {
  if (group.queryString === undefined) return;
  const matches = compileSearchQuery(group.queryString);
  const nowMs = world.clock.now();
  for (const thing of [...world.registry.things]) {
    const isMember = group.memberPlaces.has(thing.thingName);
    const belongs = matches(toIndexDocument(world, thing, nowMs));
    if (isMember && !belongs) leaveGroup(world, thing, group);
    else if (!isMember && belongs && thing.thingGroupNames.length < MAX_GROUPS_OF_THING) {
      joinGroup(world, thing, group);
    }
  }
}
