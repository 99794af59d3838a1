import type { OperationFailure, OperationState } from "@/lib/domain/operation";
import { countWords } from "./count";
import { readFailureMessage } from "./read-failure-message";

/** Why an operation was not begun, or not changed, as a sentence. */
export function operationFailureMessage(failure: OperationFailure): string {
  switch (failure.kind) {
    case "too-many-plans":
      return `No plan was taken: ${failure.plans.length} of yours are being read already. Wait for one of them, or stop it.`;
    case "plan-expired":
      return "Nothing was begun. The plan is older than ten minutes and may be far from the truth by now: take it anew.";
    case "plan-not-ready":
      return "Nothing was begun. The plan's list was not read to its end: take it anew.";
    case "plan-used":
      return `This plan was begun already, as operation ${failure.operationId}. It was not begun a second time.`;
    case "nothing-to-cancel":
      return "Nothing was begun. No execution of the plan can be canceled this way.";
    case "count-mismatch":
      return `Nothing was begun. ${countWords(failure.expected)} executions would be canceled: type that number.`;
    case "too-many-details":
      return `Nothing was begun. Together with the reason and the operation these are ${failure.pairs} pairs of status details; AWS IoT takes ten.`;
    case "operation-state":
      return `Nothing was changed: the operation ${stateWords(failure.state)}.`;
    case "not-recorded":
      return "Nothing was begun: it could not be written down, and nothing is done that is not on record. The server's log says why.";
    case "invalid-request":
      return `Nothing was begun. ${failure.message}`;
    case "signed-out":
      return "Nothing was begun. Your session has ended: sign in again in another tab, then try again here.";
    case "not-found":
      return `${failure.what} is not there, or not yours.`;
    case "forbidden":
    case "console":
      return readFailureMessage(failure);
  }
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
