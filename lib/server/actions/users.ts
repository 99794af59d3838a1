"use server";

import { headers } from "next/headers";
import { changePassword } from "@/lib/server/auth/change-password";
import { clientAddress } from "@/lib/server/auth/client-address";
import { getAuthServices } from "@/lib/server/auth/get-auth";
import { findSignedIn } from "@/lib/server/auth/session";
import { endSession } from "@/lib/server/auth/sessions";
import { addUser, changeUser, removeUser, resetPassword } from "@/lib/server/auth/users";
import { parseInput } from "@/lib/core/contracts/parse-input";
import {
  type AddUserCommand,
  addUserSchema,
  type ChangePasswordCommand,
  changePasswordSchema,
  type ChangeUserCommand,
  changeUserSchema,
  type EndSessionCommand,
  endSessionSchema,
  type ResetPasswordCommand,
  resetPasswordSchema,
  type UserRef,
  userRefSchema,
  type UsersFailure,
} from "@/lib/core/contracts/users";
import { fail, type Result } from "@/lib/core/domain/result";

type Outcome<Value = void> = Promise<Result<Value, UsersFailure>>;

const from = async () => clientAddress(await headers());

/** Adds a person, with a role. */
export async function addUserAction(input: AddUserCommand): Outcome<{ id: string }> {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(addUserSchema, input);
  if (!command.ok) return command;
  return addUser(await getAuthServices(), signedIn.actor, command.value, await from());
}

/** Changes a person's role and limits. */
export async function changeUserAction(input: ChangeUserCommand): Outcome {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(changeUserSchema, input);
  if (!command.ok) return command;
  return changeUser(await getAuthServices(), signedIn.actor, command.value, await from());
}

/** Sets a person's new password, and ends all their sessions. */
export async function resetPasswordAction(input: ResetPasswordCommand): Outcome {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(resetPasswordSchema, input);
  if (!command.ok) return command;
  return resetPassword(await getAuthServices(), signedIn.actor, command.value, await from());
}

/** Changes one's own password. */
export async function changePasswordAction(input: ChangePasswordCommand): Outcome {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(changePasswordSchema, input);
  if (!command.ok) return command;
  return changePassword(await getAuthServices(), signedIn, command.value, await from());
}

/** Removes a person and their sessions; what they did stays in the audit log. */
export async function removeUserAction(input: UserRef): Outcome {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(userRefSchema, input);
  if (!command.ok) return command;
  return removeUser(await getAuthServices(), signedIn.actor, command.value, await from());
}

/** Ends a session of one's own, or as an admin anybody's. */
export async function endSessionAction(input: EndSessionCommand): Outcome {
  const signedIn = await findSignedIn();
  if (!signedIn) return fail({ kind: "signed-out" });
  const command = parseInput(endSessionSchema, input);
  if (!command.ok) return command;
  return endSession(await getAuthServices(), signedIn, command.value, await from());
}
