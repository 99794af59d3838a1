import * as z from "zod/mini";
import { parseJson } from "@/lib/server/config/setting-schemas";
import { isLoopbackUrl } from "./loopback-url";
import {
  type Permission,
  PERMISSIONS,
  type Role,
  ROLES,
  WRITES_TO_AWS,
} from "@/lib/core/permissions/permissions";

/** The settings of auth: how people sign in, for how long, and what is switched off for all of them. */
export interface AuthSettings {
  /** Signs the cookies. Null: created at the first start and saved in the data folder. */
  secret: string | null;
  /** A session ends after this long without a page or an action. */
  idleMinutes: number;
  /** A session ends this long after sign-in, even if it is in use. */
  maxHours: number;
  /** Null: e-mail and password only. */
  oidc: OidcSettings | null;
  switchedOff: readonly Permission[];
}

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The provider's name on the button: "Sign in with …". */
  name: string;
  /** Null: admins give roles in the console, and only people who were added may sign in. */
  roles: RoleMapping | null;
  /** Treats an e-mail address as verified when the provider does not say so, as Entra does not. */
  trustsEmail: boolean;
}

/** The claim, and the role that each of its values gives. */
export interface RoleMapping {
  claim: string;
  map: Readonly<Record<string, Role>>;
}

const roleMapSchema = z.record(z.string(), z.enum(ROLES));

/** `{"iot-admins": "admin"}` as text. */
export const roleMap = z.pipe(
  z.string(),
  z.transform((text, context): Record<string, Role> => {
    const parsed = z.safeParse(roleMapSchema, parseJson(text));
    if (parsed.success) return parsed.data;
    const message = `is not JSON from a claim's values to ${ROLES.join(", ")}, such as {"iot-admins": "admin"}`;
    context.issues.push({ code: "custom", input: text, message });
    return z.NEVER;
  }),
);

const SWITCHES = PERMISSIONS.filter((permission) => permission !== "read");

/** `cancel-job,force-cancel-execution` as text. */
export const permissionList = z.pipe(
  z.string(),
  z.transform((text, context): Permission[] => {
    const names = text.split(",").map((name) => name.trim());
    const unknown = names.filter((name) => !(SWITCHES as string[]).includes(name));
    if (unknown.length === 0) return names as Permission[];
    const message = `names ${unknown.join(", ")}, which is none of ${SWITCHES.join(", ")}`;
    context.issues.push({ code: "custom", input: text, message });
    return z.NEVER;
  }),
);

/** The variables of auth, parsed. */
interface Variables {
  AUTH_SECRET?: string | undefined;
  SESSION_IDLE_MINUTES?: number | undefined;
  SESSION_MAX_HOURS?: number | undefined;
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
  OIDC_NAME?: string | undefined;
  OIDC_ROLE_CLAIM?: string | undefined;
  OIDC_ROLE_MAP?: Record<string, Role> | undefined;
  OIDC_TRUST_EMAIL?: "1" | undefined;
  READ_ONLY?: "1" | undefined;
  DENIED_PERMISSIONS?: Permission[] | undefined;
}

/** Other variables that those of auth must agree with. */
interface Others {
  PUBLIC_URL?: string | undefined;
  DATABASE_URL?: string | undefined;
  STANDDOWN_DEMO?: "1" | undefined;
  AWS_ENDPOINT_URL_IOT?: string | undefined;
  AWS_ENDPOINT_URL?: string | undefined;
}

/**
 * Returns the contradictions between variables, one line each.
 *
 * @param fleetsFile the file that configures the fleets. Null: the environment does, so the demo's endpoint is checked
 *   here
 */
export function authIssues(env: Variables & Others, fleetsFile: string | null): string[] {
  const issues: string[] = [];
  const oidc = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
  const missing = oidc.filter((name) => env[name] === undefined);
  if (missing.length > 0 && missing.length < oidc.length)
    issues.push(`- ${missing.join(" and ")} not set: OpenID Connect needs ${oidc.join(", ")}`);
  if (env.OIDC_ISSUER !== undefined) {
    if (!env.OIDC_ISSUER.startsWith("https:") && !isLoopbackUrl(env.OIDC_ISSUER))
      issues.push("- OIDC_ISSUER is not https: who signs in could be made up on the way");
    if (env.PUBLIC_URL === undefined)
      issues.push("- PUBLIC_URL is not set: the identity provider must know where to send people back to");
  }
  if ((env.OIDC_ROLE_CLAIM === undefined) !== (env.OIDC_ROLE_MAP === undefined))
    issues.push(
      "- OIDC_ROLE_CLAIM and OIDC_ROLE_MAP go together: which claim, and which role each value gives",
    );
  if (env.DATABASE_URL !== undefined && env.AUTH_SECRET === undefined)
    issues.push(
      "- AUTH_SECRET is not set: with DATABASE_URL several instances share sessions, so they need the same one. Take `openssl rand -hex 32`",
    );
  if (env.STANDDOWN_DEMO !== undefined && fleetsFile === null) {
    const endpoint = env.AWS_ENDPOINT_URL_IOT ?? env.AWS_ENDPOINT_URL;
    if (endpoint === undefined || !isLoopbackUrl(endpoint))
      issues.push(
        "- STANDDOWN_DEMO lets everyone in with one click, so it works only on a simulated fleet of this machine (AWS_ENDPOINT_URL_IOT at a loopback address). Unset it",
      );
  }
  return issues;
}

/** The settings of valid variables. Absent ones have their default. */
export function toAuthSettings(env: Variables): AuthSettings {
  return {
    secret: env.AUTH_SECRET ?? null,
    idleMinutes: env.SESSION_IDLE_MINUTES ?? 60,
    maxHours: env.SESSION_MAX_HOURS ?? 12,
    oidc: toOidc(env),
    switchedOff: [...new Set([...(env.READ_ONLY ? WRITES_TO_AWS : []), ...(env.DENIED_PERMISSIONS ?? [])])],
  };
}

function toOidc(env: Variables): OidcSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId || !clientSecret) return null;
  const { OIDC_ROLE_CLAIM: claim, OIDC_ROLE_MAP: map } = env;
  return {
    issuer: issuer.replace(/\/$/, ""),
    clientId,
    clientSecret,
    name: env.OIDC_NAME ?? "single sign-on",
    roles: claim !== undefined && map !== undefined ? { claim, map } : null,
    trustsEmail: env.OIDC_TRUST_EMAIL === "1",
  };
}
