import type { CancelFailure } from "./cancel-failure";
import type { ItemOutcome } from "./operation";

/** Why a claimed item was not sent. It does not count as a try. */
export interface HeldBack {
  kind: "held-back";
  because: "lease-lost" | "operation-state";
}

/**
 * The name of an answer to a cancellation, here and in the audit log. `accepted`: AWS accepted it, and no read has
 * shown it.
 */
export type AnswerKind =
  | "canceled"
  | "accepted"
  | "canceled-by-us-or-others"
  | HeldBack["kind"]
  | Exclude<CancelFailure["kind"], "not-recorded">;

/**
 * How often an item is tried. With the waits below, an item outlasts about two minutes in which AWS throttles or is
 * down.
 */
export const MAX_TRIES = 8;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * `again`: it does not show as canceled, and is tried again. `read`: whether it was canceled is unknown, so it is read
 * and then tried again.
 */
type Fate = ItemOutcome | "again" | "read";

/**
 * What happens to an item after the answer to its cancellation. A new kind of answer does not compile until it is
 * listed here.
 *
 * `already-canceled` is missing because it depends on who canceled it: see `itemOutcomeOf`.
 */
const FATES: Readonly<Record<Exclude<AnswerKind, "already-canceled">, Fate>> = {
  canceled: "canceled",
  accepted: "canceled",
  "canceled-by-us-or-others": "canceled",
  "already-finished": "already-finished",
  "needs-force": "started-meanwhile",
  // Consent was given for another version, or another execution: it has to be given again, never presumed.
  "version-conflict": "changed-meanwhile",
  replaced: "changed-meanwhile",
  "unknown-status": "changed-meanwhile",
  "not-found": "not-found",
  denied: "denied",
  forbidden: "denied",
  // A later try may succeed: the call was not sent, AWS refused it for now, or reads do not show its effect.
  "held-back": "again",
  "too-late": "again",
  "other-account": "again",
  credentials: "again",
  throttled: "again",
  unavailable: "again",
  "not-canceled": "again",
  unknown: "read",
  // A later try would be refused too, or the answer cannot happen in a runner.
  "invalid-request": "gave-up",
  "too-many-details": "gave-up",
  // A retry of the operation makes a new plan, which reads the versions of up to a hundred such executions.
  "not-comparable": "gave-up",
  "signed-out": "gave-up",
  console: "gave-up",
};

/**
 * How an item ends after this answer. Null: it is tried again.
 *
 * @param tries how often it was tried, this time included
 * @param wasOurs whether an earlier try of this very operation canceled it
 */
export function itemOutcomeOf(
  kind: AnswerKind,
  { tries, wasOurs }: { tries: number; wasOurs: boolean },
): ItemOutcome | null {
  if (kind === "already-canceled") return wasOurs ? "canceled" : "already-finished";
  const fate = FATES[kind];
  if (fate === "again") return tries < MAX_TRIES ? null : "gave-up";
  if (fate === "read") return tries < MAX_TRIES ? null : "unknown";
  return fate;
}

/** The audit log's word as an answer kind. Null for a word that another version has written. */
export function toAnswerKind(text: string): AnswerKind | null {
  return isAnswerKind(text) ? text : null;
}

const isAnswerKind = (text: string): text is AnswerKind =>
  text === "already-canceled" || Object.hasOwn(FATES, text);

/**
 * Whether a cancellation with this outcome may have canceled the execution, at once or later.
 *
 * @param kind null: no outcome is on record
 */
export function mayHaveCanceled(kind: string | null): boolean {
  return (
    kind === null ||
    ["canceled", "accepted", "canceled-by-us-or-others", "unknown", "not-canceled"].includes(kind)
  );
}

/** How long an item waits before it is tried again. */
export function waitMsAfter(tries: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
}
