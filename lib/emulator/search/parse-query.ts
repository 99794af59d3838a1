import { InvalidQueryError } from "./invalid-query-error.ts";
import { isText, type PatternPiece, type QueryToken } from "./tokenize-query.ts";

export type RangeBound = { value: string; inclusive: boolean };

export type ValueTest =
  | { kind: "pattern"; pieces: PatternPiece[] }
  | { kind: "range"; low: RangeBound | null; high: RangeBound | null };

/** `field` is null for a bare term, which searches every field. */
export type QueryNode =
  | { kind: "and" | "or"; parts: QueryNode[] }
  | { kind: "not"; part: QueryNode }
  | { kind: "term"; field: string | null; test: ValueTest };

/**
 * Parses tokens into a tree: NOT binds tightest, then AND (written or implied), then OR.
 *
 * @throws InvalidQueryError when the tokens are not a query
 */
export function parseQuery(tokens: QueryToken[]): QueryNode {
  const reader = new TokenReader(tokens);
  const node = readOr(reader, null);
  if (reader.peek() !== undefined) throw reader.unexpected();
  return node;
}

class TokenReader {
  readonly #tokens: QueryToken[];
  #at = 0;

  constructor(tokens: QueryToken[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): QueryToken | undefined {
    return this.#tokens[this.#at + ahead];
  }

  next(): QueryToken | undefined {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  take(kind: QueryToken["kind"]): boolean {
    if (this.peek()?.kind !== kind) return false;
    this.#at += 1;
    return true;
  }

  unexpected(token = this.peek()): InvalidQueryError {
    return new InvalidQueryError(
      token === undefined ? "The query ends too early" : `Unexpected ${token.kind} in the query`,
    );
  }
}

/**
 * `field`: the field of the enclosing group, such as `thingName` in `thingName:(tv* AND -plasma)`. Null outside one.
 */
function readOr(reader: TokenReader, field: string | null): QueryNode {
  const parts = [readAnd(reader, field)];
  while (reader.take("or")) parts.push(readAnd(reader, field));
  return joined("or", parts);
}

function readAnd(reader: TokenReader, field: string | null): QueryNode {
  const parts = [readNot(reader, field)];
  while (reader.take("and") || startsClause(reader.peek())) parts.push(readNot(reader, field));
  return joined("and", parts);
}

function startsClause(token: QueryToken | undefined): boolean {
  return token !== undefined && ["word", "phrase", "not", "open"].includes(token.kind);
}

function readNot(reader: TokenReader, field: string | null): QueryNode {
  if (reader.take("not")) return { kind: "not", part: readNot(reader, field) };
  if (reader.take("open")) return readGroup(reader, field);
  const following = reader.peek(1)?.kind;
  if (following !== "colon" && following !== "compare") return readTerm(reader, field);
  const name = readFieldName(reader, field);
  if (following === "compare") return readComparison(reader, name);
  reader.next();
  return readFieldValue(reader, name);
}

function readGroup(reader: TokenReader, field: string | null): QueryNode {
  const node = readOr(reader, field);
  if (!reader.take("close")) throw reader.unexpected();
  return node;
}

function readFieldName(reader: TokenReader, enclosing: string | null): string {
  const token = reader.next();
  const [only] = token?.kind === "word" && token.pieces.length === 1 ? token.pieces : [];
  if (only === undefined || !("literal" in only))
    throw new InvalidQueryError("A field name is not plain text");
  if (enclosing !== null) throw new InvalidQueryError("A field stands inside the group of another field");
  return only.literal;
}

function readFieldValue(reader: TokenReader, field: string): QueryNode {
  switch (reader.peek()?.kind) {
    case "open":
      reader.next();
      return readGroup(reader, field);
    case "range-open":
      return readRange(reader, field);
    case "compare":
      return readComparison(reader, field);
    default:
      return readTerm(reader, field);
  }
}

function readTerm(reader: TokenReader, field: string | null): QueryNode {
  const token = reader.next();
  if (token?.kind === "word") return { kind: "term", field, test: { kind: "pattern", pieces: token.pieces } };
  if (token?.kind === "phrase") {
    return { kind: "term", field, test: { kind: "pattern", pieces: [{ literal: token.text }] } };
  }
  throw reader.unexpected(token);
}

function readComparison(reader: TokenReader, field: string): QueryNode {
  const token = reader.next();
  if (token?.kind !== "compare") throw reader.unexpected(token);
  const bound = readBound(reader, token.operator.endsWith("="));
  if (bound === null) throw new InvalidQueryError("A comparison needs a value");
  const isLow = token.operator.startsWith(">");
  return {
    kind: "term",
    field,
    test: { kind: "range", low: isLow ? bound : null, high: isLow ? null : bound },
  };
}

function readRange(reader: TokenReader, field: string): QueryNode {
  const open = reader.next();
  const low = readBound(reader, open?.kind === "range-open" && open.inclusive);
  const to = reader.next();
  if (to?.kind !== "word" || !to.bare || !isText(to.pieces, "TO")) throw reader.unexpected(to);
  const high = readBound(reader, false);
  const close = reader.next();
  if (close?.kind !== "range-close") throw reader.unexpected(close);
  return {
    kind: "term",
    field,
    test: { kind: "range", low, high: high && { ...high, inclusive: close.inclusive } },
  };
}

/** Null stands for `*`, the open end of a range. */
function readBound(reader: TokenReader, inclusive: boolean): RangeBound | null {
  const token = reader.next();
  if (token?.kind === "phrase") return { value: token.text, inclusive };
  if (token?.kind !== "word") throw reader.unexpected(token);
  const [only] = token.pieces;
  if (only === undefined || token.pieces.length > 1) throw new InvalidQueryError("A range has no wildcards");
  if ("literal" in only) return { value: only.literal, inclusive };
  if (only.wildcard === "*") return null;
  throw new InvalidQueryError("A range has no wildcards");
}

function joined(kind: "and" | "or", parts: QueryNode[]): QueryNode {
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : { kind, parts };
}
