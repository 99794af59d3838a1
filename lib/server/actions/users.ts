"use server";

import { changePassword } from "@/lib/server/auth/change-password";
import { endSession } from "@/lib/server/auth/sessions";
import { addUser, changeUser, removeUser, resetPassword } from "@/lib/server/auth/users";
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
import type { Result } from "@/lib/core/domain/result";
import { doSignedIn } from "./do-signed-in";

type Outcome<Value = void> = Promise<Result<Value, UsersFailure>>;

/** Adds a person, with a role. */
export async function addUserAction(input: AddUserCommand): Outcome<{ id: string }> {
  return doSignedIn(addUserSchema, input, (services, { actor }, command, from) =>
    addUser(services, actor, command, from),
  );
}

/** Changes a person's role and limits. */
export async function changeUserAction(input: ChangeUserCommand): Outcome {
  return doSignedIn(changeUserSchema, input, (services, { actor }, command, from) =>
    changeUser(services, actor, command, from),
  );
}

/** Sets a person's new password, and ends all their sessions. */
export async function resetPasswordAction(input: ResetPasswordCommand): Outcome {
  return doSignedIn(resetPasswordSchema, input, (services, { actor }, command, from) =>
    resetPassword(services, actor, command, from),
  );
}

/** Changes the caller's own password. */
export async function changePasswordAction(input: ChangePasswordCommand): Outcome {
  return doSignedIn(changePasswordSchema, input, changePassword);
}

/** Removes a person and their sessions. Their entries stay in the audit log. */
export async function removeUserAction(input: UserRef): Outcome {
  return doSignedIn(userRefSchema, input, (services, { actor }, command, from) =>
    removeUser(services, actor, command, from),
  );
}

/** Ends one of the caller's own sessions, or, as an admin, anybody's. */
export async function endSessionAction(input: EndSessionCommand): Outcome {
  return doSignedIn(endSessionSchema, input, endSession);
}
