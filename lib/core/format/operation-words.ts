import type {
  RequestedSelector,
  Operation,
  PauseCause,
  StopCause,
  Suspension,
} from "@/lib/core/domain/operation";
import { countOf, countWords } from "./count";
import { namePartWords, openStatusesWords } from "./selector-words";

/** The state of an operation in a word. One that waits by itself has the state `running`, and is shown as suspended. */
export function operationStateWord({ state, suspension }: Pick<Operation, "state" | "suspension">): string {
  switch (state) {
    case "running":
      return isSuspended({ state, suspension }) ? "Suspended" : "Running";
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

/** Whether a running operation waits by itself. Paused or stopping, it waits for nothing. */
export const isSuspended = ({ state, suspension }: Pick<Operation, "state" | "suspension">): boolean =>
  state === "running" && suspension !== null;

/** "Cancel 1,492 queued executions". Forced, it is about those in progress too. */
export function operationTitle({ total, force }: { total: number; force: boolean }): string {
  return `Cancel ${countOf(total, force ? "open execution" : "queued execution")}`;
}

/** The selector as it was frozen: "all queued", "37 selected by hand". */
export function selectorWords(question: RequestedSelector): string {
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

/** Why it is paused, and what to do. */
export function pauseCauseWords(cause: PauseCause): string {
  switch (cause) {
    case "asked":
      return "Somebody paused it. Nothing is sent until it is resumed.";
    case "read-only":
      return "It was paused because canceling is switched off in this console or fleet. Resume it once canceling is switched on again.";
    case "suspended-too-long":
      return "It waited too long for AWS, so it was paused. Resume it once AWS can be reached and accepts its calls.";
    case "restored":
      return "It was restored from a backup. Nobody knows what was canceled after that backup, so it was paused. Stop it, then plan what is left.";
    case "upgraded":
      return "It was planned by an earlier version of Standdown, which did not record exactly which executions it had seen. Stop it, then plan what is left.";
  }
}

/** What a suspended operation waits for. No item causes it, and no item loses a try. */
export function suspensionWords({ cause, error }: Pick<Suspension, "cause" | "error">): string {
  const named = error === null ? "" : ` (${error})`;
  switch (cause) {
    case "credentials":
      return `AWS does not accept the console’s credentials${named}.`;
    case "signature":
      return `AWS does not accept the signature of the console’s calls${named}. The server’s clock or its secret key may be wrong.`;
    case "no-connection":
      return `AWS IoT cannot be reached${named}.`;
    case "unavailable":
      return `AWS IoT does not answer as it should${named}.`;
    case "fleet-moved":
      return error === null
        ? "AWS returns executions of another account or region than this operation was planned for."
        : `This fleet now points to ${error}. The operation was planned for another place.`;
  }
}
