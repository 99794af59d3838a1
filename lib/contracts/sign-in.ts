import * as z from "zod/mini";

export const signInSchema = z.object({
  email: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "Give your e-mail address"),
      z.maxLength(254, "An e-mail address is shorter"),
    ),
  password: z.string().check(z.minLength(1, "Give your password"), z.maxLength(512, "A password is shorter")),
});
export type SignInCommand = z.infer<typeof signInSchema>;

/** Why nobody was let in. One sentence for a wrong password and an unknown address: which it was is nobody's business. */
export type SignInFailure =
  | { kind: "wrong" }
  | { kind: "too-many"; retryAfterMinutes: number }
  | { kind: "no-role" }
  | { kind: "no-provider" };
