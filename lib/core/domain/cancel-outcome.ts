import type { CancelFailure } from "./cancel-failure";
import { refusalByState } from "./decide-cancellation";
import type { Execution } from "./execution";
import { compareIdentity, toObserved } from "./observed-execution";

const OUTCOMES = [
  "version-conflict",
  "replaced",
  "needs-force",
  "already-finished",
  "already-canceled",
  "unknown-status",
  "not-canceled",
  "unknown",
  "not-found",
] as const;

/** The failures that change the decision. All others leave the form as it is. */
export type OutcomeFailure = Extract<CancelFailure, { kind: (typeof OUTCOMES)[number] }>;

export function isOutcome(failure: CancelFailure | null): failure is OutcomeFailure {
  return failure !== null && (OUTCOMES as readonly string[]).includes(failure.kind);
}

/**
 * The outcome after another read. What the read shows replaces what was said before. No read can show a refusal or a
 * missing answer, so those stay.
 *
 * @param seen what the person decided on
 * @param expectedVersion the version that the cancellation was limited to; null: none
 */
export function outcomeReadAgain(
  before: OutcomeFailure,
  { seen, expectedVersion, current }: { seen: Execution; expectedVersion: number | null; current: Execution },
): OutcomeFailure {
  const end = refusalByState(current.status);
  const observed = toObserved(seen);
  const { differs } = compareIdentity(observed, current);
  const isOther = differs.some((member) => member !== "startedAt");
  // The fate of the execution that was seen can no longer be read, so nothing says that it was not canceled.
  if (isOther && before.kind === "unknown") return before;
  if (isOther || (differs.length > 0 && end === null))
    return { kind: "replaced", seen: observed, differs, current };
  if (end) return { ...end, current };
  const conflict = {
    kind: "version-conflict",
    expectedVersion,
    versionNumber: current.versionNumber,
    current,
  } as const;
  const isSame = current.versionNumber === seen.versionNumber;

  switch (before.kind) {
    case "unknown":
      return isSame
        ? { kind: "not-canceled", because: before.silent, error: before.error, current }
        : conflict;
    case "not-canceled":
      return isSame ? { ...before, current } : conflict;
    case "needs-force":
      return current.status === "IN_PROGRESS" ? { ...before, current } : conflict;
    case "version-conflict":
      return conflict;
    // It was over, or another one had its names, and reads that lag behind do not show that now.
    case "replaced":
    case "already-finished":
    case "already-canceled":
    case "unknown-status":
    case "not-found":
      return { ...conflict, expectedVersion: isSame ? null : expectedVersion };
  }
}
