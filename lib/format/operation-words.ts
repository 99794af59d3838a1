import type { AskedQuestion, OperationFailure, OperationState, StopCause } from "@/lib/domain/operation";
import { executionStatusWord } from "./execution-status-word";
import { forbiddenMessage } from "./forbidden-message";
import { readFailureMessage } from "./read-failure-message";

export function operationStateWord(state: OperationState): string {
  switch (state) {
    case "running":
      return "Running";
    case "paused":
      return "Paused";
    case "stopping":
      return "Stopping";
    case "stopped":
      return "Stopped";
    case "finished":
      return "Finished";
  }
}

/** "Cancel 1,492 queued executions". Forced, it is about those in progress too. */
export function operationTitle({ total, force }: { total: number; force: boolean }): string {
  const count = total.toLocaleString("en-US");
  return `Cancel ${count} ${force ? "open" : "queued"} ${total === 1 ? "execution" : "executions"}`;
}

/** What was asked for, as it was frozen: "all queued", "37 chosen by hand". */
export function questionWords(question: AskedQuestion): string {
  switch (question.kind) {
    case "executions":
      return `${question.count.toLocaleString("en-US")} chosen by hand`;
    case "job": {
      const named = question.name === null ? "" : ` with “${question.name}” in the thing’s name`;
      return `all ${statusesWords(question.statuses)}${named}`;
    }
    case "thing":
      return `all ${statusesWords(question.statuses)} of the thing`;
    case "items":
      return "what another operation left";
  }
}

const statusesWords = (statuses: readonly string[]) =>
  statuses.map((status) => executionStatusWord(status).toLowerCase()).join(" and ");

/** Why it ended before its list did. */
export function stopCauseWords(cause: StopCause): string {
  switch (cause) {
    case "asked":
      return "It was stopped by somebody: what was in hand was finished, the rest was left as it is.";
    case "lost-right":
      return "It was stopped because whoever asked for it may not cancel any more. The rest was left as it is.";
  }
}

/** Why an operation was not begun, or not changed. */
export function operationFailureMessage(failure: OperationFailure): string {
  switch (failure.kind) {
    case "plan-expired":
      return "The plan is older than ten minutes, so it may no longer be true. Take it again.";
    case "plan-not-ready":
      return "The plan is not ready yet.";
    case "plan-used":
      return "An operation was begun from this plan already.";
    case "nothing-to-cancel":
      return "There is nothing on the list that could be canceled.";
    case "count-mismatch":
      return `Type the number of executions: ${failure.expected.toLocaleString("en-US")}.`;
    case "too-many-details":
      return `With what is added these are ${failure.pairs} pairs of status details; AWS IoT takes ten.`;
    case "operation-state":
      return `The operation is ${operationStateWord(failure.state).toLowerCase()} by now, so nothing was changed.`;
    case "forbidden":
      return forbiddenMessage(failure);
    case "not-recorded":
      return "The audit log could not be written, so nothing was begun. The server’s log says why.";
    case "not-found":
      return `${failure.what} is not there.`;
    case "signed-out":
    case "console":
    case "invalid-request":
      return readFailureMessage(failure);
  }
}
