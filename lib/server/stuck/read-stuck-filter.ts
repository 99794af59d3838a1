import type { TriageFilter } from "@/lib/core/contracts/triage-filter";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { type GroupServices, groupAlone, readGroupScope } from "@/lib/server/groups/read-group-scope";
import type { StuckFilter } from "./narrow-stuck";

/**
 * Replaces a filter's group by itself and the groups below it: the index may have only the direct groups of a thing.
 *
 * If AWS cannot list the groups below it, the filter has the group alone. The index can still be read, and `groupsBelow`
 * says what is missing.
 */
export async function readStuckFilter(
  services: GroupServices,
  { group, ...filter }: TriageFilter,
): Promise<{ filter: StuckFilter; groupsBelow: GroupsBelow | null }> {
  if (group === null) return { filter: { ...filter, groups: null }, groupsBelow: null };
  const read = await readGroupScope(services, group);
  const { names, below } = read.ok ? read.value : groupAlone(group, read.failure);
  return { filter: { ...filter, groups: names }, groupsBelow: below };
}
