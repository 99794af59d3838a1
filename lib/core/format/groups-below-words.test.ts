import { expect, test } from "vitest";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { groupsBelowWords } from "./groups-below-words";

const listed = (count: number, first: string[], isComplete = true): GroupsBelow => ({
  ...{ kind: "listed", count, first, isComplete },
});

test.each<[GroupsBelow, string]>([
  [listed(0, []), "Things in plant, which has no child groups."],
  [listed(1, ["hall"]), "Things in plant or its child group hall."],
  [listed(7, ["a", "b", "c", "d", "e"]), "Things in plant or its 7 child groups: a, b, c, d, e and 2 more."],
  [
    listed(1_000, ["a"], false),
    "Things in plant or the first 1,000 of its child groups. It has more, which are not included.",
  ],
  [{ kind: "all" }, "Things in plant or any of its child groups."],
  [{ kind: "no-such-group" }, "AWS IoT has no thing group plant in this account and region."],
  [
    { kind: "not-read", failure: { kind: "throttled", api: "ListThingGroups" } },
    "Things in plant itself. Its child groups could not be read: ListThingGroups is throttled: the account's quota for this call is used up. It frees up within seconds.",
  ],
])("%j has words", (below, words) => {
  expect(groupsBelowWords("Things in", "plant", below)).toBe(words);
});
