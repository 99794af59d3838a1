import {
  DescribeJobExecutionCommand,
  type IoTClient,
  type JobExecution,
  type JobExecutionStatus,
  type JobExecutionSummary,
  ListJobExecutionsForJobCommand,
  ListJobExecutionsForThingCommand,
  type ListJobExecutionsForThingCommandInput,
} from "@aws-sdk/client-iot";
import type { Execution, ExecutionRef, ExecutionSummary } from "@/lib/core/domain/execution";
import { NO_STATUS } from "@/lib/core/domain/execution-status";
import { originFromArn, thingNameFromArn } from "@/lib/core/domain/names";
import type { AwsCalls } from "./call-aws";
import { aboutExecution, cancelExecutionCall } from "./cancel-execution-call";
import type { IotClients } from "./iot-clients";
import type { IotGateway } from "./iot-gateway";
import { readWhole } from "./read-whole";
import { toReadFailure } from "./to-failure";

/** LaserMaxResults of the model. */
const PAGE_SIZE = 250;

type ExecutionCalls = Pick<
  IotGateway,
  | "listExecutionsForThing"
  | "listExecutionsForJob"
  | "listExecutionsOfJobOnThing"
  | "describeExecution"
  | "cancelExecution"
>;

/**
 * The gateway's calls about executions.
 *
 * @param seen        called with each ARN
 * @param forgetReads called with thing and job after a cancellation: shared answers that name them may be out of date
 */
export function executionCalls(
  { read: client, cancel: cancelClient }: IotClients,
  aws: AwsCalls,
  seen: (arn: string | undefined) => void,
  forgetReads: (names: readonly string[]) => void,
): ExecutionCalls {
  return {
    listExecutionsForThing(thingName, status, cursor, options) {
      const input = {
        thingName,
        status: (status ?? undefined) as JobExecutionStatus | undefined,
        maxResults: PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      return aws.read(
        {
          ...listForThing(client, input),
          what: `The thing ${thingName}`,
          resource: `thing/${thingName}`,
          toValue: (answer) => ({
            rows: (answer.executionSummaries ?? []).map((row) =>
              toSummary({ thingName, jobId: row.jobId ?? "" }, row.jobExecutionSummary),
            ),
            cursor: answer.nextToken ?? null,
            readAt: new Date(),
          }),
        },
        options,
      );
    },

    listExecutionsForJob(jobId, status, cursor, options) {
      const input = {
        jobId,
        status: (status ?? undefined) as JobExecutionStatus | undefined,
        maxResults: PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      return aws.read(
        {
          api: "ListJobExecutionsForJob",
          what: `The job ${jobId}`,
          resource: `job/${jobId}`,
          input,
          send: (abortSignal) => client.send(new ListJobExecutionsForJobCommand(input), { abortSignal }),
          toValue(answer) {
            seen(answer.executionSummaries?.[0]?.thingArn);
            const rows = (answer.executionSummaries ?? []).map((row) => {
              const arn = row.thingArn ?? "";
              return toSummary({ thingName: thingNameFromArn(arn) ?? arn, jobId }, row.jobExecutionSummary);
            });
            return { rows, cursor: answer.nextToken ?? null, readAt: new Date() };
          },
          toFailure: toReadFailure,
        },
        options,
      );
    },

    listExecutionsOfJobOnThing: (ref, options) =>
      readWhole("ListJobExecutionsForThing", options, (cursor, how) =>
        aws.read(
          {
            ...listForThing(client, { ...ref, maxResults: PAGE_SIZE, nextToken: cursor ?? undefined }),
            ...aboutExecution(ref),
            toValue: (answer) => ({
              rows: (answer.executionSummaries ?? []).map((row) => toSummary(ref, row.jobExecutionSummary)),
              cursor: answer.nextToken ?? null,
              readAt: new Date(),
            }),
          },
          how,
        ),
      ),

    describeExecution: (ref, options) =>
      aws.read(
        {
          api: "DescribeJobExecution",
          ...aboutExecution(ref),
          input: ref,
          send: (abortSignal) => client.send(new DescribeJobExecutionCommand({ ...ref }), { abortSignal }),
          toValue(answer) {
            seen(answer.execution?.thingArn);
            return toExecution(ref, answer.execution ?? {});
          },
          toFailure: toReadFailure,
        },
        options,
      ),

    cancelExecution: cancelExecutionCall(cancelClient, aws, forgetReads),
  };
}

function listForThing(client: IoTClient, input: ListJobExecutionsForThingCommandInput) {
  return {
    api: "ListJobExecutionsForThing" as const,
    input,
    send: (abortSignal: AbortSignal) =>
      client.send(new ListJobExecutionsForThingCommand(input), { abortSignal }),
    toFailure: toReadFailure,
  };
}

function toSummary(ref: ExecutionRef, summary: JobExecutionSummary | undefined): ExecutionSummary {
  return {
    ...ref,
    status: summary?.status ?? NO_STATUS,
    queuedAt: summary?.queuedAt ?? null,
    startedAt: summary?.startedAt ?? null,
    lastUpdatedAt: summary?.lastUpdatedAt ?? null,
    executionNumber: summary?.executionNumber ?? null,
    retryAttempt: summary?.retryAttempt ?? null,
  };
}

function toExecution(ref: ExecutionRef, execution: JobExecution): Execution {
  return {
    ...ref,
    status: execution.status ?? NO_STATUS,
    queuedAt: execution.queuedAt ?? null,
    startedAt: execution.startedAt ?? null,
    lastUpdatedAt: execution.lastUpdatedAt ?? null,
    executionNumber: execution.executionNumber ?? null,
    versionNumber: execution.versionNumber ?? null,
    statusDetails: execution.statusDetails?.detailsMap ?? {},
    forceCanceled: execution.forceCanceled ?? false,
    secondsBeforeTimedOut: execution.approximateSecondsBeforeTimedOut ?? null,
    origin: originFromArn(execution.thingArn),
    readAt: new Date(),
  };
}
