import type { ExecutionStatus } from "../seed/seed-format.ts";

/** An execution as its device sees it on the jobs data plane. Times are epoch milliseconds. */
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

/** The result of an update. A refusal is a value: a device gets one whenever its execution was canceled. */
export type DeviceUpdateResult =
  | { ok: true; versionNumber: number }
  | {
      ok: false;
      reason: "not-found" | "invalid-state-transition" | "version-mismatch" | "invalid-request";
      message: string;
    };

/**
 * The jobs data plane for simulated devices: the rules of the HTTP API, without sockets, signatures and quotas.
 */
export interface DevicePlane {
  /** The open executions of this thing; both lists are empty when it has none or does not exist. */
  pending(thingName: string): PendingExecutions;
  /** StartNextPendingJobExecution: returns the execution in progress, else starts the oldest queued one. */
  startNext(thingName: string, details?: Record<string, string>): DeviceExecution | null;
  update(thingName: string, jobId: string, update: DeviceUpdate): DeviceUpdateResult;
  /** Sets the connectivity that SearchIndex shows. Does nothing for an unknown thing. */
  setConnected(thingName: string, connected: boolean, reason?: string): void;
  /** The emulator's clock in epoch milliseconds; `POST /_emulator/clock` moves it. */
  now(): number;
}
