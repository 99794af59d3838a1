import type { Page } from "@/lib/contracts/page";
import type { CancelJobCall } from "@/lib/domain/cancel-job";
import type { CancelCall } from "@/lib/domain/decide-cancellation";
import type { Execution, ExecutionRef, ExecutionSummary } from "@/lib/domain/execution";
import type { Job, JobSummary } from "@/lib/domain/job";
import type { ReadFailure } from "@/lib/domain/read-failure";
import type { Result } from "@/lib/domain/result";
import type { Indexing, ThingSummary } from "@/lib/domain/thing";
import type { Priority } from "./pacer";

/** How a read is made. */
export interface ReadOptions {
  /** Default: the gateway's own. */
  priority?: Priority;
  /** How old a shared answer may be; 0 asks AWS itself. Default 2,000. */
  maxAgeMs?: number;
}

export type Read<Value> = Promise<Result<Value, ReadFailure>>;

/** What AWS said to CancelJobExecution, apart from yes. */
export type CancelAnswer =
  | { kind: "version-conflict" }
  /** It is over, or in progress and force was not sent; AWS does not say which. */
  | { kind: "invalid-transition" }
  | Exclude<ReadFailure, { kind: "index-off" | "index-not-ready" }>;

/** What AWS calls a call by, for its support and CloudTrail; null where it never answered. */
export interface AwsReceipt {
  requestId: string | null;
  /** AWS's own name for its refusal. */
  errorName: string | null;
}

export type CancelSent = Result<void, CancelAnswer> & { receipt: AwsReceipt };

/** What AWS said to CancelJob, apart from yes. Of a job that is over: `invalid-request`, as far as is known. */
export type CancelJobAnswer =
  { kind: "limit-exceeded" } | Exclude<ReadFailure, { kind: "index-off" | "index-not-ready" }>;

export type CancelJobSent = Result<void, CancelJobAnswer> & { receipt: AwsReceipt };

/**
 * AWS IoT in our words. Expected refusals are values; names are checked before the call.
 * Lists go forward only: a page's `cursor` is AWS's token.
 */
export interface IotGateway {
  /** The account that answers came from, learned from the ARNs in them; null until then. */
  account(): string | null;

  indexing(options?: ReadOptions): Read<Indexing>;
  searchThings(query: string, cursor: string | null, options?: ReadOptions): Read<Page<ThingSummary>>;
  listThings(
    filter: { type: string | null; attribute: { name: string; value: string } | null },
    cursor: string | null,
    options?: ReadOptions,
  ): Read<Page<ThingSummary>>;
  listThingsInGroup(group: string, cursor: string | null, options?: ReadOptions): Read<Page<string>>;
  describeThing(thingName: string, options?: ReadOptions): Read<DescribedThing>;
  listGroupsOfThing(thingName: string, options?: ReadOptions): Read<string[]>;
  listThingTypes(cursor: string | null, options?: ReadOptions): Read<Page<string>>;
  listThingGroups(cursor: string | null, options?: ReadOptions): Read<Page<string>>;

  listJobs(
    filter: { status: string | null; selection: string | null; group: string | null },
    cursor: string | null,
    options?: ReadOptions,
  ): Read<Page<JobSummary>>;
  describeJob(jobId: string, options?: ReadOptions): Read<Job>;
  getJobDocument(jobId: string, options?: ReadOptions): Read<string | null>;

  /** @param status one of AWS's, or null for all: AWS takes one a call */
  listExecutionsForThing(
    thingName: string,
    status: string | null,
    cursor: string | null,
    options?: ReadOptions,
  ): Read<Page<ExecutionSummary>>;
  listExecutionsForJob(
    jobId: string,
    status: string | null,
    cursor: string | null,
    options?: ReadOptions,
  ): Read<Page<ExecutionSummary>>;
  /** A thing's executions of one job: several where it was given again. */
  listExecutionsOfJobOnThing(ref: ExecutionRef, options?: ReadOptions): Read<ExecutionSummary[]>;
  describeExecution(ref: ExecutionRef, options?: ReadOptions): Read<Execution>;

  /**
   * Asks AWS once to cancel: no retry is hidden here, since after a 5xx or a lost answer
   * nobody knows whether AWS acted. Shared reads that name its job or thing are forgotten, whatever it answers.
   */
  cancelExecution(ref: ExecutionRef, call: CancelCall): Promise<CancelSent>;
  /** Asks AWS once to cancel a whole job. As with an execution, no retry is hidden here. */
  cancelJob(jobId: string, call: CancelJobCall): Promise<CancelJobSent>;
}

/** A thing of the registry, before fleet indexing has added connectivity and groups. */
export interface DescribedThing {
  thingName: string;
  typeName: string | null;
  attributes: Record<string, string>;
}
