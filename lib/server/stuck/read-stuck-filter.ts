import type { TriageFilter } from "@/lib/core/contracts/triage-filter";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { type GroupServices, groupAlone, readGroupScope } from "@/lib/server/groups/read-group-scope";
import type { StuckFilter } from "./narrow-stuck";

/**
 * Finds the groups that a filter's group stands for. The index has the groups of a thing as AWS told them, which may be the
 * direct ones only.
 *
 * Where AWS cannot say which groups are below it, the group alone is meant: the index can still be read, and the page says
 * what is missing.
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
