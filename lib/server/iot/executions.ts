import {
  CancelJobExecutionCommand,
  DescribeJobExecutionCommand,
  type JobExecution,
  type JobExecutionStatus,
  type JobExecutionSummary,
  ListJobExecutionsForJobCommand,
  ListJobExecutionsForThingCommand,
  type ListJobExecutionsForThingCommandInput,
} from "@aws-sdk/client-iot";
import type { Execution, ExecutionRef, ExecutionSummary } from "@/lib/core/domain/execution";
import { NO_STATUS } from "@/lib/core/domain/execution-status";
import { JOB_ID_PATTERN, originFromArn, THING_NAME_PATTERN, thingNameFromArn } from "@/lib/core/domain/names";
import type { AwsCalls } from "./call-aws";
import { LAST_BEFORE_SENDING, sendBefore } from "./check-answers";
import type { IotClients } from "./iot-clients";
import { toCancelAnswer } from "./declared-answer";
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
 * The executions' half of the gateway.
 *
 * @param seen is told each ARN
 * @param forgetReads is told what a cancellation was asked for: shared answers that name it may be out of date then
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
          ...listForThing(input),
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
            ...listForThing({ ...ref, maxResults: PAGE_SIZE, nextToken: cursor ?? undefined }),
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

    async cancelExecution(ref, call, { slot, sendBefore: deadline } = {}) {
      requireLegalNames(ref);
      const command = new CancelJobExecutionCommand({
        ...ref,
        force: call.force,
        expectedVersion: call.expectedVersion ?? undefined,
        statusDetails: call.statusDetails === null ? undefined : { ...call.statusDetails },
      });
      if (deadline !== undefined) command.middlewareStack.add(sendBefore(deadline), LAST_BEFORE_SENDING);
      try {
        const subject = { api: "CancelJobExecution" as const, ...aboutExecution(ref) };
        const sent = await aws.write(subject, slot, (abortSignal) =>
          cancelClient.send(command, { abortSignal }),
        );
        return sent.ok ? sent : { ...sent, failure: toCancelAnswer(sent.failure) };
      } finally {
        forgetReads([ref.thingName, ref.jobId]);
      }
    },
  };

  function listForThing(input: ListJobExecutionsForThingCommandInput) {
    return {
      api: "ListJobExecutionsForThing" as const,
      input,
      send: (abortSignal: AbortSignal) =>
        client.send(new ListJobExecutionsForThingCommand(input), { abortSignal }),
      toFailure: toReadFailure,
    };
  }
}

const aboutExecution = ({ thingName, jobId }: ExecutionRef) => ({
  what: `The execution of ${jobId} on ${thingName}`,
  resource: `job/${jobId} and thing/${thingName}`,
});

/** The last gate: with `..` for a name this very call would mean CancelJob for the whole fleet (facts 1.7). */
function requireLegalNames({ thingName, jobId }: ExecutionRef): void {
  if (!THING_NAME_PATTERN.test(thingName) || !JOB_ID_PATTERN.test(jobId))
    throw new Error("Refused to send a cancellation with a name that AWS IoT does not know.");
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
