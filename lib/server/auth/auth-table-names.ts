import type { BetterAuthOptions } from "better-auth";

// Where better-auth keeps what it stores: our tables (lib/server/db/auth-tables), with our names of columns.

export const USER_TABLE = {
  modelName: "auth_user",
  fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
  additionalFields: {
    role: { type: "string", required: false },
    fleets: { type: "string", required: false, input: false },
    thingPattern: { type: "string", required: false, input: false, fieldName: "thing_pattern" },
    isDemo: { type: "boolean", required: false, input: false, fieldName: "is_demo", defaultValue: false },
  },
} satisfies BetterAuthOptions["user"];

export const ACCOUNT_TABLE = {
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
  // At each sign-in the role from the provider replaces the one that the person had.
  accountLinking: { enabled: true, updateUserInfoOnLink: true },
} satisfies BetterAuthOptions["account"];

export const VERIFICATION_TABLE = {
  modelName: "auth_verification",
  fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
} satisfies BetterAuthOptions["verification"];

export const SESSION_TABLE = {
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
} satisfies BetterAuthOptions["session"];
