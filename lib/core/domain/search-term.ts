/** A query of AWS's has at most so many terms and characters (facts 3). */
export const QUERY_TERMS = 12;
export const QUERY_LENGTH = 1_000;

/** The same of a query with a wildcard in front of a term, each escaping `\` among them. */
export const LEADING_WILDCARD_QUERY_LENGTH = 100;

/** Operators of the language: a group may be named so, and would be read as one. */
const OPERATOR = /^(?:AND|OR|NOT)$/;

/**
 * A name as one term of AWS's query language (facts 4.4). Every character but letters, digits and `_` is escaped: the
 * list of special ones is not documented as complete.
 */
export function escapeTerm(text: string): string {
  if (OPERATOR.test(text)) return `\\${text}`;
  return text.replace(/[^\p{L}\p{N}_]/gu, (character) => `\\${character}`);
}
