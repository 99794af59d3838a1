import type { OpenOperations } from "@/lib/core/domain/operation";
import { countWords } from "./count";

/** "1 running", "2 paused": the count of each state, running first. */
export function openOperationsWords({ running, suspended, paused }: OpenOperations): string[] {
  const counts = [
    [running, "running"],
    [suspended, "suspended"],
    [paused, "paused"],
  ] as const;
  return counts.flatMap(([count, word]) => (count > 0 ? [`${countWords(count)} ${word}`] : []));
}
