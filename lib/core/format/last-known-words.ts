import { countDone } from "@/lib/core/domain/item-groups";
import { isOver, type Operation } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { countWords } from "./count";
import { operationStateWord } from "./operation-words";
import { relativeTime } from "./relative-time";

/**
 * Says that an operation could not be read, and when it was last read. There may have been no newer try: a tab in the
 * background makes none.
 */
export function notReadWords(failure: ReadFailure, readAt: Date, now: number): string {
  const isSilent = failure.kind === "console" && failure.because === "gone";
  const what = isSilent ? "The server does not answer." : "The operation could not be read.";
  return `${what} Last read ${relativeTime(readAt, new Date(now))}.`;
}

/** The last known state, and what of it holds without a read: an operation is durable. */
export function lastKnownWords(
  operation: Pick<Operation, "state" | "suspension" | "counts" | "total">,
): string {
  const { counts, total, state } = operation;
  const done = countDone(counts);
  const known = `Last known: ${operationStateWord(operation).toLowerCase()}, ${countWords(done)} of ${countWords(total)} done.`;
  if (isOver(state)) return known;
  return state === "paused"
    ? `${known} It may have changed since. A paused operation stays paused until somebody resumes it.`
    : `${known} It may have changed since. The remaining items are stored, and a running server continues with them.`;
}
