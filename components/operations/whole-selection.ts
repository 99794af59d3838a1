import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { CancelSelector, OpenStatus } from "@/lib/core/domain/operation";
import { countOf } from "@/lib/core/format/count";
import { namePartWords, openStatusesWords } from "@/lib/core/format/selector-words";

/** Everything that the filters of a list cover, loaded or not: a selector for the server, and words for it. */
export interface WholeSelection {
  selector: CancelSelector;
  /** "all 1,492 queued executions of this job", with the filters. */
  words: string;
  /** How many AWS counts; null where that is not known. */
  count: number | null;
  /** "all queued", for a button. */
  shortWords: string;
  covers: (execution: ExecutionSummary) => boolean;
}

/**
 * Everything of a job within its filters. Without a status filter only the queued executions: canceling those in
 * progress is another decision, made by choosing that status. Null where the filter shows only what has ended.
 *
 * @param count how many AWS counts in a status; null where that is not known
 */
export function wholeOfJob(
  jobId: string,
  filter: { status: readonly string[]; name: string | null },
  count: ((status: OpenStatus) => number) | null,
): WholeSelection | null {
  const statuses = filter.status.length === 0 ? (["QUEUED"] as const) : filter.status.filter(isOpen);
  if (statuses.length === 0) return null;
  const known = count !== null && filter.name === null;
  const sum = known ? statuses.reduce((total, status) => total + count(status), 0) : null;
  return {
    selector: { kind: "job", jobId, statuses, name: filter.name },
    ...wordsOf(statuses, sum, `of this job${namePartWords(filter.name)}`),
    covers: coversStatuses(statuses),
  };
}

/** The queued executions of a thing. @param count how many there are; null where not all were read */
export function wholeOfThing(thingName: string, count: number | null): WholeSelection {
  const statuses = ["QUEUED"] as const;
  return {
    selector: { kind: "thing", thingName, statuses },
    ...wordsOf(statuses, count, "of this thing"),
    covers: coversStatuses(statuses),
  };
}

function wordsOf(statuses: readonly OpenStatus[], count: number | null, of: string) {
  const what = openStatusesWords(statuses);
  const all = count === null ? `all ${what} executions` : `all ${countOf(count, `${what} execution`)}`;
  return {
    count,
    words: `${count === 1 ? `the one ${what} execution` : all} ${of}`,
    shortWords: statuses.length === 1 ? `all ${what}` : "all open",
  };
}

const coversStatuses =
  (statuses: readonly string[]) =>
  ({ status }: ExecutionSummary) =>
    statuses.includes(status);

const isOpen = (status: string): status is OpenStatus => status === "QUEUED" || status === "IN_PROGRESS";
