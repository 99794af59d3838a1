/** Why a text is refused that no column can hold, in words for whoever sent it. */
export const PLAIN_TEXT_RULE = "Remove the characters that no text can hold: NUL, or half of a character.";

/** PostgreSQL's text has no NUL, and half of a surrogate pair has no UTF-8: both engines refuse the whole statement. */
export const isPlainText = (text: string): boolean => !text.includes("\0") && !/\p{Surrogate}/u.test(text);

/** For a text whose sender cannot be asked again, as an identity provider: without what no column holds. */
export const toPlainText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, "");
