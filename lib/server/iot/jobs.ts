import {
  CancelJobCommand,
  DescribeJobCommand,
  GetJobDocumentCommand,
  type JobStatus,
  ListJobsCommand,
  type TargetSelection,
} from "@aws-sdk/client-iot";
import { JOB_ID_PATTERN } from "@/lib/core/domain/names";
import type { AwsCalls } from "./call-aws";
import { LAST_BEFORE_SENDING, sendBefore } from "./check-answers";
import type { IotClients } from "./iot-clients";
import { toCancelJobAnswer } from "./declared-answer";
import type { IotGateway } from "./iot-gateway";
import { toReadFailure } from "./to-failure";
import { toJob, toJobSummary } from "./to-job";

/** LaserMaxResults of the model. */
const PAGE_SIZE = 250;

type JobCalls = Pick<IotGateway, "listJobs" | "describeJob" | "getJobDocument" | "cancelJob">;

/**
 * The gateway's calls about jobs.
 *
 * @param seen        called with each ARN
 * @param forgetReads called with the job after a cancellation: shared answers that name it may be out of date
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
