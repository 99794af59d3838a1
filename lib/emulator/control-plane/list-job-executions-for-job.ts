import { executionStatus, jobId, maxResults, nextToken } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional, required } from "../http/shape.ts";
import { toExecutionSummary } from "./execution-summary.ts";
import { requireJob } from "./require-resource.ts";

export const listJobExecutionsForJobOperation = defineOperation({
  api: "ListJobExecutionsForJob",
  method: "GET",
  path: "/jobs/{jobId}/things",
  labels: { jobId: required(jobId) },
  query: {
    status: optional(executionStatus),
    maxResults: optional(maxResults),
    nextToken: optional(nextToken),
  },
  act(call, { jobId, status, ...paging }) {
    const job = requireJob(call, jobId);
    const { rows, nextToken } = answerPage(
      call,
      ["ListJobExecutionsForJob", jobId, status],
      paging,
      (from = 0, limit) => job.executions.page(from, limit, status),
    );
    return {
      executionSummaries: rows.map((execution) => ({
        thingArn: call.arns.of("thing", execution.thingName),
        jobExecutionSummary: toExecutionSummary(execution),
      })),
      nextToken,
    };
  },
});
