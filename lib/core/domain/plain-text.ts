/** The message for a text that no database column can hold. */
export const PLAIN_TEXT_RULE =
  "Remove the characters that cannot be stored: NUL, or half of a surrogate pair.";

/** PostgreSQL's text has no NUL, and half of a surrogate pair has no UTF-8: both engines refuse the whole statement. */
export const isPlainText = (text: string): boolean => !text.includes("\0") && !/\p{Surrogate}/u.test(text);

/** Removes what no column can hold from a text whose sender cannot correct it, such as an identity provider. */
export const toPlainText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, "");
