import { awsError } from "../http/aws-error.ts";
import { jobId, statusDetails, thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, integer, optional, required } from "../http/shape.ts";
import { cancelExecution } from "../state/cancel-execution.ts";
import { isTerminal } from "../state/execution-status.ts";
import { requireExecution } from "./require-resource.ts";

/** Facts 2.1 and 2.10, rules 1 to 10. It acts on the latest execution (presumed, facts 1.3). */
export const cancelJobExecutionOperation = defineOperation({
  api: "CancelJobExecution",
  method: "PUT",
  path: "/things/{thingName}/jobs/{jobId}/cancel",
  labels: { thingName: required(thingName), jobId: required(jobId) },
  query: { force: optional(boolean()) },
  body: { expectedVersion: optional(integer()), statusDetails: optional(statusDetails) },
  act(call, { thingName, jobId, force = false, expectedVersion, statusDetails }) {
    const execution = requireExecution(call, thingName, jobId);
    // The version before the state: rule 6, a guess.
    if (expectedVersion !== undefined && expectedVersion !== execution.versionNumber) {
      throw awsError(
        "VersionConflictException",
        `Expected version ${expectedVersion} does not match the version ${execution.versionNumber} of the job execution.`,
      );
    }
    if (isTerminal(execution.status)) {
      throw awsError(
        "InvalidStateTransitionException",
        `The job execution is in the terminal state ${execution.status} and cannot be canceled.`,
      );
    }
    if (execution.status === "IN_PROGRESS" && !force) {
      throw awsError(
        "InvalidStateTransitionException",
        "The job execution is IN_PROGRESS and cannot be canceled without force.",
      );
    }
    cancelExecution(call.world, execution, { force, statusDetails });
  },
});
