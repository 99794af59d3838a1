import type { AuditAction, AuditOutcomeKind } from "@/lib/core/domain/audit-entry";

const ACTIONS: Readonly<Record<AuditAction, string>> = {
  "cancel-execution": "Cancel execution",
  "cancel-job": "Cancel job",
  "sign-in": "Sign in",
  "sign-out": "Sign out",
  "session-ended": "End a session",
  "user-added": "Add a user",
  "user-changed": "Change a user",
  "password-changed": "Change own password",
  "password-reset": "Reset a password",
  "user-removed": "Remove a user",
  "operation-requested": "Start an operation",
  "operation-paused": "Pause an operation",
  "operation-resumed": "Resume an operation",
  "operation-stopped": "Stop an operation",
  "operation-finished": "Finish an operation",
  "webhook-told": "Notify the webhook",
  retention: "Drop old entries",
};

/** The actions that a filter offers. The URL takes any other word too. */
export const KNOWN_ACTIONS = Object.keys(ACTIONS);

/** The words for an action. An action that another version recorded is shown as it was written. */
export function actionWord(action: string): string {
  return isKnown(ACTIONS, action) ? ACTIONS[action] : action;
}

const OUTCOMES: Readonly<Partial<Record<AuditOutcomeKind | "open", string>>> = {
  open: "Outcome not known",
  canceled: "Canceled",
  accepted: "Accepted by AWS",
  "canceled-by-us-or-others": "Canceled by us or by someone else",
  "held-back": "Held back, not sent",
  "too-late": "Too late, not sent",
  "other-account": "Another account",
  "job-replaced": "Job replaced meanwhile",
  "read-only": "Canceling switched off",
  "suspended-too-long": "Waited too long for AWS",
  done: "Done",
  refused: "Refused",
  forbidden: "Refused by role",
  "already-canceled": "Already canceled",
  "already-finished": "Already finished",
  "version-conflict": "Changed meanwhile",
  replaced: "Replaced meanwhile",
  "needs-force": "Started meanwhile",
  "unknown-status": "Status not known",
  "not-canceled": "Not canceled",
  "job-not-open": "Job had already ended",
  "limit-exceeded": "Too many jobs at once",
  unknown: "Unknown",
  "not-found": "Not found",
  denied: "Denied by AWS",
  credentials: "No credentials",
  throttled: "Throttled",
  unavailable: "AWS unavailable",
  "invalid-request": "Invalid request",
  finished: "Finished",
  stopped: "Stopped",
  "lost-right": "Permission lost",
  "gave-up": "Gave up",
  dropped: "Dropped",
};

export const KNOWN_OUTCOMES = Object.keys(OUTCOMES);

/** The words for an outcome. One that is not in the list is shown as it was written. */
export function auditOutcomeWord(kind: string): string {
  return (isKnown(OUTCOMES, kind) && OUTCOMES[kind]) || kind;
}

const isKnown = <Words extends object>(words: Words, text: string): text is Extract<keyof Words, string> =>
  Object.hasOwn(words, text);
