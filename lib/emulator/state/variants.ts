/**
 * Where the sources about AWS disagree or say nothing, the emulator can behave either way. The console has to be right
 * in both cases, so tests run both. Each variant is a setting of the control endpoint, whose README names the sources.
 */
export type Variants = {
  /** The groups that ListThingGroupsForThing returns. */
  groupsOfThing: "with-parents" | "direct";
  /** The groups of a thing in the index. */
  groupsInIndex: "direct" | "with-parents";
  /** The open executions of a thing that is deleted. */
  executionsOfDeletedThing: "removed" | "kept";
  /** The connectivity, in the index, of a thing that never connected. */
  neverConnected: "disconnected" | "absent";
  /** The version of an execution after it is canceled. */
  versionOnCancel: "raised" | "unchanged";
  /** What CancelJobExecution checks first, where version and state are both wrong. */
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
