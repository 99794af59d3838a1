import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { AuditAction, AuditFacts, AuthRefusalKind } from "@/lib/core/domain/audit-entry";
import type { Role } from "@/lib/core/permissions/permissions";

export type AuthAction = Extract<
  AuditAction,
  | "sign-in"
  | "sign-out"
  | "session-ended"
  | "user-added"
  | "user-changed"
  | "password-reset"
  | "password-changed"
  | "user-removed"
>;

export type AuthOutcome = "done" | AuthRefusalKind;

/** A sign-in or a change of a user, as it is recorded. It never has a password. */
export interface AuthEvent {
  action: AuthAction;
  /** The person who acts. For a sign-in that was refused: the person that it claimed to be. */
  who: { id: string; name: string; email?: string; role: Role | null };
  /** The address that the request came from. Null: it came from the server's command line. */
  from: string | null;
  /** The user that it is about, and the change. */
  asked: AuditFacts | null;
  before?: AuditFacts | null;
}

/** The audit log in the words of sign-ins and users. */
export interface AuthAudit {
  /** Records what is already over. @throws when it cannot be written */
  record: (event: AuthEvent, outcome: AuthOutcome) => Promise<void>;
  /**
   * Opens an entry, before a change, and returns the function that completes it.
   * @throws when it cannot be written: nothing may be changed then
   */
  open: (event: AuthEvent) => Promise<(outcome: AuthOutcome) => Promise<void>>;
}

export function createAuthAudit(log: Pick<AuditLog, "record" | "open" | "complete">): AuthAudit {
  return {
    record: (event, outcome) => log.record(toIntent(event), toEnd(outcome)),
    open: async (event) => {
      const entry = await log.open(toIntent(event));
      return async (outcome) => void (await log.complete(entry, toEnd(outcome)));
    },
  };
}

function toIntent({ action, who, from, asked, before = null }: AuthEvent) {
  const { id, name, email = null, role } = who;
  return {
    action,
    actor: { id, name, email, role: role ?? "none" },
    from,
    fleetId: null,
    thingName: null,
    jobId: null,
    executionNumber: null,
    operationId: null,
    asked,
    before,
  };
}

const toEnd = (kind: AuthOutcome) => ({
  kind,
  errorName: null,
  requestId: null,
  completedBy: "answer" as const,
  after: null,
});
