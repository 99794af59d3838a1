import { randomBytes } from "node:crypto";

/** Lower-case base32 of RFC 4648: no digit looks like a letter. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const LENGTH = 12;

export const newPlanId = () => `plan_${randomName()}`;
export const newOperationId = () => `op_${randomName()}`;

function randomName(): string {
  return Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
