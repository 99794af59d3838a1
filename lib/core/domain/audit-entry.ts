/** What was done, or refused. An open union: a new action needs no change here. */
export type AuditAction =
  | "cancel-execution"
  | "sign-in"
  | "sign-out"
  | "user-added"
  | "user-changed"
  | "user-removed"
  | "session-ended"
  | "password-reset"
  | "retention"
  | (string & {});

/** The person or service that acted. `email` names a person where there is one, else `id` does. */
export interface AuditActor {
  id: string;
  name: string;
  email: string | null;
  role: string;
}

/** The actor where the console acts by itself. */
export const CONSOLE: AuditActor = { id: "standdown", name: "Standdown", email: null, role: "system" };

/** Facts as JSON, shown under their own names. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/** How an action ended. */
export interface AuditOutcome {
  /** `canceled`, `forbidden`, `version-conflict` … */
  kind: string;
  /** AWS's name of its error. */
  errorName: string | null;
  /** The request id that AWS's support and CloudTrail know the call by. */
  requestId: string | null;
  /**
   * `later-read`: the console did not know the outcome at the time, and learned it from a later read. `late-answer`:
   * AWS's answer came after another instance had completed the entry, and contradicts it.
   */
  completedBy: "answer" | "later-read" | "late-answer";
}

/** What is recorded before AWS is called. */
export interface AuditIntent {
  action: AuditAction;
  actor: AuditActor;
  /** The address that the request came from. Null where the console acts by itself. */
  from: string | null;
  fleetId: string | null;
  thingName: string | null;
  jobId: string | null;
  executionNumber: number | null;
  /** The bulk operation that the action belongs to. */
  operationId: string | null;
  /** The request: force, expected version, details, reason; or the change of a user. */
  asked: AuditFacts | null;
  /** The state before. */
  before: AuditFacts | null;
}

/** An entry of the audit log, assembled from its rows. */
export interface AuditEntry extends AuditIntent {
  /** Its position in the chain. */
  entry: number;
  at: Date;
  /** Null while the outcome is not known. */
  outcome: (AuditOutcome & { at: Date }) | null;
  /** The state after. */
  after: AuditFacts | null;
  /** The hash of its first row, which `verify` names it by. */
  hash: string;
}

/** The value by which a filter finds a person. */
export const personOf = ({ email, id }: Pick<AuditActor, "email" | "id">): string =>
  (email ?? id).toLowerCase();

/** As a filter: entries whose outcome is not known. */
export const OPEN_OUTCOME = "open";

/** Actions on AWS whose outcome a later read can determine. */
export const CANCELLATIONS: readonly string[] = ["cancel-execution", "cancel-job"];

/** Outcomes that a later read may change: AWS gave no answer, or one that its own reads did not confirm. */
export const UNCERTAIN_OUTCOMES: readonly string[] = ["unknown", "not-canceled"];
