import * as z from "zod/mini";
import type { InvalidRequest } from "./parse-input";
import { plainText } from "./plain-text";

export const signInSchema = z.object({
  email: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "Enter your e-mail address"),
      z.maxLength(254, "This is too long for an e-mail address"),
      plainText,
    ),
  password: z
    .string()
    .check(
      z.minLength(1, "Enter your password"),
      z.maxLength(512, "This is too long for a password"),
      plainText,
    ),
});
export type SignInCommand = z.infer<typeof signInSchema>;

/** Why nobody was signed in. A wrong password and an unknown address share a kind: nobody should learn which it was. */
export type SignInFailure =
  | { kind: "wrong" }
  | { kind: "too-many"; retryAfterMinutes: number }
  | { kind: "no-role" }
  | { kind: "no-provider" }
  | InvalidRequest;
