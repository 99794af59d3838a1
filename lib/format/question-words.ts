import type { CancelQuestion, OpenStatus } from "@/lib/domain/operation";

/** "queued", "in-progress", "queued and in-progress". */
export function openStatusesWords(statuses: readonly OpenStatus[]): string {
  return statuses.map((status) => (status === "QUEUED" ? "queued" : "in-progress")).join(" and ");
}

/** What a list narrowed down to a part of the name leaves: " on things with “kiosk” in their name"; nothing without one. */
export function namePartWords(name: string | null): string {
  return name === null ? "" : ` on things with “${name}” in their name`;
}

/** What is meant to be canceled, filters and all: "All queued executions of the job fw-7 on things with “kiosk” in their name". */
export function askedWords(question: CancelQuestion): string {
  switch (question.kind) {
    case "executions":
      return selectedWords(question.executions);
    case "job":
      return `All ${openStatusesWords(question.statuses)} executions of the job ${question.jobId}${namePartWords(question.name)}`;
    case "thing":
      return `All ${openStatusesWords(question.statuses)} executions of the thing ${question.thingName}`;
    case "items":
      return `What the operation ${question.operationId} did not get done`;
  }
}

function selectedWords(executions: readonly { jobId: string; thingName: string }[]): string {
  const count = executions.length;
  const words = `${count.toLocaleString("en-US")} selected ${count === 1 ? "execution" : "executions"}`;
  const first = executions[0];
  if (first === undefined) return words;
  if (executions.every(({ jobId }) => jobId === first.jobId)) return `${words} of the job ${first.jobId}`;
  if (executions.every(({ thingName }) => thingName === first.thingName))
    return `${words} of the thing ${first.thingName}`;
  return words;
}
