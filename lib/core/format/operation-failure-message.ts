import type { AwsTarget } from "@/lib/core/domain/execution";
import type { OperationFailure, OperationState } from "@/lib/core/domain/operation";
import { countWords } from "./count";
import { readFailureMessage } from "./read-failure-message";

/** Why an operation was not started, or not changed, as a sentence. */
export function operationFailureMessage(failure: OperationFailure): string {
  switch (failure.kind) {
    case "too-many-plans":
      return `No plan was made: ${failure.plans.length} of yours are being read already. Wait for one of them, or stop it.`;
    case "plan-expired":
      return "Nothing was started. The plan is older than ten minutes and may be far from the truth by now: make a new one.";
    case "plan-not-ready":
      return "Nothing was started. The plan's list was not read to its end: make a new one.";
    case "plan-used":
      return `This plan was already started, as operation ${failure.operationId}. It was not started a second time.`;
    case "nothing-to-cancel":
      return "Nothing was started. No execution of the plan can be canceled this way.";
    case "count-mismatch":
      return `Nothing was started. ${countWords(failure.expected)} executions would be canceled: type that number.`;
    case "too-many-details":
      return `Nothing was started. Together with the reason and the operation these are ${failure.pairs} pairs of status details; AWS IoT takes ten.`;
    case "operation-state":
      return `Nothing was changed: the operation ${stateWords(failure.state)}.`;
    case "fleet-moved":
      return `Nothing was started. The plan was made for ${targetWords(failure.planned)}. This fleet now points to ${targetWords(failure.now)}. Make a new plan.`;
    case "must-be-planned-again":
      return "Nothing was resumed. This operation's list can no longer be trusted. Stop it, then plan what is left.";
    case "not-recorded":
      return "Nothing was started: it could not be written down, and nothing is done that is not on record. The server's log says why.";
    case "invalid-request":
      return `Nothing was started. ${failure.message}`;
    case "signed-out":
      return "Nothing was started. Your session has ended: sign in again in another tab, then try again here.";
    case "not-found":
      return `${failure.what} is not there, or not yours.`;
    case "forbidden":
    case "console":
      return readFailureMessage(failure);
  }
}

/** "account 123456789012 in eu-west-1". */
export function targetWords({ account, region, endpoint }: AwsTarget): string {
  const place = account === null ? region : `account ${account} in ${region}`;
  return endpoint === null ? place : `${place} at ${endpoint}`;
}

function stateWords(state: OperationState): string {
  switch (state) {
    case "running":
      return "is running";
    case "paused":
      return "is paused";
    case "stopping":
      return "is being stopped";
    case "stopped":
      return "was stopped";
    case "finished":
      return "has finished";
  }
}
