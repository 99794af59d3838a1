import { InvalidQueryError } from "./invalid-query-error.ts";

/** A piece of a word: literal text, or an unescaped wildcard. */
export type PatternPiece = { literal: string } | { wildcard: "*" | "?" };

export type QueryToken =
  | { kind: "word"; pieces: PatternPiece[]; bare: boolean }
  | { kind: "phrase"; text: string }
  | { kind: "and" | "or" | "not" | "open" | "close" | "colon" }
  | { kind: "compare"; operator: "<" | "<=" | ">" | ">=" }
  | { kind: "range-open" | "range-close"; inclusive: boolean };

const WHITE_SPACE = /\s/;
const ENDS_WORD = /[\s()[\]{}:<>"]/;

const SINGLE_CHARACTER_TOKENS: Record<string, QueryToken> = {
  "(": { kind: "open" },
  ")": { kind: "close" },
  ":": { kind: "colon" },
  "[": { kind: "range-open", inclusive: true },
  "]": { kind: "range-close", inclusive: true },
  "{": { kind: "range-open", inclusive: false },
  "}": { kind: "range-close", inclusive: false },
};

/**
 * Cuts a query into tokens.
 *
 * The guide calls some characters unsupported (`@ # % / ' ; ,`) without saying what AWS does with them. Here they are
 * ordinary characters of a word.
 *
 * @throws InvalidQueryError for an unterminated phrase or a trailing backslash
 */
export function tokenizeQuery(query: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < query.length) {
    const character = query.charAt(at);
    const single = SINGLE_CHARACTER_TOKENS[character];
    if (WHITE_SPACE.test(character)) {
      at += 1;
    } else if (single !== undefined) {
      tokens.push(single);
      at += 1;
    } else if (character === "<" || character === ">") {
      const orEqual = query.charAt(at + 1) === "=";
      tokens.push({ kind: "compare", operator: orEqual ? `${character}=` : character });
      at += orEqual ? 2 : 1;
    } else if (character === "-" && mayStartClause(tokens.at(-1))) {
      tokens.push({ kind: "not" });
      at += 1;
    } else {
      const read = character === '"' ? readPhrase(query, at) : readWord(query, at);
      tokens.push(read.token);
      at = read.end;
    }
  }
  return tokens;
}

/** A hyphen negates only at the start of a clause: in `a:-5` and `[-5 TO 5]` it is a minus sign. */
function mayStartClause(previous: QueryToken | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === "word") return !(previous.bare && isText(previous.pieces, "TO"));
  return !["colon", "compare", "range-open"].includes(previous.kind);
}

function readPhrase(query: string, start: number): { token: QueryToken; end: number } {
  let text = "";
  for (let at = start + 1; at < query.length; at += 1) {
    const character = query.charAt(at);
    if (character === '"') return { token: { kind: "phrase", text }, end: at + 1 };
    if (character === "\\") at += 1;
    text += query.charAt(at);
  }
  throw new InvalidQueryError("A phrase is not closed");
}

function readWord(query: string, start: number): { token: QueryToken; end: number } {
  const pieces: PatternPiece[] = [];
  let bare = true;
  let literal = "";
  let at = start;
  const endLiteral = () => {
    if (literal !== "") pieces.push({ literal });
    literal = "";
  };
  for (; at < query.length && !ENDS_WORD.test(query.charAt(at)); at += 1) {
    const character = query.charAt(at);
    if (character === "*" || character === "?") {
      endLiteral();
      pieces.push({ wildcard: character });
    } else if (character === "\\") {
      at += 1;
      if (at === query.length) throw new InvalidQueryError("A backslash has nothing to escape");
      bare = false;
      literal += query.charAt(at);
    } else {
      literal += character;
    }
  }
  endLiteral();
  return { token: wordOrOperator(pieces, bare), end: at };
}

function wordOrOperator(pieces: PatternPiece[], bare: boolean): QueryToken {
  if (bare && isText(pieces, "AND")) return { kind: "and" };
  if (bare && isText(pieces, "OR")) return { kind: "or" };
  if (bare && isText(pieces, "NOT")) return { kind: "not" };
  return { kind: "word", pieces, bare };
}

/** Whether the pieces are exactly this text, without a wildcard. */
export function isText(pieces: PatternPiece[], text: string): boolean {
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined && "literal" in only && only.literal === text;
}
