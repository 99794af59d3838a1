import type { ExecutionStatus } from "../core/domain/execution-status";

/** The part of the emulator's seed that browser tests write; it refuses members that it does not know. */
export type Seed = {
  thingTypes?: { name: string; description?: string }[];
  groups?: { name: string; parent?: string }[];
  things?: SeededThing[];
  thingRange?: (Omit<SeededThing, "name"> & NameRange)[];
  jobs?: SeededJob[];
};

export type SeededThing = {
  name: string;
  type?: string;
  attributes?: Record<string, string>;
  groups?: string[];
  connectivity?: { connected: boolean; timestampMs?: number; disconnectReason?: string };
};

export type NameRange = { prefix: string; from: number; count: number; pad?: number };

export type SeededExecution = {
  status: ExecutionStatus;
  queuedAtMs?: number;
  startedAtMs?: number;
  lastUpdatedAtMs?: number;
  versionNumber?: number;
  executionNumber?: number;
  statusDetails?: Record<string, string>;
  forceCanceled?: boolean;
};

export type SeededJob = {
  jobId: string;
  description?: string;
  targets: { things?: string[]; groups?: string[] };
  targetSelection?: "SNAPSHOT" | "CONTINUOUS";
  status?: "IN_PROGRESS" | "CANCELED" | "COMPLETED" | "DELETION_IN_PROGRESS" | "SCHEDULED";
  document?: string;
  timeoutMinutes?: number;
  executions?:
    "queued" | (SeededExecution & { thingName: string })[] | (SeededExecution & { forThings: NameRange })[];
  [more: string]: unknown;
};
