import type { AskedQuestion, OperationState, StopCause } from "@/lib/domain/operation";
import { countOf, countWords } from "./count";
import { namePartWords, openStatusesWords } from "./question-words";

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
  return `Cancel ${countOf(total, force ? "open execution" : "queued execution")}`;
}

/** What was asked for, as it was frozen: "all queued", "37 chosen by hand". */
export function questionWords(question: AskedQuestion): string {
  switch (question.kind) {
    case "executions":
      return `${countWords(question.count)} chosen by hand`;
    case "job":
      return `all ${openStatusesWords(question.statuses)}${namePartWords(question.name)}`;
    case "thing":
      return `all ${openStatusesWords(question.statuses)} of the thing`;
    case "items":
      return "what another operation left";
  }
}

/** Why it ended before its list did. */
export function stopCauseWords(cause: StopCause): string {
  switch (cause) {
    case "asked":
      return "It was stopped by somebody: what was in hand was finished, the rest was left as it is.";
    case "lost-right":
      return "It was stopped because whoever asked for it may not cancel any more. The rest was left as it is.";
  }
}
