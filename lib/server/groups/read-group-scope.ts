import { GROUPS_NAMED, type GroupsBelow } from "@/lib/core/domain/groups-below";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { type ForwardPage, readAll } from "@/lib/core/domain/read-on";
import { fail, ok, type Result } from "@/lib/core/domain/result";

/** The services that finding the groups below one takes. */
export interface GroupServices {
  iot: {
    listThingGroups: (
      below: string | null,
      cursor: string | null,
      options: { maxAgeMs: number },
    ) => Promise<Result<ForwardPage<string>, ReadFailure>>;
  };
}

/** The groups that a filter by one group covers: that one first, then those below it by name. */
export interface GroupScope {
  names: readonly string[];
  below: GroupsBelow;
}

/** Past this number the page says that there are more. */
const MAX_GROUPS = 1_000;
/** AWS's pages have 250 groups. A page that it cuts short is filled up to 25. */
const MAX_PAGES = 40;
/** Groups rarely change, and each refresh of a list reads them. */
const OPTIONS = { maxAgeMs: 30_000 };

/**
 * Finds the groups below a thing group. AWS filters by one group at a time, and its index and its lists may have only the
 * direct groups of a thing (facts 8), so a filter has to name each of them.
 *
 * @returns the group alone if AWS denies listing groups or does not know this one; `below` says so
 */
export async function readGroupScope(
  { iot }: GroupServices,
  group: string,
): Promise<Result<GroupScope, ReadFailure>> {
  const groups = await readAll(
    (cursor) => iot.listThingGroups(group, cursor, OPTIONS),
    MAX_PAGES,
    MAX_GROUPS,
  );
  if (!groups.ok) {
    const { failure } = groups;
    if (failure.kind === "not-found") return ok({ names: [group], below: { kind: "no-such-group" } });
    return failure.kind === "denied" ? ok(groupAlone(group, failure)) : fail(failure);
  }
  const { rows, isComplete } = groups.value;
  const below = [...new Set(rows)].filter((name) => name !== group).sort();
  return ok({
    names: [group, ...below],
    below: { kind: "listed", count: below.length, first: below.slice(0, GROUPS_NAMED), isComplete },
  });
}

/** The scope where the groups below could not be listed. */
export const groupAlone = (group: string, failure: ReadFailure): GroupScope => ({
  names: [group],
  below: { kind: "not-read", failure },
});
