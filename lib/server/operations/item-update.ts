import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { Execution } from "@/lib/core/domain/execution";
import { type AnswerKind, type HeldBack, itemOutcomeOf, waitMsAfter } from "@/lib/core/domain/item-outcome";
import type { ItemNote } from "@/lib/core/domain/operation";
import type { Result } from "@/lib/core/domain/result";
import type { ItemInFlight, ItemUpdate } from "./item-store";

/** What an answer makes of an item: a final outcome, or another try. */
export function updateBy(
  item: ItemInFlight,
  kind: AnswerKind,
  note: ItemNote | null,
  wasOurs: boolean,
): ItemUpdate {
  const outcome = itemOutcomeOf(kind, { tries: item.tries, wasOurs });
  return toUpdate(item, outcome, { ...note, kind });
}

export function toUpdate(
  { operationId, seq, tries }: ItemInFlight,
  outcome: ItemUpdate["outcome"],
  note: ItemNote | null,
): ItemUpdate {
  return { operationId, seq, outcome, note, tries, waitMs: outcome === null ? waitMsAfter(tries) : 0 };
}

/** Returns an item as if it had not been claimed, except for what is now known about it. */
export function notUsedUp(item: ItemInFlight, { note }: ItemUpdate): ItemUpdate {
  // A lost answer stays uncertain until a read resolves it. That nothing was sent is no news about the item.
  const kept = isUncertain(note) ? note : item.note;
  return { ...toUpdate(item, null, kept), tries: Math.max(0, item.tries - 1), waitMs: waitMsAfter(1) };
}

/** Whether a try may have canceled the execution: its answer was lost. */
export const isUncertain = (note: ItemNote | null): boolean =>
  note?.kind === "unknown" || note?.kind === "not-canceled";

/** The note of a read, before its kind is known. */
export const noteOfRead = ({ status, versionNumber, queuedAt }: Execution): ItemNote => ({
  kind: "",
  status,
  versionNumber,
  queuedAt: queuedAt?.toISOString() ?? null,
});

/** The facts that explain an answer. */
export function toNote(kind: AnswerKind, outcome: Result<Canceled, CancelFailure | HeldBack>): ItemNote {
  if (outcome.ok) return { kind };
  const { failure } = outcome;
  const error = "error" in failure && failure.error !== null ? { error: failure.error } : {};
  if (failure.kind === "version-conflict")
    return { ...noteOfRead(failure.current), statusDetails: failure.current.statusDetails, kind };
  if (failure.kind === "not-comparable")
    return { ...noteOfRead(failure.current), missing: failure.missing, kind };
  if ("current" in failure) return { ...noteOfRead(failure.current), ...error, kind };
  if ("error" in failure) return { kind, ...error };
  if ("action" in failure) return { kind, error: failure.action };
  return "api" in failure ? { kind, error: failure.api } : { kind };
}
