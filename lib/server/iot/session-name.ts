import { createHash } from "node:crypto";

/** Characters that STS does not accept in a session name. It accepts names of 2 to 64 characters. */
const ILLEGAL = /[^\w+=,.@-]/g;
const MAX_LENGTH = 64;
const HASH_LENGTH = 8;

/** Who makes a call. CloudTrail shows the `sessionName` of it. */
export interface Caller {
  id: string;
  email?: string;
}

/** The caller of what the console does by itself. */
export const SERVICE: Caller = { id: "standdown" };

/**
 * The name of a person's session with AWS: what CloudTrail shows as `assumed-role/ROLE/NAME`.
 *
 * It is the e-mail address, or the id if there is none. If STS would refuse it, the characters that STS does not accept
 * are replaced, and a hash is added so that two people do not share a name.
 */
export function sessionName({ id, email }: Caller): string {
  const name = email ?? id;
  const legal = name.replace(ILLEGAL, "-");
  if (legal === name && name.length >= 2 && name.length <= MAX_LENGTH) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${legal.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}-${hash}`;
}
