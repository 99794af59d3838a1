import { expect, test } from "vitest";
import type { CancelJobFailure } from "@/lib/core/domain/cancel-job";
import type { AnswerKind } from "@/lib/core/domain/item-outcome";
import { auditOutcomeWord, KNOWN_OUTCOMES } from "./audit-words";

/** The kinds that an entry can be completed with. The compiler finds a new one missing here. */
type Recorded = Exclude<
  AnswerKind | CancelJobFailure["kind"],
  // Reported before an entry is opened, or by a browser that got no answer.
  "not-recorded" | "too-many-details" | "not-comparable" | "signed-out" | "console"
>;
const KINDS: Record<Recorded, string> = {
  canceled: "Canceled",
  accepted: "Accepted by AWS",
  "canceled-by-us-or-others": "Canceled by us or by someone else",
  "held-back": "Held back, not sent",
  "too-late": "Too late, not sent",
  "other-account": "Another account",
  "already-canceled": "Already canceled",
  "already-finished": "Already finished",
  "needs-force": "Started meanwhile",
  "version-conflict": "Changed meanwhile",
  replaced: "Replaced meanwhile",
  "job-not-open": "Job had already ended",
  "job-replaced": "Job replaced meanwhile",
  "unknown-status": "Status not known",
  "not-canceled": "Not canceled",
  "limit-exceeded": "Too many jobs at once",
  unknown: "Unknown",
  "not-found": "Not found",
  denied: "Denied by AWS",
  forbidden: "Refused by role",
  credentials: "No credentials",
  throttled: "Throttled",
  unavailable: "AWS unavailable",
  "invalid-request": "Invalid request",
};

test("each outcome of a cancellation has words, and a filter offers it", () => {
  expect(Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, auditOutcomeWord(kind)]))).toEqual(KINDS);
  expect(KNOWN_OUTCOMES).toEqual(expect.arrayContaining(Object.keys(KINDS)));
  expect(new Set(KNOWN_OUTCOMES.map(auditOutcomeWord)).size).toBe(KNOWN_OUTCOMES.length);
});

test("an unknown word is shown as it was written", () => {
  expect(auditOutcomeWord("melted")).toBe("melted");
});
