import type { IndexedExecution } from "./triage";

/**
 * What AWS's event of an execution's end says of the open execution that we know.
 *
 * `over`: it is the one that has ended. `earlier`: it was queued after that end, so another one has ended.
 * `doubtful`: only AWS can tell.
 */
export type TerminalEventClass = "over" | "earlier" | "doubtful";

/** An end as an event tells it: of a job on a thing, without a number or a version (facts 4.1). */
export interface TerminalEvent {
  status: string;
  /** Epoch seconds, by AWS's clock; whether cut off or rounded is not documented. */
  at: number;
}

/**
 * Nothing comes after these. FAILED and TIMED_OUT may be tried again, and what was REMOVED may come back (facts 2.4,
 * 2.2).
 */
const FINAL = ["SUCCEEDED", "REJECTED", "CANCELED"];

/** The first execution of a job on a thing: no earlier one can be meant. */
export const FIRST_NUMBER = 1;

/** Whether no execution of that job and thing, with the number that we know, can go on after this end. */
export const isFinal = ({ status }: TerminalEvent): boolean => FINAL.includes(status);

/**
 * Weighs an event against the row that it would end. Events come in any order, late and twice, so only what can be
 * concluded from the times is: both are AWS's own, an event's to the second.
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
