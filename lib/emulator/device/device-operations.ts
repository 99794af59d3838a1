import { AwsError, awsError, invalidRequest } from "../http/aws-error.ts";
import { executionStatus, jobId, statusDetails, thingName } from "../http/model-shapes.ts";
import { defineOperation, type Call, type Operation } from "../http/operation.ts";
import { boolean, integer, optional, required, string } from "../http/shape.ts";
import { isTerminal } from "../state/execution-status.ts";
import { toExecutionAnswer, toPendingAnswer } from "./execution-answer.ts";
import { findForDevice, findNext, listPending } from "./pending-executions.ts";
import { reportExecution } from "./report-execution.ts";
import { startNext } from "./start-next.ts";

const plane = "iot-jobs-data";
/** 1 to 10,080 minutes (7 days) [JD docs]. */
const MAX_STEP_TIMEOUT_MINUTES = 10_080;
/** The statuses that a device can report; only the service sets the others (facts 2.1). */
const REPORTABLE = ["IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"] as const;

const getPending = defineOperation({
  api: "Device:GetPendingJobExecutions",
  plane,
  method: "GET",
  path: "/things/{thingName}/jobs",
  labels: { thingName: required(thingName) },
  act(call, { thingName }) {
    requireKnownThing(call, thingName);
    const { inProgress, queued } = listPending(call.world, thingName);
    // Between maintenance windows the list omits queued executions (facts 8). Of $next the guide says nothing.
    const offered = queued.filter(({ job }) => job.status !== "SCHEDULED");
    return { inProgressJobs: inProgress.map(toPendingAnswer), queuedJobs: offered.map(toPendingAnswer) };
  },
});

const startNextPending = defineOperation({
  api: "Device:StartNextPendingJobExecution",
  plane,
  method: "PUT",
  path: "/things/{thingName}/jobs/$next",
  labels: { thingName: required(thingName) },
  body: { statusDetails: optional(statusDetails), stepTimeoutInMinutes: optional(integer()) },
  act(call, { thingName, ...given }) {
    requireKnownThing(call, thingName);
    refuseStepTimeout(given.stepTimeoutInMinutes, false);
    const execution = startNext(call.world, thingName, given);
    return execution ? { execution: toExecutionAnswer(execution, call.nowMs, true) } : {};
  },
});

const describe = defineOperation({
  api: "Device:DescribeJobExecution",
  plane,
  method: "GET",
  path: "/things/{thingName}/jobs/{jobId}",
  labels: { thingName: required(thingName), jobId: required(string({ pattern: "[a-zA-Z0-9_-]+|\\$next" })) },
  query: { includeJobDocument: optional(boolean()), executionNumber: optional(integer()) },
  act(call, { thingName, jobId, includeJobDocument = true, executionNumber }) {
    requireKnownThing(call, thingName);
    const execution =
      jobId === "$next"
        ? findNext(call.world, thingName)
        : findForDevice(call.world, thingName, jobId, executionNumber);
    if (!execution) {
      if (jobId === "$next") return {};
      throw awsError("ResourceNotFoundException", "The job execution does not exist.");
    }
    if (isTerminal(execution.status)) {
      throw awsError(
        "TerminalStateException",
        `The job execution is in the terminal state ${execution.status}.`,
      );
    }
    return { execution: toExecutionAnswer(execution, call.nowMs, includeJobDocument) };
  },
});

const update = defineOperation({
  api: "Device:UpdateJobExecution",
  plane,
  method: "POST",
  path: "/things/{thingName}/jobs/{jobId}",
  labels: { thingName: required(thingName), jobId: required(jobId) },
  body: {
    status: required(executionStatus),
    statusDetails: optional(statusDetails),
    stepTimeoutInMinutes: optional(integer()),
    expectedVersion: optional(integer()),
    includeJobExecutionState: optional(boolean()),
    includeJobDocument: optional(boolean()),
    executionNumber: optional(integer()),
  },
  act(call, { thingName, jobId, executionNumber, includeJobExecutionState, includeJobDocument, ...given }) {
    requireKnownThing(call, thingName);
    const status = REPORTABLE.find((one) => one === given.status);
    if (!status) throw invalidRequest(`A device cannot report the status ${given.status}.`);
    refuseStepTimeout(given.stepTimeoutInMinutes, true);
    const execution = findForDevice(call.world, thingName, jobId, executionNumber);
    if (!execution) throw awsError("ResourceNotFoundException", "The job execution does not exist.");
    const refusal = reportExecution(call.world, execution, { ...given, status });
    if (refusal?.reason === "version-mismatch") {
      // The documents call it VersionMismatch, but do not declare it for HTTPS (facts 2.2): name and status are guessed.
      throw new AwsError("VersionMismatchException", refusal.message, 409);
    }
    if (refusal) throw awsError("InvalidStateTransitionException", refusal.message);
    return {
      executionState: includeJobExecutionState
        ? {
            status: execution.status,
            statusDetails: execution.statusDetails,
            versionNumber: execution.versionNumber,
          }
        : undefined,
      jobDocument: includeJobDocument ? execution.job.document : undefined,
    };
  },
});

/** The device plane's API. Names have a prefix, as DescribeJobExecution is in both planes. `$next` precedes `{jobId}`. */
export const DEVICE_PLANE: Operation[] = [getPending, startNextPending, describe, update];

function requireKnownThing({ world }: Call, name: string): void {
  if (!world.registry.thing(name)) throw awsError("ResourceNotFoundException", `Thing ${name} not found.`);
}

function refuseStepTimeout(minutes: number | undefined, mayDiscard: boolean): void {
  if (minutes === undefined || (mayDiscard && minutes === -1)) return;
  if (minutes < 1 || minutes > MAX_STEP_TIMEOUT_MINUTES) {
    throw invalidRequest(`stepTimeoutInMinutes must be between 1 and ${MAX_STEP_TIMEOUT_MINUTES}.`);
  }
}
