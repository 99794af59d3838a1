import type { ReadFailure } from "./read-failure";

/** The groups below a thing group that a filter by that group includes. */
export type GroupsBelow =
  /** These groups, at any depth. `isComplete` false: there are more than were read. */
  | { kind: "listed"; count: number; first: readonly string[]; isComplete: boolean }
  /** All of them, included by AWS itself, so that nobody counted them. */
  | { kind: "all" }
  /** None: AWS knows no thing group of this name. */
  | { kind: "no-such-group" }
  /** None: they could not be listed. */
  | { kind: "not-read"; failure: ReadFailure };

/** How many of them are named. */
export const GROUPS_NAMED = 5;
