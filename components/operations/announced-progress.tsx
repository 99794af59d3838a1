import { countDone } from "@/lib/core/domain/item-groups";
import type { Operation } from "@/lib/core/domain/operation";
import { countsWords } from "@/lib/core/format/item-outcome-words";
import { operationStateWord } from "@/lib/core/format/operation-words";

/** In quarters: an operation of an hour would else be read out for an hour. */
const STEPS = 4;

/** Tells a screen reader how far it has come, each quarter and at each change of its state. */
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
  const done = Math.floor((countDone(counts) / Math.max(total, 1)) * STEPS) * (100 / STEPS);
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
