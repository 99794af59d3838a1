import {
  executionStatus,
  jobId,
  maxResults,
  namespaceId,
  nextToken,
  thingName,
} from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional, required } from "../http/shape.ts";
import { asShown } from "../state/execution.ts";
import { toExecutionSummary } from "./execution-summary.ts";
import { requireThing } from "./require-resource.ts";

/** 404 for a thing that is not in the registry: declared, but unconfirmed (facts 7, question 6). Newest first: our choice. */
export const listJobExecutionsForThingOperation = defineOperation({
  api: "ListJobExecutionsForThing",
  method: "GET",
  path: "/things/{thingName}/jobs",
  labels: { thingName: required(thingName) },
  query: {
    status: optional(executionStatus),
    namespaceId: optional(namespaceId),
    maxResults: optional(maxResults),
    nextToken: optional(nextToken),
    jobId: optional(jobId),
  },
  act(call, { thingName, status, namespaceId, jobId, ...paging }) {
    const { executions } = requireThing(call, thingName);
    const { rows, nextToken } = answerPage(
      call,
      ["ListJobExecutionsForThing", thingName, status, namespaceId, jobId],
      paging,
      (from = Number.POSITIVE_INFINITY, limit) =>
        executions?.pageNewestFirst(
          from,
          limit,
          (execution) =>
            (status === undefined || asShown(execution).status === status) &&
            (jobId === undefined || execution.job.jobId === jobId) &&
            (namespaceId === undefined || execution.job.namespaceId === namespaceId),
        ) ?? { rows: [], next: undefined },
    );
    return {
      executionSummaries: rows.map((execution) => ({
        jobId: execution.job.jobId,
        jobExecutionSummary: toExecutionSummary(execution),
      })),
      nextToken,
    };
  },
});
