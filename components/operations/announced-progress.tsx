import { countEnded } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { countsWords } from "@/lib/core/format/item-outcome-words";
import { operationStateWord } from "@/lib/core/format/operation-words";

/** In quarters: screen readers would otherwise read out an operation of an hour for an hour. */
const STEPS = 4;

/** Announces the progress to screen readers, at each quarter and at each change of state. */
export function AnnouncedProgress({ operation }: { operation: Operation }) {
  return (
    <p role="status" className="sr-only">
      {announcement(operation)}
    </p>
  );
}

function announcement(operation: Operation): string {
  const { state, counts, total } = operation;
  const word = operationStateWord(operation);
  const done = Math.floor((countEnded(counts) / Math.max(total, 1)) * STEPS) * (100 / STEPS);
  switch (state) {
    case "running":
    case "paused":
    case "stopping":
      return `${word}: ${done} percent done.`;
    case "stopped":
    case "finished":
      return `${word}: ${countsWords(counts)}.`;
  }
}
