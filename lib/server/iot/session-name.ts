import { createHash } from "node:crypto";

/** What STS takes: 2 to 64 of these. */
const ILLEGAL = /[^\w+=,.@-]/g;
const MAX_LENGTH = 64;
const HASH_LENGTH = 8;

/** Who makes a call: as CloudTrail shall name them. */
export interface Caller {
  id: string;
  email?: string;
}

/** What makes calls that no person has asked for. */
export const SERVICE: Caller = { id: "standdown" };

/**
 * The name of a person's session with AWS: what CloudTrail shows as `assumed-role/ROLE/NAME`.
 *
 * The e-mail address where there is one. What STS cannot take is replaced, and then a hash of the whole keeps two
 * people apart who would share what is left.
 */
export function sessionName({ id, email }: Caller): string {
  const name = email ?? id;
  const legal = name.replace(ILLEGAL, "-");
  if (legal === name && name.length >= 2 && name.length <= MAX_LENGTH) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${legal.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}-${hash}`;
}
