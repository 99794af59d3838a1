import type { ExecutionStatus } from "../core/domain/execution-status";
import type { FaultKind } from "./emulator-fault";

export type LoggedCall = {
  api: string;
  thingName?: string;
  jobId?: string;
  status: number;
  errorName?: string;
  force?: string;
  expectedVersion?: unknown;
  /** The fault that struck the call. */
  fault?: FaultKind;
  /** The caller got no HTTP answer. */
  isAnswerLost?: boolean;
  /** The call was performed with success, whatever was answered. */
  hasActed?: boolean;
  /** How often it was; absent for never. A late act (`actsAfterMs`) is entered here when it happens. */
  acceptedCount?: number;
  /** CancelJobExecution and CancelJob: each time that it was performed, refused ones too. */
  cancellations?: LoggedCancellation[];
};

/** One time that AWS performed a cancellation, and what it met. Times are epoch ms, by the emulator's clock. */
export type LoggedCancellation = {
  at: number;
  isAccepted: boolean;
  errorName?: string;
  /** Of the job, before the call; absent when there was none. */
  jobCreatedAt?: number;
  jobStatus?: "IN_PROGRESS" | "CANCELED" | "COMPLETED" | "DELETION_IN_PROGRESS" | "SCHEDULED";
  /** CancelJobExecution: the execution before the call; absent when there was none. */
  execution?: {
    status: ExecutionStatus;
    executionNumber: number;
    versionNumber: number;
    queuedAt: number;
    startedAt?: number;
  };
};
