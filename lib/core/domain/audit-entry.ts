/** What was done, or refused. Open: a room that records a deed of its own needs no word here first. */
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

/** Who did it. `email` names the person where there is one, else `id` does. */
export interface AuditActor {
  id: string;
  name: string;
  email: string | null;
  role: string;
}

/** The console itself, where no person does it. */
export const CONSOLE: AuditActor = { id: "standdown", name: "Standdown", email: null, role: "system" };

/** Facts as JSON, told apart by their names and shown as they are. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/** How it ended. */
export interface AuditOutcome {
  /** `canceled`, `forbidden`, `version-conflict` … */
  kind: string;
  /** AWS's name for its refusal. */
  errorName: string | null;
  /** By which AWS's support and CloudTrail find the call. */
  requestId: string | null;
  /**
   * `later-read`: the console could not tell at the time, and found out from a later read. `late-answer`: AWS's answer
   * came after another instance had completed the entry, and contradicts it.
   */
  completedBy: "answer" | "later-read" | "late-answer";
}

/** What is known before a deed is done. */
export interface AuditIntent {
  action: AuditAction;
  actor: AuditActor;
  /** The address that the request came from. Null: from inside. */
  from: string | null;
  fleetId: string | null;
  thingName: string | null;
  jobId: string | null;
  executionNumber: number | null;
  /** The bulk operation that it was a part of. */
  operationId: string | null;
  /** What was asked: force, expected version, details, reason; or what of a user was changed. */
  asked: AuditFacts | null;
  /** What was there before. */
  before: AuditFacts | null;
}

/** An entry of the audit log, put together from its rows. */
export interface AuditEntry extends AuditIntent {
  /** Its place in the chain. */
  entry: number;
  at: Date;
  /** Null: nothing has said yet how it ended. */
  outcome: (AuditOutcome & { at: Date }) | null;
  /** What was there after. */
  after: AuditFacts | null;
  /** Of its first row: what `verify` calls it by. */
  hash: string;
}

/** The word by which a filter finds a person. */
export const personOf = ({ email, id }: Pick<AuditActor, "email" | "id">): string =>
  (email ?? id).toLowerCase();

/** In a filter: entries whose outcome is not known. */
export const OPEN_OUTCOME = "open";

/** What is done to AWS, so that a later read can tell more of it. */
export const CANCELLATIONS: readonly string[] = ["cancel-execution", "cancel-job"];

/** Outcomes that a later read may change: AWS gave no answer, or one that its own reads did not bear out. */
export const UNCERTAIN_OUTCOMES: readonly string[] = ["unknown", "not-canceled"];
