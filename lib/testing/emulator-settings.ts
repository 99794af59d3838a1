export type Settings = {
  quotas?: "aws" | "off";
  rates?: Record<string, number | null>;
  lagMs?: number;
  latencyMs?: number;
  indexing?: { mode: "OFF" | "REGISTRY"; connectivity: "OFF" | "STATUS" };
  /** How AWS behaves where nobody knows; `lib/emulator/control-endpoint/README.md` says what each means. */
  variants?: {
    groupsOfThing?: "with-parents" | "direct";
    groupsInIndex?: "direct" | "with-parents";
    executionsOfDeletedThing?: "removed" | "kept";
    neverConnected?: "disconnected" | "absent";
    versionOnCancel?: "raised" | "unchanged";
    cancelChecksFirst?: "version" | "state";
  };
  /** Events of jobs, into the queue `queueUrl`. What is left out of how they are delivered is orderly. */
  events?: { on: boolean; duplicates?: number; disorderMs?: number; seed?: number };
};
