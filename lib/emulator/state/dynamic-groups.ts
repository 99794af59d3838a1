import { toIndexDocument } from "../search/index-document.ts";
import { compileSearchQuery } from "../search/search-query.ts";
import { joinGroup, leaveGroup } from "./group-membership.ts";
import type { ThingGroup } from "./registry.ts";
import type { World } from "./world.ts";

/** Groups that a thing is in at most [MD]. */
export const MAX_GROUPS_OF_THING = 10;

/**
 * Brings the members of every dynamic group up to date: things that match join, others leave, and continuous jobs on
 * the group follow. AWS does so in the background; here it is done before and after each call that may see it.
 *
 * A thing that is in ten groups already joins no other. AWS would take it out of a younger dynamic group for an older
 * one [DG:dynamic-thing-groups], which is left out here.
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
