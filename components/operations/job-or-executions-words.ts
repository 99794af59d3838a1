import type { JobCounts } from "@/lib/core/domain/job";
import { countOf, countWords, executionsWords } from "@/lib/core/format/count";

/** What happens to some of a job's executions if they are canceled one by one, and if the job is canceled. */
export interface DifferenceWords {
  executions: string;
  job: string;
}

/** @param planned how many the plan covers */
export function queuedWords(planned: number, { QUEUED: now }: JobCounts): DifferenceWords {
  return {
    executions: planned === 0 ? "None on the list" : `${countWords(planned)} on the list, canceled`,
    job: now === 0 ? "None now" : `All are canceled, ${countWords(now)} now`,
  };
}

/** About all executions in progress now, whether or not the plan covers them. */
export function inProgressWords({ IN_PROGRESS: now }: JobCounts): DifferenceWords {
  if (now === 0) return { executions: "None now", job: "None now" };
  const goOn = `${countOf(now, "goes on", "go on")}, and may still finish and report, unless forced`;
  return { executions: `${executionsWords(now)} left alone`, job: goOn };
}
