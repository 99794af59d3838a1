import type { ReadFailure } from "./read-failure";

/** What a filter by a thing group takes in below that group. */
export type GroupsBelow =
  /** These groups, in any depth. `isComplete` false: there are more than are read. */
  | { kind: "listed"; count: number; first: readonly string[]; isComplete: boolean }
  /** All of them, by AWS itself: how many they are was not asked. */
  | { kind: "all" }
  /** None: AWS knows no thing group of this name. */
  | { kind: "no-such-group" }
  /** None: they could not be listed. */
  | { kind: "not-read"; failure: ReadFailure };

/** How many of them are named. */
export const GROUPS_NAMED = 5;
