import type { ExecutionRef, ExecutionSummary } from "./execution";

/** The facts of a job that decide when a device gets its execution. */
export interface QueueJob {
  jobId: string;
  status: string;
  /** Null: the default namespace. */
  namespaceId: string | null;
  /** The start of its next maintenance window, as AWS writes it; null: it has none, or AWS does not say. */
  nextWindow: string | null;
  /** The start of its schedule, as AWS writes it; null: it has none. */
  startTime: string | null;
}

/** How many jobs of one thing's queue are read: each costs a DescribeJob, of which AWS allows ten a second. */
export const MAX_QUEUE_JOBS = 10;

/** The jobs whose namespace and schedule were read, by id. A missing one was not read. */
export type QueueJobs = ReadonlyMap<string, QueueJob>;

/** What a device gets once an execution has left its queue. */
export interface NextOnDevice {
  /** Null: nothing that was read. */
  execution: ExecutionSummary | null;
  /** Whether it is known to be in the same namespace as the one that leaves. */
  isSameQueue: boolean;
  /** Queued before it, but of a job that has not started, or is between two maintenance windows. */
  held: readonly QueueJob[];
  /** How many are in other namespaces. AWS does not document how it orders those (facts 8). */
  elsewhere: number;
}

/**
 * The order in which AWS gives executions to a device: those in progress, then those queued, each by queueing time
 * (facts 8). AWS's lists promise no order.
 */
export function byQueueOrder(a: ExecutionSummary, b: ExecutionSummary): number {
  return Number(b.status === "IN_PROGRESS") - Number(a.status === "IN_PROGRESS") || queuedMs(a) - queuedMs(b);
}

/**
 * Where AWS gives no time: after all that have one. The latest time of a `Date`, and not Infinity, of which two have no
 * difference that could be sorted by.
 */
const LATEST_MS = 8.64e15;

const queuedMs = ({ queuedAt }: ExecutionSummary) => queuedAt?.getTime() ?? LATEST_MS;

/**
 * What starts next on the device once `leaving` has ended.
 *
 * @param open all open executions of the thing; if some were missing, the answer would be a guess
 */
export function findNextOnDevice(
  open: readonly ExecutionSummary[],
  leaving: ExecutionRef,
  jobs: QueueJobs,
): NextOnDevice {
  const held: QueueJob[] = [];
  let elsewhere = 0;
  let next: ExecutionSummary | null = null;
  for (const execution of [...open].sort(byQueueOrder)) {
    if (execution.jobId === leaving.jobId) continue;
    const job = jobs.get(execution.jobId);
    if (isSameNamespace(leaving.jobId, execution.jobId, jobs) === false) elsewhere += 1;
    else if (next !== null) continue;
    else if (job && execution.status === "QUEUED" && isHeldBack(job)) held.push(job);
    else next = execution;
  }
  const isSameQueue = next !== null && isSameNamespace(leaving.jobId, next.jobId, jobs) === true;
  return { execution: next, isSameQueue, held, elsewhere };
}

/** Null: the namespace of one of them was not read. */
export function isSameNamespace(one: string, other: string, jobs: QueueJobs): boolean | null {
  const [first, second] = [jobs.get(one), jobs.get(other)];
  return first && second ? first.namespaceId === second.namespaceId : null;
}

/** The first jobs in queue order, sorted by id so that the key of their query is stable. */
export function queueJobIds(open: readonly ExecutionSummary[]): string[] {
  const ids = [...open].sort(byQueueOrder).map(({ jobId }) => jobId);
  return [...new Set(ids)].slice(0, MAX_QUEUE_JOBS).sort();
}

/** AWS offers a device no execution of a scheduled job (facts 8). */
export const isHeldBack = ({ status }: QueueJob): boolean => status === "SCHEDULED";
