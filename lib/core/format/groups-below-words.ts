import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { countWords } from "./count";
import { readFailureMessage } from "./read-failure-message";

/**
 * The groups that a filter by a thing group includes. @param what of the list, such as "Things in" or "Jobs that
 * target"
 */
export function groupsBelowWords(what: string, group: string, below: GroupsBelow): string {
  switch (below.kind) {
    case "listed":
      return listedWords(what, group, below);
    case "all":
      return `${what} ${group} or any of its child groups.`;
    case "no-such-group":
      return `AWS IoT has no thing group ${group} in this account and region.`;
    case "not-read":
      return `${what} ${group} itself. Its child groups could not be read: ${readFailureMessage(below.failure)}`;
  }
}

function listedWords(
  what: string,
  group: string,
  { count: total, first, isComplete }: Extract<GroupsBelow, { kind: "listed" }>,
): string {
  if (total === 0) return `${what} ${group}, which has no child groups.`;
  if (!isComplete)
    return `${what} ${group} or the first ${countWords(total)} of its child groups. It has more, which are not included.`;
  if (total === 1) return `${what} ${group} or its child group ${first.join()}.`;
  const more = total - first.length;
  const names = more > 0 ? `${first.join(", ")} and ${countWords(more)} more` : first.join(", ");
  return `${what} ${group} or its ${countWords(total)} child groups: ${names}.`;
}
