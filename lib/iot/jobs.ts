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
import { NO_STATUS } from "@/lib/domain/execution-status";
import type { Job, JobSummary } from "@/lib/domain/job";
import { JOB_ID_PATTERN } from "@/lib/domain/names";
import { fail, ok } from "@/lib/domain/result";
import type { AwsCalls } from "./call-aws";
import type { IotClients } from "./iot-clients";
import type { CancelJobAnswer, IotGateway } from "./iot-gateway";
import { PaceExceeded } from "./pacer";
import { receiptOf } from "./receipt-of";
import { type CallSubject, toWriteFailure } from "./to-failure";

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
    listJobs({ status, selection, group }, cursor, options) {
      const input = {
        status: (status ?? undefined) as JobStatus | undefined,
        targetSelection: (selection ?? undefined) as TargetSelection | undefined,
        thingGroupName: group ?? undefined,
        maxResults: PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      const what = group === null ? "The jobs" : `The thing group ${group}`;
      return aws.read({ api: "ListJobs", what, resource: null }, input, options, async (abortSignal) => {
        const answer = await client.send(new ListJobsCommand(input), { abortSignal });
        seen(answer.jobs?.[0]?.jobArn);
        return {
          rows: (answer.jobs ?? []).map(toJobSummary),
          cursor: answer.nextToken ?? null,
          readAt: new Date(),
        };
      });
    },

    describeJob: (jobId, options) =>
      aws.read({ api: "DescribeJob", ...about(jobId) }, { jobId }, options, async (abortSignal) => {
        const answer = await client.send(new DescribeJobCommand({ jobId }), { abortSignal });
        seen(answer.job?.jobArn);
        return toJob(jobId, answer.job ?? {}, answer.documentSource ?? null);
      }),

    getJobDocument: (jobId, options) =>
      aws.read({ api: "GetJobDocument", ...about(jobId) }, { jobId }, options, async (abortSignal) => {
        const answer = await client.send(new GetJobDocumentCommand({ jobId }), { abortSignal });
        return answer.document ?? null;
      }),

    async cancelJob(jobId, { force, reasonCode, comment }) {
      if (!JOB_ID_PATTERN.test(jobId))
        throw new Error("Refused to send a cancellation with a name that AWS IoT does not know.");
      const command = new CancelJobCommand({
        jobId,
        force,
        reasonCode: reasonCode ?? undefined,
        comment: comment ?? undefined,
      });
      try {
        const { $metadata } = await aws.write("CancelJob", (abortSignal) =>
          cancelClient.send(command, { abortSignal }),
        );
        return { ...ok(undefined), receipt: { requestId: $metadata.requestId ?? null, errorName: null } };
      } catch (error) {
        const answer = toCancelJobAnswer(error, { api: "CancelJob", ...about(jobId) });
        if (answer === null) throw error;
        return { ...fail(answer), receipt: receiptOf(error) };
      } finally {
        forgetReads([jobId]);
      }
    },
  };
}

function toCancelJobAnswer(error: unknown, about: CallSubject): CancelJobAnswer | null {
  if (error instanceof PaceExceeded) return { kind: "throttled", api: about.api };
  if (error instanceof Error && error.name === "LimitExceededException") return { kind: "limit-exceeded" };
  return toWriteFailure(error, about) as CancelJobAnswer | null;
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
    scheduling: {
      startTime: job.schedulingConfig?.startTime ?? null,
      endTime: job.schedulingConfig?.endTime ?? null,
      endBehavior: job.schedulingConfig?.endBehavior ?? null,
    },
    documentSource,
    readAt: new Date(),
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
