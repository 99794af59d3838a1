export const ROLES = ["viewer", "operator", "supervisor", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  "read",
  "read-audit",
  "cancel-execution",
  "force-cancel-execution",
  "cancel-job",
  "bulk-above-limit",
  "manage-users",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The roles that have each permission: the only place that says so. */
const ROLES_WITH: Readonly<Record<Permission, readonly Role[]>> = {
  read: ["viewer", "operator", "supervisor", "admin"],
  "read-audit": ["viewer", "operator", "supervisor", "admin"],
  "cancel-execution": ["operator", "supervisor", "admin"],
  "force-cancel-execution": ["supervisor", "admin"],
  "cancel-job": ["supervisor", "admin"],
  "bulk-above-limit": ["supervisor", "admin"],
  "manage-users": ["admin"],
};

/**
 * The permissions that READ_ONLY switches off. Managing users is not among them: in an emergency an admin must still be
 * able to end a session.
 */
export const WRITES_TO_AWS: readonly Permission[] = [
  "cancel-execution",
  "force-cancel-execution",
  "cancel-job",
  "bulk-above-limit",
];

/** The role of this name. Null: there is none, so the person may not sign in. */
export function toRole(text: string | null | undefined): Role | null {
  return ROLES.find((role) => role === text) ?? null;
}

export function roleAllows(role: Role, permission: Permission): boolean {
  return ROLES_WITH[permission].includes(role);
}
