import {
  type RequestedSelector,
  type CancelSelector,
  inCommon,
  type InCommon,
  type OpenStatus,
} from "@/lib/core/domain/operation";
import { countOf } from "./count";

/** "queued", "in-progress", "queued and in-progress". */
export function openStatusesWords(statuses: readonly OpenStatus[]): string {
  return statuses.map((status) => (status === "QUEUED" ? "queued" : "in-progress")).join(" and ");
}

/** The filter by name: " on things with “kiosk” in their name"; nothing without one. */
export function namePartWords(name: string | null): string {
  return name === null ? "" : ` on things with “${name}” in their name`;
}

/**
 * The executions to cancel, with the filters: "All queued executions of the job fw-7 on things with “kiosk” in their
 * name".
 */
export function selectorTitle(question: CancelSelector): string {
  switch (question.kind) {
    case "executions":
      return selectedWords(question.executions.length, inCommon(question.executions));
    case "job":
      return `All ${openStatusesWords(question.statuses)} executions of the job ${question.jobId}${namePartWords(question.name)}`;
    case "thing":
      return `All ${openStatusesWords(question.statuses)} executions of the thing ${question.thingName}`;
    case "items":
      return `What the operation ${question.operationId} did not get done`;
  }
}

/** The same for a stored selector: "All queued executions of the job fw-7", "3 selected executions of the job fw-7". */
export function requestedSelectorTitle(question: RequestedSelector): string {
  return question.kind === "executions" ? selectedWords(question.count, question) : selectorTitle(question);
}

function selectedWords(count: number, { jobId, thingName }: InCommon): string {
  const words = countOf(count, "selected execution");
  if (jobId !== undefined) return `${words} of the job ${jobId}`;
  return thingName === undefined ? words : `${words} of the thing ${thingName}`;
}
