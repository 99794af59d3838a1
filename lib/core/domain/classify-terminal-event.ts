import type { IndexedExecution } from "./triage";

/**
 * What AWS's event of a terminal status means for the open execution that we know.
 *
 * `over`: the event is about this execution. `earlier`: this execution was queued after the event, so another one
 * ended.
 * `doubtful`: only AWS can say.
 */
export type TerminalEventClass = "over" | "earlier" | "doubtful";

/** A terminal status as an event reports it: for a job on a thing, without a number or a version (facts 4.1). */
export interface TerminalEvent {
  status: string;
  /** Epoch seconds, by AWS's clock. AWS does not document whether they are truncated or rounded. */
  at: number;
}

/**
 * Nothing follows these. FAILED and TIMED_OUT may be retried, and a REMOVED execution may come back (facts 2.4, 2.2).
 */
const FINAL = ["SUCCEEDED", "REJECTED", "CANCELED"];

/** The first execution of a job on a thing: no event can be about an earlier one. */
export const FIRST_NUMBER = 1;

/** Whether no execution of that job and thing, with the number that we know, can continue after this event. */
export const isFinal = ({ status }: TerminalEvent): boolean => FINAL.includes(status);

/**
 * Classifies an event against the row that it would end. Events come in any order, late and twice, so only the times
 * allow a conclusion: both are AWS's own, an event's to the second.
 */
export function classifyTerminalEvent(
  end: TerminalEvent,
  row: Pick<IndexedExecution, "executionNumber" | "queuedAt" | "lastUpdatedAt">,
): TerminalEventClass {
  if (row.queuedAt === null) return "doubtful";
  const queuedAt = secondsOf(row.queuedAt);
  if (end.at < queuedAt) return "earlier";
  const isFirst = row.executionNumber === FIRST_NUMBER;
  const isLater = end.at > queuedAt && (row.lastUpdatedAt === null || end.at >= secondsOf(row.lastUpdatedAt));
  return isFinal(end) && isFirst && isLater ? "over" : "doubtful";
}

const secondsOf = (time: Date) => Math.floor(time.getTime() / 1_000);
