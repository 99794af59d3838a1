import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { AuditFacts } from "@/lib/core/domain/audit-entry";
import type { Role } from "@/lib/core/permissions/permissions";

export type AuthAction =
  | "sign-in"
  | "sign-out"
  | "session-ended"
  | "user-added"
  | "user-changed"
  | "password-reset"
  | "password-changed"
  | "user-removed";

/** What the audit log is told of sign-ins and of users: never a password. */
export interface AuthEvent {
  action: AuthAction;
  /** Who did it; of a sign-in that was refused, who it claimed to be. */
  who: { id: string; name: string; email?: string; role: Role | null };
  /** The address it came from; null: the command line of the server. */
  from: string | null;
  /** Whom it was about, and what was to become of them. */
  asked: AuditFacts | null;
  before?: AuditFacts | null;
}

/** The audit log in the words of sign-ins and users. */
export interface AuthAudit {
  /** What is over when it is told. @throws when it cannot be written */
  record: (event: AuthEvent, outcome: string) => Promise<void>;
  /** Before a change; what it answers is called after it. @throws when it cannot be written: then nothing is changed */
  begin: (event: AuthEvent) => Promise<(outcome: string) => Promise<void>>;
}

/** @param log is written what auth tells, each deed with the person, the address and what was asked */
export function createAuthAudit(log: Pick<AuditLog, "record" | "open" | "complete">): AuthAudit {
  return {
    record: (event, outcome) => log.record(toIntent(event), toEnd(outcome)),
    begin: async (event) => {
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

const toEnd = (kind: string) => ({
  kind,
  errorName: null,
  requestId: null,
  completedBy: "answer" as const,
  after: null,
});
