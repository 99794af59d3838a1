import {
  CancelJobCommand,
  DescribeJobCommand,
  GetJobDocumentCommand,
  type Job as AwsJob,
  type JobSummary as AwsJobSummary,
  type JobStatus,
  ListJobsCommand,
  type TargetSelection,
} from "@aws-sdk/client-iot";
import { NO_STATUS } from "@/lib/core/domain/execution-status";
import type { Job, JobSummary } from "@/lib/core/domain/job";
import { JOB_ID_PATTERN, originFromArn } from "@/lib/core/domain/names";
import type { AwsCalls } from "./call-aws";
import { LAST_BEFORE_SENDING, sendBefore } from "./check-answers";
import type { IotClients } from "./iot-clients";
import { toCancelJobAnswer } from "./declared-answer";
import type { IotGateway } from "./iot-gateway";
import { toReadFailure } from "./to-failure";

/** LaserMaxResults of the model. */
const PAGE_SIZE = 250;

type JobCalls = Pick<IotGateway, "listJobs" | "describeJob" | "getJobDocument" | "cancelJob">;

/**
 * The jobs' half of the gateway.
 *
 * @param seen is told each ARN
 * @param forgetReads is told which job a cancellation was asked for
 */
export function jobCalls(
  { read: client, cancel: cancelClient }: IotClients,
  aws: AwsCalls,
  seen: (arn: string | undefined) => void,
  forgetReads: (names: readonly string[]) => void,
): JobCalls {
  const about = (jobId: string) => ({ what: `The job ${jobId}`, resource: `job/${jobId}` });

  return {
    listJobs({ status, selection, group, namespace }, cursor, options) {
      const input = {
        status: (status ?? undefined) as JobStatus | undefined,
        targetSelection: (selection ?? undefined) as TargetSelection | undefined,
        thingGroupName: group ?? undefined,
        namespaceId: namespace ?? undefined,
        maxResults: PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      return aws.read(
        {
          api: "ListJobs",
          what: group === null ? "The jobs" : `The thing group ${group}`,
          resource: null,
          input,
          send: (abortSignal) => client.send(new ListJobsCommand(input), { abortSignal }),
          toValue(answer) {
            seen(answer.jobs?.[0]?.jobArn);
            return {
              rows: (answer.jobs ?? []).map(toJobSummary),
              cursor: answer.nextToken ?? null,
              readAt: new Date(),
            };
          },
          toFailure: toReadFailure,
        },
        options,
      );
    },

    describeJob: (jobId, options) =>
      aws.read(
        {
          api: "DescribeJob",
          ...about(jobId),
          input: { jobId },
          send: (abortSignal) => client.send(new DescribeJobCommand({ jobId }), { abortSignal }),
          toValue(answer) {
            seen(answer.job?.jobArn);
            return toJob(jobId, answer.job ?? {}, answer.documentSource ?? null);
          },
          toFailure: toReadFailure,
        },
        options,
      ),

    getJobDocument: (jobId, options) =>
      aws.read(
        {
          api: "GetJobDocument",
          ...about(jobId),
          input: { jobId },
          send: (abortSignal) => client.send(new GetJobDocumentCommand({ jobId }), { abortSignal }),
          toValue: (answer) => answer.document ?? null,
          toFailure: toReadFailure,
        },
        options,
      ),

    async cancelJob(jobId, { force, reasonCode, comment }, { slot, sendBefore: deadline } = {}) {
      if (!JOB_ID_PATTERN.test(jobId))
        throw new Error("Refused to send a cancellation with a name that AWS IoT does not know.");
      const command = new CancelJobCommand({
        jobId,
        force,
        reasonCode: reasonCode ?? undefined,
        comment: comment ?? undefined,
      });
      if (deadline !== undefined) command.middlewareStack.add(sendBefore(deadline), LAST_BEFORE_SENDING);
      try {
        const sent = await aws.write({ api: "CancelJob", ...about(jobId) }, slot, (abortSignal) =>
          cancelClient.send(command, { abortSignal }),
        );
        return sent.ok ? sent : { ...sent, failure: toCancelJobAnswer(sent.failure) };
      } finally {
        forgetReads([jobId]);
      }
    },
  };
}

function toJobSummary(job: AwsJobSummary | AwsJob): JobSummary {
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

function toJob(jobId: string, job: AwsJob, documentSource: string | null): Job {
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
