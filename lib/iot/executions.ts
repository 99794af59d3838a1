import {
  CancelJobExecutionCommand,
  DescribeJobExecutionCommand,
  type JobExecution,
  type JobExecutionStatus,
  type JobExecutionSummary,
  ListJobExecutionsForJobCommand,
  ListJobExecutionsForThingCommand,
} from "@aws-sdk/client-iot";
import type { Execution, ExecutionRef, ExecutionSummary } from "@/lib/domain/execution";
import { NO_STATUS } from "@/lib/domain/execution-status";
import { JOB_ID_PATTERN, originFromArn, THING_NAME_PATTERN, thingNameFromArn } from "@/lib/domain/names";
import { fail, ok } from "@/lib/domain/result";
import type { AwsCalls } from "./call-aws";
import type { IotClients } from "./iot-clients";
import type { CancelAnswer, IotGateway } from "./iot-gateway";
import { PaceExceeded } from "./pacer";
import { receiptOf } from "./receipt-of";
import { type CallSubject, toWriteFailure } from "./to-failure";

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
      const about = { what: `The thing ${thingName}`, resource: `thing/${thingName}` };
      return aws.read({ api: "ListJobExecutionsForThing", ...about }, input, options, async (abortSignal) => {
        const answer = await client.send(new ListJobExecutionsForThingCommand(input), { abortSignal });
        const rows = (answer.executionSummaries ?? []).map((row) =>
          toSummary({ thingName, jobId: row.jobId ?? "" }, row.jobExecutionSummary),
        );
        return { rows, cursor: answer.nextToken ?? null, readAt: new Date() };
      });
    },

    listExecutionsForJob(jobId, status, cursor, options) {
      const input = {
        jobId,
        status: (status ?? undefined) as JobExecutionStatus | undefined,
        maxResults: PAGE_SIZE,
        nextToken: cursor ?? undefined,
      };
      const about = { what: `The job ${jobId}`, resource: `job/${jobId}` };
      return aws.read({ api: "ListJobExecutionsForJob", ...about }, input, options, async (abortSignal) => {
        const answer = await client.send(new ListJobExecutionsForJobCommand(input), { abortSignal });
        seen(answer.executionSummaries?.[0]?.thingArn);
        const rows = (answer.executionSummaries ?? []).map((row) => {
          const arn = row.thingArn ?? "";
          return toSummary({ thingName: thingNameFromArn(arn) ?? arn, jobId }, row.jobExecutionSummary);
        });
        return { rows, cursor: answer.nextToken ?? null, readAt: new Date() };
      });
    },

    listExecutionsOfJobOnThing(ref, options) {
      const input = { ...ref, maxResults: PAGE_SIZE };
      const about = { api: "ListJobExecutionsForThing" as const, ...aboutExecution(ref) };
      return aws.read(about, input, options, async (abortSignal) => {
        const answer = await client.send(new ListJobExecutionsForThingCommand(input), { abortSignal });
        return (answer.executionSummaries ?? []).map((row) => toSummary(ref, row.jobExecutionSummary));
      });
    },

    describeExecution: (ref, options) =>
      aws.read({ api: "DescribeJobExecution", ...aboutExecution(ref) }, ref, options, async (abortSignal) => {
        const answer = await client.send(new DescribeJobExecutionCommand({ ...ref }), { abortSignal });
        seen(answer.execution?.thingArn);
        return toExecution(ref, answer.execution ?? {});
      }),

    async cancelExecution(ref, call) {
      requireLegalNames(ref);
      const command = new CancelJobExecutionCommand({
        ...ref,
        force: call.force,
        expectedVersion: call.expectedVersion ?? undefined,
        statusDetails: call.statusDetails === null ? undefined : { ...call.statusDetails },
      });
      try {
        const { $metadata } = await aws.write("CancelJobExecution", (abortSignal) =>
          cancelClient.send(command, { abortSignal }),
        );
        return { ...ok(undefined), receipt: { requestId: $metadata.requestId ?? null, errorName: null } };
      } catch (error) {
        const answer = toCancelAnswer(error, { api: "CancelJobExecution", ...aboutExecution(ref) });
        if (answer === null) throw error;
        return { ...fail(answer), receipt: receiptOf(error) };
      } finally {
        forgetReads([ref.thingName, ref.jobId]);
      }
    },
  };
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

/** Both 409s of CancelJobExecution are told apart by name (facts 1.3). */
function toCancelAnswer(error: unknown, about: CallSubject): CancelAnswer | null {
  if (error instanceof PaceExceeded) return { kind: "throttled", api: about.api };
  if (error instanceof Error && error.name === "VersionConflictException")
    return { kind: "version-conflict" };
  if (error instanceof Error && error.name === "InvalidStateTransitionException")
    return { kind: "invalid-transition" };
  return toWriteFailure(error, about) as CancelAnswer | null;
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
