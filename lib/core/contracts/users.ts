import * as z from "zod/mini";
import type { ForbiddenReason } from "@/lib/core/domain/read-failure";
import type { InvalidRequest } from "./parse-input";
import { plainText } from "./plain-text";

/** A pattern of thing names: the characters of names, and `*`. */
const thingPattern = z
  .string()
  .check(
    z.trim(),
    z.maxLength(128, "At most 128 characters"),
    z.regex(/^[a-zA-Z0-9:_*-]*$/, "Letters, digits, “:”, “_”, “-”, and “*” for any characters"),
  );

const password = z.string().check(z.maxLength(512), plainText);
/** Of a person or a session, as we gave it out. */
const id = z.string().check(z.minLength(1), z.maxLength(128), plainText);

const role = z.enum(["viewer", "operator", "supervisor", "admin"], "Choose a role");
const limits = {
  /** Null: all. */
  fleets: z.nullable(
    z.array(z.string().check(z.minLength(1), z.maxLength(64), plainText)).check(z.maxLength(200)),
  ),
  /** Empty: all. */
  thingPattern,
};

export const addUserSchema = z.object({
  email: z
    .string()
    .check(z.trim(), z.toLowerCase(), z.email("This is not an e-mail address"), z.maxLength(254)),
  name: z.string().check(z.trim(), z.maxLength(100, "At most 100 characters"), plainText),
  role,
  /** Empty: only by the identity provider. */
  password,
  ...limits,
});
export type AddUserCommand = z.infer<typeof addUserSchema>;

export const changeUserSchema = z.object({ userId: id, role, ...limits });
export type ChangeUserCommand = z.infer<typeof changeUserSchema>;

export const resetPasswordSchema = z.object({
  userId: id,
  password,
});
export type ResetPasswordCommand = z.infer<typeof resetPasswordSchema>;

export const changePasswordSchema = z.object({
  current: password,
  password,
});
/** One's own. */
export type ChangePasswordCommand = z.infer<typeof changePasswordSchema>;

export const userRefSchema = z.object({ userId: id });
export type UserRef = z.infer<typeof userRefSchema>;

export const endSessionSchema = z.object({ userId: id, sessionId: z.nullable(id) });
/** `sessionId` null: all of them, but the one it is asked from. */
export type EndSessionCommand = z.infer<typeof endSessionSchema>;

/** A person who may sign in. */
export interface User {
  id: string;
  name: string;
  email: string;
  /** Null: known to the identity provider only, and not let in. */
  role: z.infer<typeof role> | null;
  fleets: string[] | null;
  thingPattern: string | null;
  /** How the person signs in. */
  waysIn: ("password" | "identity-provider" | "one-click")[];
  sessions: number;
  lastSeenAt: Date | null;
}

/** A place where somebody is signed in. */
export interface Session {
  id: string;
  /** Whether it is the one that this is asked from. */
  isThis: boolean;
  startedAt: Date;
  lastSeenAt: Date;
  address: string | null;
  browser: string | null;
}

/** Why something about users was not done. */
export type UsersFailure =
  | { kind: "forbidden"; permission: string; because: ForbiddenReason; fleetName?: string | undefined }
  | { kind: "signed-out" }
  | { kind: "no-such-user" }
  | { kind: "exists"; email: string }
  | { kind: "last-admin" }
  | { kind: "yourself" }
  | { kind: "bad-password"; fault: string }
  | { kind: "wrong-password" }
  | { kind: "no-password" }
  | InvalidRequest
  | { kind: "too-many"; retryAfterMinutes: number };
