import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { AuthAudit } from "./auth-audit";
import type { AuthSettings } from "@/lib/server/config/auth-settings";
import { ACCOUNT_TABLE, SESSION_TABLE, USER_TABLE, VERIFICATION_TABLE } from "./auth-table-names";
import { clientAddress } from "./client-address";
import { demoSignIn } from "./demo-sign-in";
import { oidcSignIn } from "./oidc-sign-in";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./password-rules";
import { toRole } from "@/lib/core/permissions/permissions";

export interface AuthConfig {
  kysely: Kysely<Tables>;
  settings: AuthSettings;
  secret: string;
  /** Where the identity provider sends people back to. Null: not configured, so there is no OpenID Connect. */
  publicOrigin: string | null;
  demo: boolean;
  audit: AuthAudit;
  /** Whether cookies are set on the response that Next is about to send. */
  setsCookies: boolean;
}

/**
 * Configures better-auth to do as little as we need: check a password, run an OpenID Connect sign-in, create a session
 * and its cookie. Users, roles and the ends of sessions are ours. Of its routes only the callback of OpenID Connect is
 * served (app/api/auth/callback/oidc), so nothing else that it can do is reachable over HTTP. Its `admin` plugin is
 * left out: it would bypass our roles, the rule about the last admin, and the audit log.
 */
export function createAuth({ kysely, settings, secret, publicOrigin, demo, audit, setsCookies }: AuthConfig) {
  return betterAuth({
    appName: "Standdown",
    baseURL: publicOrigin ?? "http://localhost:3000", // used only for OpenID Connect
    basePath: "/api/auth",
    secret,
    telemetry: { enabled: false },
    logger: { level: "error" },
    database: { db: kysely, type: "postgres" },
    rateLimit: { enabled: false }, // it covers routes that we do not serve; see sign-in-limit
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    user: USER_TABLE,
    session: {
      ...SESSION_TABLE,
      // The absolute end, which is never extended. The idle end is ours (find-actor): a list that polls must not extend
      // it.
      expiresIn: Math.round(settings.maxHours * 3600),
      disableSessionRefresh: true,
      cookieCache: { enabled: false }, // a change of role or the end of a session would take effect late
    },
    account: ACCOUNT_TABLE,
    verification: VERIFICATION_TABLE,
    databaseHooks: {
      account: {
        // Drops the provider's tokens: we call nothing on behalf of the person, and what is not stored cannot be stolen.
        create: { before: (account) => Promise.resolve({ data: { ...account, ...NO_TOKENS } }) },
        update: { before: (account) => Promise.resolve({ data: { ...account, ...NO_TOKENS } }) },
      },
      session: {
        create: {
          before: async ({ userId }) => {
            const user = await kysely
              .selectFrom("auth_user")
              .select("role")
              .where("id", "=", userId)
              .executeTakeFirst();
            if (toRole(user?.role) === null)
              throw new APIError("FORBIDDEN", { code: "no_role", message: "No role" });
          },
          // Sign-ins by password and by one click are recorded by their use cases. The callback has none.
          after: async ({ userId }, context) => {
            if (context?.path !== "/callback/:id") return;
            const user = await kysely
              .selectFrom("auth_user")
              .select(["id", "name", "email", "role"])
              .where("id", "=", userId)
              .executeTakeFirstOrThrow();
            const from = context.headers ? clientAddress(context.headers) : null;
            const who = { ...user, role: toRole(user.role) };
            await audit.record({ action: "sign-in", who, from, asked: { by: "identity provider" } }, "done");
          },
        },
      },
    },
    advanced: {
      cookiePrefix: "standdown",
      useSecureCookies: publicOrigin?.startsWith("https:") ?? false,
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
      database: { generateId: () => crypto.randomUUID() },
    },
    onAPIError: { errorURL: "/sign-in" },
    plugins: [
      ...(settings.oidc ? [oidcSignIn(settings.oidc)] : []),
      ...(demo ? [demoSignIn(kysely)] : []),
      ...(setsCookies ? [nextCookies()] : []), // last: it passes the cookies of all the others on to Next
    ],
  });
}

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

export type Auth = ReturnType<typeof createAuth>;
