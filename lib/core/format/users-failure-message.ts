import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { forbiddenMessage } from "./forbidden-message";

type Failure =
  | Extract<ReadFailure, { kind: "forbidden" | "signed-out" }>
  | { kind: "no-such-user" | "last-admin" | "yourself" }
  | { kind: "exists"; email: string }
  | { kind: "bad-password"; fault: string }
  | { kind: "wrong-password" | "no-password" }
  | { kind: "too-many"; retryAfterMinutes: number }
  | { kind: "invalid-request"; message: string };

/** Why an action on users failed. */
export function usersFailureMessage(failure: Failure): string {
  switch (failure.kind) {
    case "forbidden":
      return forbiddenMessage(failure);
    case "signed-out":
      return "Nothing was changed. Your session has ended: sign in again in another tab, then try again here.";
    case "no-such-user":
      return "There is no such user any more.";
    case "exists":
      return `There is already a user ${failure.email}.`;
    case "last-admin":
      return "Nothing was changed: this is the last admin, and without one nobody could manage users.";
    case "yourself":
      return "You cannot remove yourself. Let another admin do it.";
    case "bad-password":
      return failure.fault;
    case "wrong-password":
      return "Nothing was changed: the current password is wrong.";
    case "no-password":
      return "You sign in without a password here, so there is none to change.";
    case "invalid-request":
      return `Nothing was changed. ${failure.message}`;
    case "too-many": {
      const minutes = failure.retryAfterMinutes;
      return `Nothing was changed: too many wrong passwords. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
    }
  }
}
