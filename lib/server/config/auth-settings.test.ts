import { describe, expect, test } from "vitest";
import { parseEnv } from "@/lib/server/config/env";
import { isLoopbackUrl } from "./loopback-url";

const HERE = { AWS_REGION: "eu-west-1" };
const OIDC = {
  OIDC_ISSUER: "https://id.example.org/",
  OIDC_CLIENT_ID: "standdown",
  OIDC_CLIENT_SECRET: "secret",
  PUBLIC_URL: "https://console.example.org",
};
const authOf = (variables: Record<string, string>) => parseEnv({ ...HERE, ...variables }).auth;

describe("settings that are optional", () => {
  test("without any of it: e-mail and password, an hour idle, half a day at most", () => {
    expect(authOf({})).toEqual({ secret: null, idleMinutes: 60, maxHours: 12, oidc: null, switchedOff: [] });
  });

  test("an identity provider with its mapping of roles", () => {
    const variables = {
      ...OIDC,
      OIDC_ROLE_CLAIM: "groups",
      OIDC_ROLE_MAP: '{"iot":"admin"}',
      OIDC_NAME: "Okta",
    };
    expect(authOf(variables).oidc).toEqual({
      issuer: "https://id.example.org",
      clientId: "standdown",
      clientSecret: "secret",
      name: "Okta",
      roles: { claim: "groups", map: { iot: "admin" } },
      trustsEmail: false,
    });
  });

  test("switches: all that cancels by READ_ONLY, some by DENIED_PERMISSIONS, both together", () => {
    expect(authOf({ DENIED_PERMISSIONS: "cancel-job, manage-users" }).switchedOff).toEqual([
      "cancel-job",
      "manage-users",
    ]);
    expect(authOf({ READ_ONLY: "1", DENIED_PERMISSIONS: "cancel-job" }).switchedOff).toEqual([
      "cancel-execution",
      "force-cancel-execution",
      "cancel-job",
      "bulk-above-limit",
    ]);
  });
});

test.each<[string, Record<string, string>, string]>([
  [
    "half a provider",
    { OIDC_ISSUER: "https://id.example.org", PUBLIC_URL: "https://c.example" },
    "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET not set",
  ],
  ["a provider without a way back", { ...OIDC, PUBLIC_URL: "" }, "PUBLIC_URL is not set"],
  ["a provider in the clear", { ...OIDC, OIDC_ISSUER: "http://id.example.org" }, "OIDC_ISSUER is not https"],
  ["a claim without a mapping", { ...OIDC, OIDC_ROLE_CLAIM: "groups" }, "go together"],
  [
    "a mapping to no role",
    { ...OIDC, OIDC_ROLE_CLAIM: "g", OIDC_ROLE_MAP: '{"x":"boss"}' },
    "OIDC_ROLE_MAP is not JSON",
  ],
  ["a secret that can be guessed", { AUTH_SECRET: "secret" }, "fewer than 32"],
  ["several instances without a secret", { DATABASE_URL: "postgres://db/x" }, "AUTH_SECRET is not set"],
  ["a permission that does not exist", { DENIED_PERMISSIONS: "cancel" }, "DENIED_PERMISSIONS names cancel"],
  ["a demo on AWS", { STANDDOWN_DEMO: "1" }, "STANDDOWN_DEMO lets everyone in"],
  [
    "a demo on another machine",
    { STANDDOWN_DEMO: "1", AWS_ENDPOINT_URL_IOT: "http://10.0.0.7:4580" },
    "STANDDOWN_DEMO lets everyone in",
  ],
  [
    "a demo on a name that looks local",
    { STANDDOWN_DEMO: "1", AWS_ENDPOINT_URL: "http://localhost.evil.example" },
    "STANDDOWN_DEMO lets everyone in",
  ],
])("%s is an issue", (_, variables, issue) => {
  expect(() => authOf(variables)).toThrow(issue);
});

test("a demo on this machine is valid", () => {
  expect(parseEnv({ ...HERE, STANDDOWN_DEMO: "1", AWS_ENDPOINT_URL_IOT: "http://127.0.0.1:4580" }).demo).toBe(
    true,
  );
});

test.each([
  ["http://localhost:1", true],
  ["http://127.8.9.10/x", true],
  ["http://[::1]:4580", true],
  ["http://0x7f.1", true],
  ["http://127.0.0.1.example.org", false],
  ["http://user@10.0.0.1", false],
  ["http://localhost@10.0.0.1", false],
  ["nothing", false],
])("%s is this machine: %s", (url, is) => expect(isLoopbackUrl(url)).toBe(is));
