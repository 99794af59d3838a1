import type { RoleMapping } from "@/lib/server/config/auth-settings";
import { type Role, ROLES } from "@/lib/core/permissions/permissions";

/**
 * The highest role that the values of a claim map to. Null: none of them does.
 *
 * The claim is looked up by its whole name first, for names such as `cognito:groups` or `https://example.org/roles`,
 * then as a path, for Keycloak's `realm_access.roles`. Its value is a string or a list of strings.
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

/** Whether the claim is present, even if it is empty. */
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
