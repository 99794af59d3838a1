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

/** What was asked for, as it was frozen: "all queued", "37 selected by hand". */
export function questionWords(question: AskedQuestion): string {
  switch (question.kind) {
    case "executions":
      return `${countWords(question.count)} selected by hand`;
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
      return "Somebody stopped it: what was under way was finished, and the rest was left as it was.";
    case "lost-right":
      return "It was stopped because the person who asked for it may no longer cancel. The rest was left as it was.";
  }
}
