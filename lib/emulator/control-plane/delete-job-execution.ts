import { awsError } from "../http/aws-error.ts";
import { jobId, namespaceId, thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, integer, optional, required } from "../http/shape.ts";
import { removeExecution } from "../state/add-execution.ts";
import { completeJobWhenDone } from "../state/complete-job.ts";
import { requireExecution } from "./require-resource.ts";

export const deleteJobExecutionOperation = defineOperation({
  api: "DeleteJobExecution",
  method: "DELETE",
  path: "/things/{thingName}/jobs/{jobId}/executionNumber/{executionNumber}",
  labels: { thingName: required(thingName), jobId: required(jobId), executionNumber: required(integer()) },
  query: { force: optional(boolean()), namespaceId: optional(namespaceId) },
  act(call, { thingName, jobId, executionNumber, force = false }) {
    const execution = requireExecution(call, thingName, jobId, executionNumber);
    // QUEUED without force: the documents contradict each other. This follows the CLI guide, which mentions the case.
    if (execution.status === "IN_PROGRESS" && !force) {
      throw awsError(
        "InvalidStateTransitionException",
        "The job execution is IN_PROGRESS and cannot be deleted without force.",
      );
    }
    removeExecution(call.world, execution);
    completeJobWhenDone(call.world, execution.job);
  },
});
