import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { AuthAudit } from "./auth-audit";
import type { AuthSettings } from "@/lib/server/config/auth-settings";
import { clientAddress } from "./client-address";
import { demoSignIn } from "./demo-sign-in";
import { oidcSignIn } from "./oidc-sign-in";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./password-rules";
import { toRole } from "@/lib/core/permissions/permissions";

export interface AuthConfig {
  kysely: Kysely<Tables>;
  settings: AuthSettings;
  secret: string;
  /** Null: wherever people reach the console; there is then no OpenID Connect, which would have to come back there. */
  publicOrigin: string | null;
  demo: boolean;
  audit: AuthAudit;
  /** Whether cookies go out with the answer that Next has under way. */
  setsCookies: boolean;
}

/**
 * better-auth, told to do as little as we need: check a password, run an OpenID Connect sign-in, make a session and
 * its cookie. Users, roles and the ends of sessions are ours, and of its routes only OpenID Connect's way back is
 * served (app/api/auth/callback/oidc): whatever else it can do, nobody can ask it over HTTP. Its `admin` plugin
 * is left out for that reason too: its deeds would pass by our roles, our last-admin rule and the audit log.
 */
export function createAuth({ kysely, settings, secret, publicOrigin, demo, audit, setsCookies }: AuthConfig) {
  return betterAuth({
    appName: "Standdown",
    baseURL: publicOrigin ?? "http://localhost:3000", // no link is made of it without OpenID Connect
    basePath: "/api/auth",
    secret,
    telemetry: { enabled: false },
    logger: { level: "error" },
    database: { db: kysely, type: "postgres" },
    rateLimit: { enabled: false }, // it counts routes that we do not serve; see sign-in-limit
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    user: {
      modelName: "auth_user",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: {
        role: { type: "string", required: false },
        fleets: { type: "string", required: false, input: false },
        thingPattern: { type: "string", required: false, input: false, fieldName: "thing_pattern" },
        isDemo: { type: "boolean", required: false, input: false, fieldName: "is_demo", defaultValue: false },
      },
    },
    session: {
      modelName: "auth_session",
      fields: {
        userId: "user_id",
        createdAt: "created_at",
        updatedAt: "updated_at",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
      },
      additionalFields: {
        lastSeenAt: {
          type: "date",
          required: false,
          input: false,
          fieldName: "last_seen_at",
          defaultValue: () => new Date(),
        },
      },
      // The absolute end, never put off. The idle end is ours (find-actor): put off by deeds, not by a list that polls.
      expiresIn: Math.round(settings.maxHours * 3600),
      disableSessionRefresh: true,
      cookieCache: { enabled: false }, // a change of role or the end of a session would wait until the cache is stale
    },
    account: {
      modelName: "auth_account",
      fields: {
        accountId: "account_id",
        providerId: "provider_id",
        userId: "user_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      // A role that the provider gives is laid over the one a person had, at each sign-in.
      accountLinking: { enabled: true, updateUserInfoOnLink: true },
    },
    verification: {
      modelName: "auth_verification",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    databaseHooks: {
      account: {
        // We call nothing in the person's name: tokens that are not kept cannot be stolen.
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
          // By password and by one click the use case tells; the identity provider's way back has none.
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
      ...(setsCookies ? [nextCookies()] : []), // last: it hands the cookies of all others to Next
    ],
  });
}

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

export type Auth = ReturnType<typeof createAuth>;
