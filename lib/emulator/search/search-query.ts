import { InvalidQueryError } from "./invalid-query-error.ts";
import { compileValueMatcher } from "./match-value.ts";
import { parseQuery, type QueryNode, type ValueTest } from "./parse-query.ts";
import { fieldTest } from "./read-field.ts";
import type { SearchDocument } from "./search-document.ts";
import { tokenizeQuery } from "./tokenize-query.ts";

export { InvalidQueryError, type SearchDocument };

const MAX_QUERY_CHARACTERS = 1_000;
const MAX_TERMS = 12;
/**
 * A term with a leading wildcard cannot use the index. So AWS allows only one in a query, and the query must be short.
 */
const MAX_LEADING_WILDCARD_TERMS = 1;
const MAX_LEADING_WILDCARD_QUERY_CHARACTERS = 100;

/**
 * Compiles a query of fleet indexing (version 2017-09-30) into a predicate that is fast enough to run on every thing.
 *
 * @throws InvalidQueryError and nothing else, whatever the text
 */
export function compileSearchQuery(query: string): (thing: SearchDocument) => boolean {
  if (query.length > MAX_QUERY_CHARACTERS) {
    throw new InvalidQueryError(`A query has at most ${MAX_QUERY_CHARACTERS} characters`);
  }
  const node = parseQuery(tokenizeQuery(query));
  refuseCostlyTerms(listTests(node), query.length);
  return compileNode(node);
}

function refuseCostlyTerms(tests: ValueTest[], queryCharacters: number): void {
  if (tests.length > MAX_TERMS) throw new InvalidQueryError(`A query has at most ${MAX_TERMS} terms`);
  const leading = tests.filter(startsWithWildcard).length;
  if (leading > MAX_LEADING_WILDCARD_TERMS) {
    throw new InvalidQueryError("Only one term of a query may start with a wildcard");
  }
  if (leading > 0 && queryCharacters > MAX_LEADING_WILDCARD_QUERY_CHARACTERS) {
    throw new InvalidQueryError(
      `A query with a leading wildcard has at most ${MAX_LEADING_WILDCARD_QUERY_CHARACTERS} characters`,
    );
  }
}

/** A lone `*` checks only that the field exists, so it does not count as a leading wildcard. */
function startsWithWildcard(test: ValueTest): boolean {
  if (test.kind === "range") return false;
  const [first] = test.pieces;
  if (first === undefined || "literal" in first) return false;
  return test.pieces.length > 1 || first.wildcard === "?";
}

function listTests(node: QueryNode): ValueTest[] {
  switch (node.kind) {
    case "and":
    case "or":
      return node.parts.flatMap(listTests);
    case "not":
      return listTests(node.part);
    case "term":
      return [node.test];
  }
}

function compileNode(node: QueryNode): (thing: SearchDocument) => boolean {
  switch (node.kind) {
    case "and": {
      const parts = node.parts.map(compileNode);
      return (thing) => parts.every((part) => part(thing));
    }
    case "or": {
      const parts = node.parts.map(compileNode);
      return (thing) => parts.some((part) => part(thing));
    }
    case "not": {
      const part = compileNode(node.part);
      return (thing) => !part(thing);
    }
    case "term": {
      const test = fieldTest(node.field);
      const matches = compileValueMatcher(node.test);
      return (thing) => test(thing, matches);
    }
  }
}
