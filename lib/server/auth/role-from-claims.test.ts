import { expect, test } from "vitest";
import type { Role } from "@/lib/core/permissions/permissions";
import { roleFromClaims } from "./role-from-claims";

const map: Record<string, Role> = { "iot-admins": "admin", ops: "operator", staff: "viewer" };

test.each<[string, Record<string, unknown>, string, Role | null]>([
  ["Cognito: a claim with a colon", { "cognito:groups": ["ops"] }, "cognito:groups", "operator"],
  ["Entra: a list", { roles: ["staff", "ops"] }, "roles", "operator"],
  ["Okta: the highest of several", { groups: ["staff", "iot-admins", "ops"] }, "groups", "admin"],
  ["Keycloak: a path", { realm_access: { roles: ["staff"] } }, "realm_access.roles", "viewer"],
  ["Auth0: a name with dots", { "https://a.example/roles": "ops" }, "https://a.example/roles", "operator"],
  ["one text", { role: "ops" }, "role", "operator"],
  ["no such claim", {}, "groups", null],
  ["no value that maps", { groups: ["sales"] }, "groups", null],
  ["values that are no texts", { groups: [1, null, { ops: true }] }, "groups", null],
  ["names of every object's own", { groups: ["constructor", "__proto__"] }, "groups", null],
  ["paths into every object", {}, "constructor.name", null],
])("%s", (_, claims, claim, role) => {
  expect(roleFromClaims(claims, { claim, map })).toBe(role);
});
