export const ROLES = ["viewer", "operator", "supervisor", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type Deed = "read" | "cancel-execution" | "force-cancel-execution";

/** The one table of who may do what. */
const MAY: Readonly<Record<Deed, readonly Role[]>> = {
  read: ["viewer", "operator", "supervisor", "admin"],
  "cancel-execution": ["operator", "supervisor", "admin"],
  "force-cancel-execution": ["supervisor", "admin"],
};

export function mayDo(role: Role, deed: Deed): boolean {
  return MAY[deed].includes(role);
}
