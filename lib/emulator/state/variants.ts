/**
 * Where the sources disagree about AWS, or say nothing, the emulator can behave either way. A console has to be right
 * whichever way it turns out, so tests run both. Each is a setting of the control endpoint; the README beside it says what
 * the sources are.
 */
export type Variants = {
  /** The groups of ListThingGroupsForThing. */
  groupsOfThing: "with-parents" | "direct";
  /** The groups that the index has of a thing. */
  groupsInIndex: "direct" | "with-parents";
  /** The open executions of a thing that is deleted. */
  executionsOfDeletedThing: "removed" | "kept";
  /** The connectivity that the index has of a thing that never connected. */
  neverConnected: "disconnected" | "absent";
  /** The version of an execution that is canceled. */
  versionOnCancel: "raised" | "unchanged";
  /** What CancelJobExecution looks at first, where version and state are both wrong. */
  cancelChecksFirst: "version" | "state";
};

export const DEFAULT_VARIANTS: Readonly<Variants> = {
  groupsOfThing: "with-parents",
  groupsInIndex: "direct",
  executionsOfDeletedThing: "removed",
  neverConnected: "disconnected",
  versionOnCancel: "raised",
  cancelChecksFirst: "version",
};
