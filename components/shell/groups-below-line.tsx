import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { groupsBelowWords } from "@/lib/core/format/groups-below-words";

/** The groups that a list's filter by a thing group includes, once they are known. */
export function GroupsBelowLine({
  what,
  group,
  below,
}: {
  /** "Jobs that target" */
  what: string;
  group: string | null;
  below: GroupsBelow | null;
}) {
  if (group === null || below === null) return null;
  return <p className="text-xs wrap-anywhere text-muted">{groupsBelowWords(what, group, below)}</p>;
}
