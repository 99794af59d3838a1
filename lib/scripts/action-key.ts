import { CommandError } from "./command-error.ts";

/** Next's variable for the key that names and encrypts a build's server actions. */
export const ACTION_KEY = "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY";

/** Key lengths of AES. */
const KEY_BYTES = [16, 24, 32];

/**
 * The key that the environment sets for a build, so that separate builds of the same sources accept each other's
 * actions. Undefined: each build has a key of its own, so one build has to be copied to all instances.
 *
 * @throws CommandError when the value is not a key: next itself would fail at the first action
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
