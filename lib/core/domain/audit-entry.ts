import type { CancelJobFailure } from "./cancel-job";
import type { AnswerKind } from "./item-outcome";
import type { OperationFailure, PauseCause, StopCause } from "./operation";

/** Every action that this version records. An entry that was read may have another one: see `RecordedIntent`. */
export type AuditAction =
  | "cancel-execution"
  | "cancel-job"
  | "operation-requested"
  | "operation-paused"
  | "operation-resumed"
  | "operation-stopped"
  | "operation-finished"
  | "webhook-told"
  | "sign-in"
  | "sign-out"
  | "session-ended"
  | "user-added"
  | "user-changed"
  | "user-removed"
  | "password-changed"
  | "password-reset"
  | "retention";

/** How a sign-in or a change of a user ended, apart from `done`. `refused`: by the identity provider. */
export type AuthRefusalKind =
  | "bad-password"
  | "exists"
  | "forbidden"
  | "invalid-request"
  | "last-admin"
  | "no-password"
  | "no-provider"
  | "no-role"
  | "no-such-user"
  | "refused"
  | "signed-out"
  | "too-many"
  | "wrong"
  | "wrong-password"
  | "yourself";

/** Every outcome that this version records. An entry that was read may have another one: see `RecordedOutcome`. */
export type AuditOutcomeKind =
  | "done"
  | AnswerKind
  | Exclude<CancelJobFailure["kind"] | OperationFailure["kind"], "not-recorded">
  | AuthRefusalKind
  | PauseCause
  | Exclude<StopCause, "asked">
  | "finished"
  | "stopped"
  | "gave-up"
  | "dropped";

/** The person or service that acted. `email` names the person if there is one, otherwise `id` does. */
export interface AuditActor {
  id: string;
  name: string;
  email: string | null;
  role: string;
}

/** The console itself, for actions that nobody asked for. */
export const CONSOLE: AuditActor = { id: "standdown", name: "Standdown", email: null, role: "system" };

/** Facts as JSON. The screen shows each with its name, unchanged. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/** How an action ended. */
export interface AuditOutcome {
  kind: AuditOutcomeKind;
  /** AWS's name for its refusal. */
  errorName: string | null;
  /** The id by which AWS's support and CloudTrail find the call. */
  requestId: string | null;
  /**
   * `later-read`: no answer was recorded at the time, and a later read showed the outcome. `late-answer`: AWS's answer
   * came after another instance had completed the entry, and contradicts it.
   */
  completedBy: "answer" | "later-read" | "late-answer";
}

/** An outcome as it is read back. `kind` and `completedBy` may be words that another version wrote. */
export interface RecordedOutcome extends Omit<AuditOutcome, "kind" | "completedBy"> {
  kind: string;
  completedBy: string;
}

/** What is known before an action is taken. */
export interface AuditIntent {
  action: AuditAction;
  actor: AuditActor;
  /** The address that the request came from. Null: it came from the console itself. */
  from: string | null;
  fleetId: string | null;
  thingName: string | null;
  jobId: string | null;
  executionNumber: number | null;
  /** The operation that the action is about or belongs to. */
  operationId: string | null;
  /** The request: force, expected version, details, reason; or the requested change of a user. */
  asked: AuditFacts | null;
  /** What a read showed before the action. */
  before: AuditFacts | null;
}

/** An intent as it is read back. `action` may be a word that another version wrote. */
export interface RecordedIntent extends Omit<AuditIntent, "action"> {
  action: string;
}

/** An entry of the audit log, assembled from its rows. */
export interface AuditEntry extends RecordedIntent {
  /** The entry's number: the place of its first row in the chain. */
  entry: number;
  at: Date;
  /** Null: no outcome is on record yet. */
  outcome: (RecordedOutcome & { at: Date }) | null;
  /** What a read showed after the action. */
  after: AuditFacts | null;
  /** The hash of its first row, by which `verify` names it. */
  hash: string;
}

/** The value by which a filter finds a person. */
export const personOf = ({ email, id }: Pick<AuditActor, "email" | "id">): string =>
  (email ?? id).toLowerCase();

/** In a filter: entries without an outcome. */
export const OPEN_OUTCOME = "open";

/** Actions on AWS: a later read can show how they ended. */
const CANCELLATIONS: readonly string[] = ["cancel-execution", "cancel-job"] satisfies AuditAction[];
export const isCancellation = (action: string): boolean => CANCELLATIONS.includes(action);

/** Outcomes that a later read may change: AWS gave no answer, or one that its own reads did not confirm. */
const UNCERTAIN: readonly string[] = ["unknown", "not-canceled"] satisfies AuditOutcomeKind[];
export const isUncertainOutcome = (kind: string): boolean => UNCERTAIN.includes(kind);
