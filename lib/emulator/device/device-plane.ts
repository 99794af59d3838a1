import type { ExecutionStatus } from "../seed/seed-format.ts";

/** One execution as a device sees it on the jobs data plane. Times are epoch milliseconds here. */
export type DeviceExecution = {
  jobId: string;
  thingName: string;
  status: ExecutionStatus;
  jobDocument: string;
  statusDetails: Record<string, string>;
  queuedAtMs: number;
  startedAtMs?: number;
  lastUpdatedAtMs: number;
  versionNumber: number;
  executionNumber: number;
};

export type PendingExecutions = { inProgress: DeviceExecution[]; queued: DeviceExecution[] };

export type DeviceUpdate = {
  status: "IN_PROGRESS" | "SUCCEEDED" | "FAILED" | "REJECTED";
  statusDetails?: Record<string, string>;
  expectedVersion?: number;
  stepTimeoutInMinutes?: number;
};

/** The result of an update. A refusal is a value: a simulated device gets one whenever its execution was canceled. */
export type DeviceUpdateResult =
  | { ok: true; versionNumber: number }
  | {
      ok: false;
      reason: "not-found" | "invalid-state-transition" | "version-mismatch" | "invalid-request";
      message: string;
    };

/**
 * The jobs data plane as simulated devices use it: the same rules as over HTTP,
 * without a socket, a signature or a quota between.
 */
export interface DevicePlane {
  /** Executions that wait for this thing or that it works on; both lists empty when it has none or does not exist. */
  pending(thingName: string): PendingExecutions;
  /** What StartNextPendingJobExecution does: the one in progress, else the oldest queued becomes IN_PROGRESS. */
  startNext(thingName: string, details?: Record<string, string>): DeviceExecution | null;
  update(thingName: string, jobId: string, update: DeviceUpdate): DeviceUpdateResult;
  /** Sets the connectivity that SearchIndex shows; a thing that does not exist is left alone. */
  setConnected(thingName: string, connected: boolean, reason?: string): void;
  /** The emulator's clock, epoch milliseconds; moves with `POST /_emulator/clock`. */
  now(): number;
}
