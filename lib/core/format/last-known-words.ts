import { countSettled } from "@/lib/core/domain/item-groups";
import { isOver, type Operation } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { countWords } from "./count";
import { duration } from "./duration";
import { operationStateWord } from "./operation-words";

/** Since when an operation was not read. Only a server that is silent is called that. */
export function notReadWords(failure: ReadFailure, readAt: Date, now: number): string {
  const span = duration(now - readAt.getTime());
  return failure.kind === "console" && failure.because === "gone"
    ? `The server has not answered for ${span}.`
    : `The operation could not be read for ${span}.`;
}

/** How it stood when it was last read, and what of it holds without a read: it is durable. */
export function lastKnownWords(
  operation: Pick<Operation, "state" | "suspension" | "counts" | "total">,
): string {
  const { counts, total, state } = operation;
  const done = countSettled(counts) - counts.stopped;
  const known = `Last known: ${operationStateWord(operation).toLowerCase()}, ${countWords(done)} of ${countWords(total)} done.`;
  if (isOver(state)) return known;
  return `${known} Whether it goes on now is not known from here; what is left of it is kept, and a server that runs takes it up.`;
}
