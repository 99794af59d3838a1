import { CommandError } from "./command-error.ts";

/** Next's own name for it: the key that names and seals a build's server actions. */
export const ACTION_KEY = "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY";

/** What AES takes. */
const KEY_BYTES = [16, 24, 32];

/**
 * The key that the environment gives to a build, so that builds made apart of the same sources know each other's
 * actions; undefined: each build has one of its own, and one build is to be copied to all instances.
 *
 * @throws CommandError where it is no key: next itself would fail at the first action
 */
export function readActionKey(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const key = variables[ACTION_KEY];
  if (!key) return undefined;
  const isKey = /^[A-Za-z0-9+/]+={0,2}$/.test(key) && KEY_BYTES.includes(Buffer.from(key, "base64").length);
  if (isKey) return key;
  throw new CommandError(
    `${ACTION_KEY} is not 16, 24 or 32 bytes as base64. Take one from \`openssl rand -base64 32\`.`,
  );
}
