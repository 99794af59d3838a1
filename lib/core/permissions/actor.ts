import type { AuditActor } from "@/lib/core/domain/audit-entry";
import type { Permission, Role } from "./permissions";

/** Who asks. Every use case takes one, pages included. */
export interface Actor {
  id: string;
  /** What the person is called on the screen. */
  name: string;
  /** Names the person in the audit log and in CloudTrail. */
  email?: string;
  role: Role;
  /** Where the request came from, for the audit log. Absent: from inside. */
  address?: string;
  /** The ids of the only fleets that this person has to do with. Absent: all. */
  fleets?: readonly string[];
  /** The only things this person may cancel on, `*` for any characters. Absent: all. Reading is not limited by it. */
  thingPattern?: string;
  /** What the configuration has turned off, for everyone. */
  switchedOff?: readonly Permission[];
  /** What the fleet in question does not allow, for everyone. */
  fleetOff?: { name: string; permissions: readonly Permission[] };
}

/** Who it was, as the audit log keeps it. */
export function toAuditActor({ id, name, email, role }: Actor): AuditActor {
  return { id, name, email: email ?? null, role };
}
