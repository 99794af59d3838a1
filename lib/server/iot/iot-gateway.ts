import type { Page } from "@/lib/core/contracts/page";
import type { CancelJobCall } from "@/lib/core/domain/cancel-job";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { AwsOrigin, Execution, ExecutionRef, ExecutionSummary } from "@/lib/core/domain/execution";
import type { Job, JobSummary } from "@/lib/core/domain/job";
import type { Moment } from "@/lib/core/domain/moment";
import type { AwsFailure, SearchFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import type { Indexing, ThingSummary } from "@/lib/core/domain/thing";
import type { Priority } from "./priority";

/** Options of a read. */
export interface ReadOptions {
  /** Default: the gateway's own. */
  priority?: Priority;
  /** The maximum age of a shared answer; 0 always reads from AWS. Default 2,000. */
  maxAgeMs?: number;
  /**
   * Called each time this read sends a call, after the wait for the rate limiter. If the call takes long, the answer
   * may still show the state of this moment.
   */
  onSend?: () => void;
  /**
   * Default true: a list reads on while AWS answers with short or empty pages. False: a read is one call, and returns
   * one page of AWS even if that is short or empty. This is for callers that count their calls and handle empty pages.
   */
  fillsPages?: boolean;
}

export type Read<Value> = Promise<Result<Value, AwsFailure>>;
/** A read that fleet indexing answers. */
export type Search<Value> = Promise<Result<Value, AwsFailure | SearchFailure>>;

/**
 * AWS refused a write with an error that its model declares for the operation or that all of AWS uses. It has not
 * acted.
 */
export type AwsRefusal = Exclude<AwsFailure, { kind: "unavailable" }>;

/** Nothing was sent: no connection came about, or the deadline passed before the call left. */
export type NotSent =
  { kind: "unavailable"; api: string; because: "refused" | "tls" } | { kind: "too-late"; api: string };

/**
 * No recognizable answer of AWS came back from a write, so only a read can tell whether AWS acted.
 *
 * `error`: an error of AWS itself (5xx). `unreadable`: anything that is not AWS's own answer, such as a proxy's page
 * with 200.
 */
export interface Unconfirmed {
  kind: "unconfirmed";
  api: string;
  because: "no-answer" | "error" | "unreadable";
  /** What came instead, for the audit log: `TimeoutError`, `InternalFailureException`, `HTTP 200 text/html`. */
  error: string;
}

/** AWS's answers to CancelJobExecution other than acceptance. */
export type CancelAnswer =
  | { kind: "version-conflict" }
  /** It has ended, or it is in progress and force was not sent. AWS does not say which. */
  | { kind: "invalid-transition" }
  | AwsRefusal
  | NotSent
  | Unconfirmed;

/** Permission to make one call now. The wait for the rate limiter is over, so that the last checks are fresh. */
export interface CallSlot {
  readonly api: "CancelJobExecution" | "CancelJob";
}

export interface SendOptions {
  /** A slot that was acquired before, for one call. Without one the call waits for its own. */
  slot?: CallSlot;
  /**
   * After this the call is no longer sent (`too-late`). Checked when the request is signed and about to be sent, so
   * that a process that was frozen since its last check sends nothing.
   */
  sendBefore?: Moment;
}

/** Identifies a call to AWS support and in CloudTrail. Null if AWS never answered. */
export interface ResponseMetadata {
  requestId: string | null;
  /** AWS's name of the error. */
  errorName: string | null;
}

export type CancelSent = Result<void, CancelAnswer> & { metadata: ResponseMetadata };

/**
 * AWS's answers to CancelJob other than acceptance. For a job that has ended: `invalid-request`, as far as is known.
 */
export type CancelJobAnswer = { kind: "limit-exceeded" } | AwsRefusal | NotSent | Unconfirmed;

export type CancelJobSent = Result<void, CancelJobAnswer> & { metadata: ResponseMetadata };

/**
 * AWS IoT in our words. Expected refusals are values; names are checked before the call.
 * Lists go forward only: a page's `cursor` is AWS's token.
 */
export interface IotGateway {
  /** The account that answers came from, learned from the ARNs in them; null until then. */
  account(): string | null;
  /** The account and region that the last answer with an ARN came from; null until then. */
  lastOrigin(): AwsOrigin | null;

  indexing(options?: ReadOptions): Read<Indexing>;
  searchThings(query: string, cursor: string | null, options?: ReadOptions): Search<Page<ThingSummary>>;
  listThings(
    filter: { type: string | null; attribute: { name: string; value: string } | null },
    cursor: string | null,
    options?: ReadOptions,
  ): Read<Page<ThingSummary>>;
  /** Includes the things of all groups below it. */
  listThingsInGroup(group: string, cursor: string | null, options?: ReadOptions): Read<Page<string>>;
  describeThing(thingName: string, options?: ReadOptions): Read<DescribedThing>;
  listGroupsOfThing(thingName: string, options?: ReadOptions): Read<string[]>;
  listThingTypes(cursor: string | null, options?: ReadOptions): Read<Page<string>>;
  /** @param below null: all groups; else those below this one, in any depth and without itself */
  listThingGroups(below: string | null, cursor: string | null, options?: ReadOptions): Read<Page<string>>;

  listJobs(
    filter: {
      status: string | null;
      selection: string | null;
      group: string | null;
      namespace: string | null;
    },
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
  /** A thing's executions of one job: several if the thing received it again. */
  listExecutionsOfJobOnThing(ref: ExecutionRef, options?: ReadOptions): Read<ExecutionSummary[]>;
  describeExecution(ref: ExecutionRef, options?: ReadOptions): Read<Execution>;

  /**
   * Asks AWS once to cancel. It does not retry: after a 5xx or a lost answer nobody knows whether AWS acted. Shared
   * reads that name the job or the thing are forgotten, whatever AWS answers.
   *
   * `ok` is AWS's own acceptance: its request id, and an empty body or `{}`. Never throws for anything that came over
   * the network: what is not recognizably AWS's answer is `unconfirmed`.
   */
  cancelExecution(ref: ExecutionRef, call: CancelCall, options?: SendOptions): Promise<CancelSent>;
  /** Asks AWS once to cancel a whole job. As with an execution, it does not retry. */
  cancelJob(jobId: string, call: CancelJobCall, options?: SendOptions): Promise<CancelJobSent>;
  /** Waits for the rate limiter. Fails with `throttled` if the queue is too long. */
  acquireCall(api: CallSlot["api"]): Promise<Result<CallSlot, Extract<AwsFailure, { kind: "throttled" }>>>;
}

/** A thing of the registry, before fleet indexing has added connectivity and groups. */
export interface DescribedThing {
  thingName: string;
  typeName: string | null;
  attributes: Record<string, string>;
}
