import { isHeldBack, isSameNamespace, type QueueJob, type QueueJobs } from "./device-queue";
import type { ExecutionSummary } from "./execution";
import { isStuck, silentSince } from "./is-stuck";
import type { TriageThresholds } from "./triage";

/** What a device's queue waits for, if for anything. `silent` is the one that a person has to resolve. */
export type ThingDiagnosis =
  | { kind: "idle" }
  /** No open execution was listed so far, and the list goes on. */
  | { kind: "none-so-far" }
  /** All queued executions belong to scheduled jobs. */
  | { kind: "held"; queued: number; beside: BesideQueue }
  | { kind: "waiting"; queued: number; since: Date | null; beside: BesideQueue }
  | { kind: "working"; execution: ExecutionSummary; behind: number; beside: BesideQueue }
  | { kind: "silent"; execution: ExecutionSummary; since: Date; behind: number; beside: BesideQueue };

/** Open executions of the thing that do not wait in this queue. */
export interface BesideQueue {
  /** Queued, of jobs that have not started, or are between two maintenance windows. */
  held: readonly QueueJob[];
  /** Open in other namespaces than the one that the diagnosis is about; null: the default one. */
  elsewhere: readonly { namespaceId: string | null; open: number }[];
  /**
   * How many queued executions may or may not wait for the one in progress: the namespace of one of the two was not
   * read.
   */
  unplaced: number;
}

/**
 * Says what the open executions of one thing mean together.
 *
 * AWS gives a device executions in progress before queued ones (facts 2.1). So of the executions in progress, the one
 * whose last update is oldest blocks all others of its namespace. Nothing says that it blocks other namespaces (facts
 * 8).
 *
 * @param typeName the thing's; null where it has none, or none was read
 * @param isPart whether there are more open executions to read
 * @param jobs those whose namespace and schedule were read
 */
export function diagnoseThing(
  open: readonly ExecutionSummary[],
  { typeName, isPart, jobs }: { typeName: string | null; isPart: boolean; jobs: QueueJobs },
  thresholds: TriageThresholds,
  now: Date,
): ThingDiagnosis {
  const queued = open.filter((execution) => execution.status === "QUEUED");
  const running = open.filter((execution) => execution.status === "IN_PROGRESS").sort(byLastUpdate);
  const [first] = running;
  const held = queued.flatMap(({ jobId }) => jobs.get(jobId) ?? []).filter(isHeldBack);
  const isHeld = ({ jobId }: ExecutionSummary) => held.some((job) => job.jobId === jobId);
  const free = queued.filter((execution) => !isHeld(execution));

  if (!first && queued.length === 0) return { kind: isPart ? "none-so-far" : "idle" };
  if (!first) {
    const beside = { held, elsewhere: [], unplaced: 0 };
    if (free.length === 0) return { kind: "held", queued: queued.length, beside };
    return { kind: "waiting", queued: free.length, since: oldest(free), beside };
  }

  const relation = ({ jobId }: ExecutionSummary) => isSameNamespace(first.jobId, jobId, jobs);
  const found = {
    execution: first,
    behind: free.filter((execution) => relation(execution) === true).length,
    beside: {
      held,
      elsewhere: byNamespace(
        open.filter((execution) => !isHeld(execution) && relation(execution) === false),
        jobs,
      ),
      unplaced: free.filter((execution) => relation(execution) === null).length,
    },
  };
  const since = silentSince(first);
  if (since && isStuck(first, typeName, thresholds, now.getTime()))
    return { kind: "silent", since, ...found };
  return { kind: "working", ...found };
}

const time = (date: Date | null) => date?.getTime() ?? 0;

function byLastUpdate(a: ExecutionSummary, b: ExecutionSummary): number {
  return time(a.lastUpdatedAt) - time(b.lastUpdatedAt);
}

function oldest(executions: readonly ExecutionSummary[]): Date | null {
  const dates = executions.flatMap((execution) => execution.queuedAt ?? []);
  return dates.length === 0 ? null : new Date(Math.min(...dates.map(time)));
}

function byNamespace(executions: readonly ExecutionSummary[], jobs: QueueJobs): BesideQueue["elsewhere"] {
  const counts = new Map<string | null, number>();
  for (const { jobId } of executions) {
    const namespaceId = jobs.get(jobId)?.namespaceId ?? null;
    counts.set(namespaceId, (counts.get(namespaceId) ?? 0) + 1);
  }
  return [...counts].map(([namespaceId, open]) => ({ namespaceId, open }));
}
