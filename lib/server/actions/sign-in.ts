"use server";

import { headers } from "next/headers";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { type Role, ROLES } from "@/lib/core/permissions/permissions";
import { startOidcSignIn, signIn, signInDemo } from "@/lib/server/auth/sign-in";
import { signOut } from "@/lib/server/auth/sign-out";
import { parseInput } from "@/lib/core/contracts/parse-input";
import { signInPath } from "@/lib/core/contracts/next-path";
import { type SignInCommand, type SignInFailure, signInSchema } from "@/lib/core/contracts/sign-in";
import type { Result } from "@/lib/core/domain/result";

// The only actions that need no session: people call them to get one.

/** Signs in by e-mail and password. */
export async function signInAction(input: SignInCommand): Promise<Result<void, SignInFailure>> {
  const command = parseInput(signInSchema, input);
  return command.ok ? signIn(await getAuthServices(), command.value, await headers()) : command;
}

/** One-click sign-in of the demo. @throws outside of a demo */
export async function signInDemoAction(role: Role): Promise<Result<void, SignInFailure>> {
  if (!ROLES.includes(role)) throw new Error("There is no such role.");
  return signInDemo(await getAuthServices(), role, await headers());
}

/** Returns the address at the identity provider to which the browser has to go. */
export async function startOidcSignInAction(next: string): Promise<Result<{ url: string }, SignInFailure>> {
  return startOidcSignIn(await getAuthServices(), signInPath(next), await headers());
}

/** Ends the session of this request. Does nothing if there is none. */
export async function signOutAction(): Promise<void> {
  await signOut(await getAuthServices(), await headers());
}
