import { countOf } from "./count";

/** Why nobody was signed in, in words that are of no use to an attacker. */
export function signInFailureMessage(
  failure:
    | { kind: "wrong" | "no-role" | "no-provider" }
    | { kind: "too-many"; retryAfterMinutes: number }
    | { kind: "invalid-request"; message: string },
): string {
  switch (failure.kind) {
    case "wrong":
      return "E-mail address or password is wrong.";
    case "too-many":
      return `Too many failed sign-ins. Try again in ${countOf(failure.retryAfterMinutes, "minute")}.`;
    case "no-role":
      return "You are known, but have no role here. Ask an admin of this console.";
    case "no-provider":
      return "The identity provider does not answer. Try again, or ask an admin of this console.";
    case "invalid-request":
      return `Nobody was signed in. ${failure.message}`;
  }
}

/** The message after the identity provider's callback failed (`/sign-in?error=…`). */
export function oidcErrorMessage(error: string): string {
  switch (error) {
    case "no_role":
      return signInFailureMessage({ kind: "no-role" });
    case "signup_disabled":
      return "You are not among the people of this console. Ask an admin to add your e-mail address.";
    case "account_not_linked":
      return "There is an account with your e-mail address, and the identity provider does not vouch that the address is yours. Ask an admin.";
    case "email_not_found":
    case "user_info_is_missing":
    case "unable_to_get_user_info":
      return "The identity provider did not say who you are: it must send a verified token with an e-mail address.";
    case "access_denied":
      return "The identity provider refused the sign-in, or it was not completed there.";
    case "state_mismatch":
    case "state_not_found":
    case "please_restart_the_process":
      return "This sign-in was started in another browser or too long ago. Start again.";
    default:
      return "Signing in with the identity provider failed. Try again; the server's log says more.";
  }
}
