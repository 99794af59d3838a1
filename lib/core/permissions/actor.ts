import type { AuditActor } from "@/lib/core/domain/audit-entry";
import type { Permission, Role } from "./permissions";

/** The person or service account that acts. Every use case takes one, and so does every page. */
export interface Actor {
  id: string;
  /** The name on the screen. */
  name: string;
  /** Identifies the person in the audit log and in CloudTrail. */
  email?: string;
  role: Role;
  /** The address of the request, for the audit log. Absent: the console itself acts. */
  address?: string;
  /** The ids of the fleets that this person has access to. Absent: all. */
  fleets?: readonly string[];
  /** The things that this person may cancel on; `*` matches any characters. Absent: all. It does not limit reading. */
  thingPattern?: string;
  /** The permissions that the configuration switches off for everyone. */
  switchedOff?: readonly Permission[];
  /** The permissions that the fleet in question denies to everyone. */
  fleetOff?: { name: string; permissions: readonly Permission[] };
}

/** The actor as the audit log records them. */
export function toAuditActor({ id, name, email, role }: Actor): AuditActor {
  return { id, name, email: email ?? null, role };
}
