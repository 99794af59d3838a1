import type { Page } from "@/lib/core/contracts/page";
import type { CancelJobCall } from "@/lib/core/domain/cancel-job";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { AwsOrigin, Execution, ExecutionRef, ExecutionSummary } from "@/lib/core/domain/execution";
import type { Job, JobSummary } from "@/lib/core/domain/job";
import type { Moment } from "@/lib/core/domain/moment";
import type { AwsFailure, SearchFailure } from "@/lib/core/domain/read-failure";
import type { Result } from "@/lib/core/domain/result";
import type { Indexing, ThingSummary } from "@/lib/core/domain/thing";
import type { Priority } from "./rate-limiter";

/** How a read is made. */
export interface ReadOptions {
  /** Default: the gateway's own. */
  priority?: Priority;
  /** How old a shared answer may be; 0 asks AWS itself. Default 2,000. */
  maxAgeMs?: number;
  /**
   * Called each time this read sends a call, after the wait for the rate limiter. However long the answer takes, it
   * may be as old as this moment.
   */
  onSend?: () => void;
}

export type Read<Value> = Promise<Result<Value, AwsFailure>>;
/** A read that fleet indexing answers. */
export type Search<Value> = Promise<Result<Value, AwsFailure | SearchFailure>>;

/** AWS refused a write, by a name that its model has for the operation or that all of AWS uses. It has not acted. */
export type AwsRefusal = Exclude<AwsFailure, { kind: "unavailable" }>;

/** Nothing was sent: no connection came about, or the deadline passed before the call left. */
export type NotSent =
  { kind: "unavailable"; api: string; because: "refused" | "tls" } | { kind: "too-late"; api: string };

/**
 * No recognizable answer of AWS came back from a write, so only a read can tell whether AWS acted.
 *
 * `error`: an error of AWS itself (5xx). `unreadable`: whatever is not AWS's own answer, as a proxy's page with 200.
 */
export interface Unconfirmed {
  kind: "unconfirmed";
  api: string;
  because: "no-answer" | "error" | "unreadable";
  /** What came instead, for the audit log: `TimeoutError`, `InternalFailureException`, `HTTP 200 text/html`. */
  error: string;
}

/** What AWS said to CancelJobExecution, apart from yes. */
export type CancelAnswer =
  | { kind: "version-conflict" }
  /** It is over, or in progress and force was not sent; AWS does not say which. */
  | { kind: "invalid-transition" }
  | AwsRefusal
  | NotSent
  | Unconfirmed;

/** The right to make one call now. The wait for the rate limiter is over, so the last checks can be made. */
export interface CallSlot {
  readonly api: "CancelJobExecution" | "CancelJob";
}

export interface SendOptions {
  /** The slot that was acquired; without one the call waits for its own. A slot is good for one call. */
  slot?: CallSlot;
  /**
   * After this the call is not sent any more (`too-late`). Checked when the request is signed and about to be sent, so
   * that a process that was frozen since its last check sends nothing.
   */
  sendBefore?: Moment;
}

/** What AWS calls a call by, for its support and CloudTrail; null where it never answered. */
export interface ResponseMetadata {
  requestId: string | null;
  /** AWS's own name for its refusal. */
  errorName: string | null;
}

export type CancelSent = Result<void, CancelAnswer> & { metadata: ResponseMetadata };

/** What AWS said to CancelJob, apart from yes. Of a job that is over: `invalid-request`, as far as is known. */
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
  /** With the things of all groups below it. */
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
  /** A thing's executions of one job: several where it was given again. */
  listExecutionsOfJobOnThing(ref: ExecutionRef, options?: ReadOptions): Read<ExecutionSummary[]>;
  describeExecution(ref: ExecutionRef, options?: ReadOptions): Read<Execution>;

  /**
   * Asks AWS once to cancel: no retry is hidden here, since after a 5xx or a lost answer
   * nobody knows whether AWS acted. Shared reads that name its job or thing are forgotten, whatever it answers.
   *
   * `ok` is AWS's own yes: its request id, and an empty body or `{}`. Never throws for anything that came over the
   * network: whatever is not recognizably AWS's answer is `unconfirmed`.
   */
  cancelExecution(ref: ExecutionRef, call: CancelCall, options?: SendOptions): Promise<CancelSent>;
  /** Asks AWS once to cancel a whole job. As with an execution, no retry is hidden here. */
  cancelJob(jobId: string, call: CancelJobCall, options?: SendOptions): Promise<CancelJobSent>;
  /** Waits until the rate limiter lets a call of this API go. Fails with `throttled` if the queue is too long. */
  acquireCall(api: CallSlot["api"]): Promise<Result<CallSlot, Extract<AwsFailure, { kind: "throttled" }>>>;
}

/** A thing of the registry, before fleet indexing has added connectivity and groups. */
export interface DescribedThing {
  thingName: string;
  typeName: string | null;
  attributes: Record<string, string>;
}
