import { createAuthEndpoint, APIError } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import type { Kysely } from "kysely";
import * as z from "zod";
import type { Tables } from "@/lib/server/db/tables";
import { type Role, ROLES } from "@/lib/core/permissions/permissions";

const NAMES: Readonly<Record<Role, string>> = {
  viewer: "Vera Viewer",
  operator: "Omar Operator",
  supervisor: "Sue Supervisor",
  admin: "Ada Admin",
};

export const demoEmail = (role: Role): string => `${role}@demo.invalid`;

/** Adds an account for each role, without a password: only `demoSignIn` signs it in. */
export async function addDemoAccounts(kysely: Kysely<Tables>): Promise<void> {
  const now = new Date();
  const accounts = ROLES.map((role) => ({
    id: `demo-${role}`,
    name: NAMES[role],
    email: demoEmail(role),
    email_verified: true,
    created_at: now,
    updated_at: now,
    role,
    is_demo: true,
  }));
  await kysely
    .insertInto("auth_user")
    .values(accounts.map((account) => ({ ...account, image: null, fleets: null, thing_pattern: null })))
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** Removes the accounts that an earlier demo left in the tables. Call it before a console that is not a demo answers. */
export async function removeDemoAccounts(kysely: Kysely<Tables>): Promise<void> {
  await kysely.deleteFrom("auth_user").where("is_demo", "=", true).execute();
}

/** A plugin that signs the demo's accounts in without a password. Only a demo installs it. */
export function demoSignIn(kysely: Kysely<Tables>) {
  return {
    id: "demo-sign-in",
    endpoints: {
      signInDemo: createAuthEndpoint(
        "/sign-in/demo",
        { method: "POST", body: z.object({ role: z.enum(ROLES) }) },
        async (ctx) => {
          await addDemoAccounts(kysely); // one may have been removed on the Users page
          const found = await ctx.context.internalAdapter.findUserByEmail(demoEmail(ctx.body.role));
          if (!found) throw new APIError("NOT_FOUND");
          const session = await ctx.context.internalAdapter.createSession(found.user.id);
          await setSessionCookie(ctx, { session, user: found.user });
          return ctx.json({ userId: found.user.id });
        },
      ),
    },
  } as const;
}
