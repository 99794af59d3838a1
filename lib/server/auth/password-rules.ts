import { COMMON_PASSWORDS } from "./common-passwords";

/** NIST SP 800-63B asks for 8 and a list. With twelve, guessing one hash of a stolen table takes years. */
export const MIN_PASSWORD_LENGTH = 12;
/** Hashing a very long text would keep the server busy. */
export const MAX_PASSWORD_LENGTH = 128;

/** What is wrong with a new password, as a sentence. Null: nothing. There is no rule about digits or symbols: length counts. */
export function passwordIssue(password: string, email: string): string | null {
  if (password.length < MIN_PASSWORD_LENGTH)
    return `A password has at least ${MIN_PASSWORD_LENGTH} characters.`;
  if (password.length > MAX_PASSWORD_LENGTH)
    return `A password has at most ${MAX_PASSWORD_LENGTH} characters.`;
  if (isCommon(password)) return "This password is among those that attackers try first. Choose another one.";
  const [person = "", host = ""] = email.toLowerCase().split("@");
  const own = ["standdown", host.split(".")[0]!, person].filter((word) => word.length >= 4);
  const rest = own.reduce((text, word) => text.replaceAll(word, ""), password.toLowerCase());
  if (rest.length < MIN_PASSWORD_LENGTH / 2)
    return "This password is little more than your address or this console's name. Choose another one.";
  return null;
}

/**
 * Whether it is a common password: as it is, without the digits and symbols around it, or with those replaced by the
 * letters that they stand for.
 */
function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  const trimmed = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const forms = [plain, trimmed, spellOut(plain), spellOut(trimmed)];
  return (
    forms.some((form) => COMMON_PASSWORDS.has(form) || isRepeated(form)) || isRow(plain) || isRow(trimmed)
  );
}

const spellOut = (text: string) => [...text].map((sign) => SPELLED[sign] ?? sign).join("");

const SPELLED: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** `abcabcabcabc`: one to four characters over and over, or a common password repeated. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length++) {
    const unit = text.slice(0, length);
    const isAll =
      unit.length * 2 <= text.length && unit.repeat(Math.ceil(text.length / length)).startsWith(text);
    if (isAll && (length <= 4 || COMMON_PASSWORDS.has(unit))) return true;
  }
  return false;
}

const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
];

/** A run of the alphabet, the digits or the keyboard, in either direction. */
function isRow(text: string): boolean {
  const backwards = [...text].reverse().join("");
  return text.length > 3 && ROWS.some((row) => row.includes(text) || row.includes(backwards));
}
