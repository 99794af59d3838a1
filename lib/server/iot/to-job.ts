import type { Job as AwsJob, JobSummary as AwsJobSummary } from "@aws-sdk/client-iot";
import { NO_STATUS } from "@/lib/core/domain/execution-status";
import type { Job, JobSummary } from "@/lib/core/domain/job";
import { originFromArn } from "@/lib/core/domain/names";

export function toJobSummary(job: AwsJobSummary | AwsJob): JobSummary {
  return {
    jobId: job.jobId ?? "",
    status: job.status ?? NO_STATUS,
    targetSelection: job.targetSelection ?? null,
    createdAt: job.createdAt ?? null,
    lastUpdatedAt: job.lastUpdatedAt ?? null,
    completedAt: job.completedAt ?? null,
    isConcurrent: job.isConcurrent ?? false,
  };
}

/** @param jobId the name that was asked for, in case AWS leaves it out */
export function toJob(jobId: string, job: AwsJob, documentSource: string | null): Job {
  return {
    ...toJobSummary(job),
    jobId: job.jobId ?? jobId,
    description: job.description ?? null,
    targets: job.targets ?? [],
    counts: toCounts(job),
    processingTargets: job.jobProcessDetails?.processingTargets ?? [],
    reasonCode: job.reasonCode ?? null,
    comment: job.comment ?? null,
    forceCanceled: job.forceCanceled ?? false,
    namespaceId: job.namespaceId ?? null,
    timeoutMinutes: job.timeoutConfig?.inProgressTimeoutInMinutes ?? null,
    rollout: toRollout(job),
    abortCriteria: (job.abortConfig?.criteriaList ?? []).map((criteria) => ({
      failureType: criteria.failureType ?? "unknown",
      action: criteria.action ?? "unknown",
      thresholdPercentage: criteria.thresholdPercentage ?? 0,
      minExecutedThings: criteria.minNumberOfExecutedThings ?? 0,
    })),
    retryCriteria: (job.jobExecutionsRetryConfig?.criteriaList ?? []).map((criteria) => ({
      failureType: criteria.failureType ?? "unknown",
      numberOfRetries: criteria.numberOfRetries ?? 0,
    })),
    scheduling: toScheduling(job),
    documentSource,
    origin: originFromArn(job.jobArn),
    readAt: new Date(),
  };
}

function toScheduling({
  schedulingConfig: config,
  scheduledJobRollouts: rollouts,
}: AwsJob): Job["scheduling"] {
  return {
    startTime: config?.startTime ?? null,
    endTime: config?.endTime ?? null,
    endBehavior: config?.endBehavior ?? null,
    maintenanceWindows: (config?.maintenanceWindows ?? []).map((window) => ({
      startTime: window.startTime ?? "unknown",
      durationMinutes: window.durationInMinutes ?? null,
    })),
    nextRollouts: (rollouts ?? []).flatMap((rollout) => rollout.startTime ?? []),
  };
}

function toCounts({ jobProcessDetails: details }: AwsJob): Job["counts"] {
  return {
    QUEUED: details?.numberOfQueuedThings ?? 0,
    IN_PROGRESS: details?.numberOfInProgressThings ?? 0,
    SUCCEEDED: details?.numberOfSucceededThings ?? 0,
    FAILED: details?.numberOfFailedThings ?? 0,
    TIMED_OUT: details?.numberOfTimedOutThings ?? 0,
    REJECTED: details?.numberOfRejectedThings ?? 0,
    REMOVED: details?.numberOfRemovedThings ?? 0,
    CANCELED: details?.numberOfCanceledThings ?? 0,
  };
}

function toRollout({ jobExecutionsRolloutConfig: config }: AwsJob): Job["rollout"] {
  const rate = config?.exponentialRate;
  return {
    maximumPerMinute: config?.maximumPerMinute ?? null,
    exponentialRate: rate
      ? {
          baseRatePerMinute: rate.baseRatePerMinute ?? 0,
          incrementFactor: rate.incrementFactor ?? 0,
          notifiedThings: rate.rateIncreaseCriteria?.numberOfNotifiedThings ?? null,
          succeededThings: rate.rateIncreaseCriteria?.numberOfSucceededThings ?? null,
        }
      : null,
  };
}
