import * as z from "zod/mini";
import type { IotApi } from "./quotas";

/** The last second of a JavaScript Date. A later one is an invalid date, and formatting it throws. */
const MAX_SECONDS = 8.64e12;

const name = z.string().check(z.minLength(1));
const text = z.nullish(z.string());
const texts = z.nullish(z.array(z.string()));
const textMap = z.nullish(z.record(z.string(), z.nullable(z.string())));
const number = z.nullish(z.number());
const flag = z.nullish(z.boolean());
const seconds = z.nullish(z.number().check(z.minimum(-MAX_SECONDS), z.maximum(MAX_SECONDS)));
const milliseconds = z.nullish(
  z.number().check(z.minimum(-MAX_SECONDS * 1000), z.maximum(MAX_SECONDS * 1000)),
);
/** AWS ends a list with null or without a token. An empty token would start the list again. */
const nextToken = z.nullish(name);

const summary = z.nullish(
  z.object({
    status: text,
    queuedAt: seconds,
    startedAt: seconds,
    lastUpdatedAt: seconds,
    executionNumber: number,
    retryAttempt: number,
  }),
);

const jobSummary = z.object({
  jobId: name,
  jobArn: text,
  status: text,
  targetSelection: text,
  createdAt: seconds,
  lastUpdatedAt: seconds,
  completedAt: seconds,
  isConcurrent: flag,
});

const job = z.extend(jobSummary, {
  targets: texts,
  description: text,
  reasonCode: text,
  comment: text,
  forceCanceled: flag,
  namespaceId: text,
  jobProcessDetails: z.nullish(
    z.object({
      processingTargets: texts,
      numberOfCanceledThings: number,
      numberOfSucceededThings: number,
      numberOfFailedThings: number,
      numberOfRejectedThings: number,
      numberOfQueuedThings: number,
      numberOfInProgressThings: number,
      numberOfRemovedThings: number,
      numberOfTimedOutThings: number,
    }),
  ),
  timeoutConfig: z.nullish(z.object({ inProgressTimeoutInMinutes: number })),
  jobExecutionsRolloutConfig: z.nullish(
    z.object({
      maximumPerMinute: number,
      exponentialRate: z.nullish(
        z.object({
          baseRatePerMinute: number,
          incrementFactor: number,
          rateIncreaseCriteria: z.nullish(
            z.object({ numberOfNotifiedThings: number, numberOfSucceededThings: number }),
          ),
        }),
      ),
    }),
  ),
  abortConfig: z.nullish(
    z.object({
      criteriaList: z.nullish(
        z.array(
          z.object({
            failureType: text,
            action: text,
            thresholdPercentage: number,
            minNumberOfExecutedThings: number,
          }),
        ),
      ),
    }),
  ),
  jobExecutionsRetryConfig: z.nullish(
    z.object({
      criteriaList: z.nullish(z.array(z.object({ failureType: text, numberOfRetries: number }))),
    }),
  ),
  schedulingConfig: z.nullish(
    z.object({
      startTime: text,
      endTime: text,
      endBehavior: text,
      maintenanceWindows: z.nullish(z.array(z.object({ startTime: text, durationInMinutes: number }))),
    }),
  ),
  scheduledJobRollouts: z.nullish(z.array(z.object({ startTime: text }))),
});

/**
 * The shape that makes an answer the operation's own (model iot 2015-05-28, facts 1.3): the member that only it has,
 * the names in its rows, and the types of what we read. Anything else may be missing, as AWS leaves out what is
 * empty.
 *
 * The SDK checks none of it: to the SDK `{}` is an empty list, and so is a proxy's page that happens to be JSON.
 */
const SHAPES = {
  CancelJob: z.object({ jobId: name, jobArn: text, description: text }),
  /** No output shape: an empty body, or `{}`. */
  CancelJobExecution: z.strictObject({}),
  DescribeJob: z.object({ job, documentSource: text }),
  DescribeJobExecution: z.object({
    execution: z.object({
      jobId: name,
      thingArn: text,
      status: text,
      forceCanceled: flag,
      statusDetails: z.nullish(z.object({ detailsMap: textMap })),
      queuedAt: seconds,
      startedAt: seconds,
      lastUpdatedAt: seconds,
      executionNumber: number,
      versionNumber: number,
      approximateSecondsBeforeTimedOut: number,
    }),
  }),
  DescribeThing: z.object({ thingName: name, thingArn: text, thingTypeName: text, attributes: textMap }),
  GetIndexingConfiguration: z.object({
    thingIndexingConfiguration: z.object({ thingIndexingMode: name, thingConnectivityIndexingMode: text }),
  }),
  GetJobDocument: z.object({ document: z.string() }),
  ListJobExecutionsForJob: z.object({
    executionSummaries: z.array(z.object({ thingArn: name, jobExecutionSummary: summary })),
    nextToken,
  }),
  ListJobExecutionsForThing: z.object({
    executionSummaries: z.array(z.object({ jobId: name, jobExecutionSummary: summary })),
    nextToken,
  }),
  ListJobs: z.object({ jobs: z.array(jobSummary), nextToken }),
  ListThingGroups: z.object({ thingGroups: z.array(z.object({ groupName: name })), nextToken }),
  ListThingGroupsForThing: z.object({ thingGroups: z.array(z.object({ groupName: name })), nextToken }),
  ListThings: z.object({
    things: z.array(z.object({ thingName: name, thingArn: text, thingTypeName: text, attributes: textMap })),
    nextToken,
  }),
  ListThingsInThingGroup: z.object({ things: z.array(name), nextToken }),
  ListThingTypes: z.object({ thingTypes: z.array(z.object({ thingTypeName: name })), nextToken }),
  SearchIndex: z.object({
    things: z.array(
      z.object({
        thingName: name,
        thingTypeName: text,
        thingGroupNames: texts,
        attributes: textMap,
        connectivity: z.nullish(
          z.object({ connected: flag, timestamp: milliseconds, disconnectReason: text }),
        ),
      }),
    ),
    nextToken,
  }),
} satisfies Record<IotApi, z.ZodMiniType>;

/** The names that a call was about. An answer with other names belongs to another call. */
export interface AskedFor {
  thingName?: string | undefined;
  jobId?: string | undefined;
}

/** Whether this JSON is what the operation answers when asked for these names. */
export function isAnswerOf(api: IotApi, asked: AskedFor, json: unknown): boolean {
  const { success, data } = z.safeParse(SHAPES[api], json);
  return success && isAbout(asked, data);
}

function isAbout({ thingName, jobId }: AskedFor, answer: Answer): boolean {
  if ("execution" in answer) {
    const { execution } = answer;
    const isThing = !execution.thingArn || execution.thingArn.endsWith(`:thing/${thingName}`);
    return execution.jobId === jobId && isThing;
  }
  // A list of a thing's executions may be limited to one job.
  if ("executionSummaries" in answer)
    return answer.executionSummaries.every((row) => !("jobId" in row) || !jobId || row.jobId === jobId);
  if ("job" in answer) return answer.job.jobId === jobId;
  if ("jobId" in answer) return answer.jobId === jobId;
  return !("thingName" in answer) || answer.thingName === thingName;
}

type Answer = z.infer<(typeof SHAPES)[IotApi]>;
