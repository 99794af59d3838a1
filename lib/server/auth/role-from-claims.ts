import type { RoleMapping } from "@/lib/server/config/auth-settings";
import { type Role, ROLES } from "@/lib/core/permissions/permissions";

/**
 * The role that an identity provider's claims give: the highest one of those that their values map to, null for none.
 *
 * The claim is looked up by its whole name first, for names such as `cognito:groups` or `https://example.org/roles`,
 * then as a path, for Keycloak's `realm_access.roles`. Its value is a text or a list of them.
 */
export function roleFromClaims(
  claims: Readonly<Record<string, unknown>>,
  { claim, map }: RoleMapping,
): Role | null {
  const roles = textsOf(claimOf(claims, claim)).flatMap((value) =>
    Object.hasOwn(map, value) ? [map[value]!] : [],
  );
  return roles.sort((a, b) => ROLES.indexOf(b) - ROLES.indexOf(a))[0] ?? null;
}

/** Whether the claims say anything of roles, even that there are none. */
export function hasClaim(claims: Readonly<Record<string, unknown>>, claim: string): boolean {
  return claimOf(claims, claim) !== undefined;
}

function claimOf(claims: Readonly<Record<string, unknown>>, claim: string): unknown {
  if (Object.hasOwn(claims, claim)) return claims[claim];
  let value: unknown = claims;
  for (const part of claim.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
