"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { queueJobIds, type QueueJobs } from "@/lib/core/domain/device-queue";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { queueJobsQuery } from "@/lib/client/queries/jobs";

const READ_EVERY_MS = 60_000;

/** The namespaces and schedules of the jobs that are open on a thing. `isReading`: no answer has come yet. */
export function useQueueJobs(open: readonly ExecutionSummary[]): { jobs: QueueJobs; isReading: boolean } {
  const { fleet } = useConsole();
  const jobIds = queueJobIds(open);
  const hasJobs = jobIds.length > 0;
  const read = useQuery({
    ...queueJobsQuery(fleet.id, jobIds),
    enabled: hasJobs,
    refetchInterval: READ_EVERY_MS,
    // While a job is added, the facts of the other open jobs still hold.
    placeholderData: keepPreviousData,
  });
  return {
    jobs: new Map(read.data?.jobs.map((job) => [job.jobId, job])),
    isReading: hasJobs && (read.isPending || read.isPlaceholderData),
  };
}
