import { invalidRequest } from "../http/aws-error.ts";
import { freeText, jobConfiguration, jobId, namespaceId } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, required } from "../http/shape.ts";
import { applyConfiguration, type JobConfiguration } from "../state/job-configuration.ts";
import type { Job } from "../state/job.ts";
import { refuseTooManyRetries } from "./refuse-bad-job.ts";
import { requireJob } from "./require-resource.ts";

/**
 * Changes the given members. Executions in progress keep their timer: a timeout can be changed "until the start of your
 * job execution" (facts 2.4). Presumed: an ended job cannot be updated.
 */
export const updateJobOperation = defineOperation({
  api: "UpdateJob",
  method: "PATCH",
  path: "/jobs/{jobId}",
  labels: { jobId: required(jobId) },
  query: { namespaceId: optional(namespaceId) },
  body: { description: optional(freeText), ...jobConfiguration },
  act(call, { jobId, namespaceId, description, ...configuration }) {
    const job = requireJob(call, jobId, namespaceId);
    if (job.status !== "IN_PROGRESS" && job.status !== "SCHEDULED") {
      throw invalidRequest(`Job ${jobId} is ${job.status} and cannot be updated.`);
    }
    refuseTooManyRetries(configuration);
    refuseMoreRetries(job, configuration);
    job.description = description ?? job.description;
    applyConfiguration(job, configuration);
    job.lastUpdatedAtMs = call.nowMs;
  },
});

/** Retry counts can be lowered only to 0 (facts 2.4). An unchanged count is accepted. */
function refuseMoreRetries(job: Job, { jobExecutionsRetryConfig }: JobConfiguration): void {
  for (const { failureType, numberOfRetries } of jobExecutionsRetryConfig?.criteriaList ?? []) {
    const current = job.retry?.find((criteria) => criteria.failureType === failureType)?.numberOfRetries;
    if (numberOfRetries !== 0 && numberOfRetries !== current) {
      throw invalidRequest("numberOfRetries of a job can only be changed to 0.");
    }
  }
}
