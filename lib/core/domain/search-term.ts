/** The most terms and characters that AWS takes in one query (facts 3). */
export const QUERY_TERMS = 12;
export const QUERY_LENGTH = 1_000;

/** The most characters of a query with a wildcard in front of a term. Each escaping `\` counts as one. */
export const LEADING_WILDCARD_QUERY_LENGTH = 100;

/** Operators of the query language. A group may have such a name, and AWS would take it for the operator. */
const OPERATOR = /^(?:AND|OR|NOT)$/;

/**
 * A name as one term of AWS's query language (facts 4.4). Every character but letters, digits and `_` is escaped: the
 * list of special ones is not documented as complete.
 */
export function escapeTerm(text: string): string {
  if (OPERATOR.test(text)) return `\\${text}`;
  return text.replace(/[^\p{L}\p{N}_]/gu, (character) => `\\${character}`);
}
