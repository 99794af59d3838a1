import { countWords } from "@/lib/core/format/count";

/** What happens to an execution that is in progress and never ends. */
export function timeoutWords(minutes: number | null): string {
  if (minutes === null) return "No timeout: an execution in progress can stay so forever.";
  return `After ${countWords(minutes)} min in progress an execution ends as timed out.`;
}
