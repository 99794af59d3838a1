import type { RangeBound, ValueTest } from "./parse-query.ts";
import type { PatternPiece } from "./tokenize-query.ts";

/** Matches one value of a field, which has to be in lower case. */
export type ValueMatcher = (lowerCaseValue: string) => boolean;

const ANY_RUN = -1;
const ANY_ONE = -2;

/** Compiles the matcher of a term once for all documents. */
export function compileValueMatcher(test: ValueTest): ValueMatcher {
  if (test.kind === "pattern") return compilePattern(test.pieces);
  const low = test.low && compileBound(test.low, (difference) => difference > 0);
  const high = test.high && compileBound(test.high, (difference) => difference < 0);
  return (value) => (low === null || low(value)) && (high === null || high(value));
}

function compilePattern(pieces: PatternPiece[]): ValueMatcher {
  const [first, second] = pieces;
  if (first !== undefined && "literal" in first) {
    const start = first.literal.toLowerCase();
    if (pieces.length === 1) return (value) => value === start;
    if (pieces.length === 2 && second !== undefined && "wildcard" in second && second.wildcard === "*") {
      return (value) => value.startsWith(start);
    }
  }
  const codes = pieces.flatMap(pieceCodes);
  return (value) => matchesCodes(value, codes);
}

function pieceCodes(piece: PatternPiece): number[] {
  if ("wildcard" in piece) return [piece.wildcard === "*" ? ANY_RUN : ANY_ONE];
  const text = piece.literal.toLowerCase();
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/** A two-pointer match of at most pattern × value steps. A regular expression could take exponential time. */
function matchesCodes(value: string, codes: number[]): boolean {
  let at = 0;
  let code = 0;
  let runCode = -1;
  let runStart = 0;
  while (at < value.length) {
    if (codes[code] === ANY_RUN) {
      runCode = code;
      runStart = at;
      code += 1;
    } else if (code < codes.length && (codes[code] === ANY_ONE || codes[code] === value.charCodeAt(at))) {
      at += 1;
      code += 1;
    } else if (runCode >= 0) {
      runStart += 1;
      at = runStart;
      code = runCode + 1;
    } else {
      return false;
    }
  }
  while (codes[code] === ANY_RUN) code += 1;
  return code === codes.length;
}

/** Compares numbers as numbers, and anything else as text. */
function compileBound(bound: RangeBound, isBeyond: (difference: number) => boolean): ValueMatcher {
  const text = bound.value.toLowerCase();
  const number = toNumber(text);
  return (value) => {
    const valueNumber = number === null ? null : toNumber(value);
    const difference =
      number !== null && valueNumber !== null
        ? valueNumber - number
        : value < text
          ? -1
          : value > text
            ? 1
            : 0;
    return difference === 0 ? bound.inclusive : isBeyond(difference);
  };
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/;

function toNumber(text: string): number | null {
  return NUMBER.test(text) ? Number(text) : null;
}
