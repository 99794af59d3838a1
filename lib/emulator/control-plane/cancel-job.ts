import { invalidRequest } from "../http/aws-error.ts";
import { freeText, jobId, reasonCode } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, optional, required } from "../http/shape.ts";
import { cancelJob } from "../state/cancel-job.ts";
import { requireJob } from "./require-resource.ts";

/** For an ended job: InvalidRequestException, the only declared error that fits (facts 2.6, unconfirmed). */
export const cancelJobOperation = defineOperation({
  api: "CancelJob",
  method: "PUT",
  path: "/jobs/{jobId}/cancel",
  labels: { jobId: required(jobId) },
  query: { force: optional(boolean()) },
  body: { reasonCode: optional(reasonCode), comment: optional(freeText) },
  act(call, { jobId, force = false, reasonCode, comment }) {
    const job = requireJob(call, jobId);
    if (job.status !== "IN_PROGRESS" && job.status !== "SCHEDULED") {
      throw invalidRequest(`Job ${jobId} is ${job.status} and cannot be canceled.`);
    }
    cancelJob(call.world, job, { force, reasonCode, comment });
    return { jobArn: call.arns.of("job", jobId), jobId, description: job.description };
  },
});
