import { awsError } from "../http/aws-error.ts";
import { jobId, statusDetails, thingName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, integer, optional, required } from "../http/shape.ts";
import { cancelExecution } from "../state/cancel-execution.ts";
import { isTerminal } from "../state/execution-status.ts";
import type { Execution } from "../state/job.ts";
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
    // Which check comes first is unknown (rule 6), so it is a variant.
    if (call.world.variants.cancelChecksFirst === "state") refuseState(execution, force);
    refuseVersion(execution, expectedVersion);
    refuseState(execution, force);
    cancelExecution(call.world, execution, { force, statusDetails });
  },
});

function refuseVersion({ versionNumber }: Execution, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || expectedVersion === versionNumber) return;
  throw awsError(
    "VersionConflictException",
    `Expected version ${expectedVersion} does not match the version ${versionNumber} of the job execution.`,
  );
}

function refuseState({ status }: Execution, force: boolean): void {
  if (isTerminal(status)) {
    throw awsError(
      "InvalidStateTransitionException",
      `The job execution is in the terminal state ${status} and cannot be canceled.`,
    );
  }
  if (status === "IN_PROGRESS" && !force) {
    throw awsError(
      "InvalidStateTransitionException",
      "The job execution is IN_PROGRESS and cannot be canceled without force.",
    );
  }
}
