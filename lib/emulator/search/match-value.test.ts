import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileValueMatcher } from "./match-value.ts";
import type { PatternPiece } from "./tokenize-query.ts";

const pattern = (...pieces: PatternPiece[]) => compileValueMatcher({ kind: "pattern", pieces });
const RUN: PatternPiece = { wildcard: "*" };
const ONE: PatternPiece = { wildcard: "?" };

describe("compileValueMatcher", () => {
  it("matches patterns over the whole value", () => {
    expect(pattern({ literal: "i" }, RUN, { literal: "t" })("inlet")).toBe(true);
    expect(pattern({ literal: "i" }, RUN, { literal: "t" })("inlets")).toBe(false);
    expect(pattern({ literal: "ab" }, ONE)("abc")).toBe(true);
    expect(pattern({ literal: "ab" }, ONE)("ab")).toBe(false);
    expect(pattern(RUN)("")).toBe(true);
  });

  it("stays fast where a backtracking matcher would not end", () => {
    const pieces = Array.from({ length: 30 }, (): PatternPiece[] => [RUN, { literal: "a" }]).flat();
    expect(pattern(...pieces, { literal: "b" })("a".repeat(800))).toBe(false);
  });

  it("agrees with the equivalent regular expression", () => {
    const piece = fc.constantFrom<PatternPiece>(RUN, ONE, { literal: "a" }, { literal: "b" });
    const value = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), value, (pieces, text) => {
        const source = pieces.map((each) =>
          "literal" in each ? each.literal : each.wildcard === "*" ? ".*" : ".",
        );
        expect(pattern(...pieces)(text)).toBe(new RegExp(`^${source.join("")}$`).test(text));
      }),
    );
  });

  it("compares numbers as numbers and other values as text", () => {
    const above = compileValueMatcher({ kind: "range", low: { value: "9", inclusive: false }, high: null });
    expect(above("10")).toBe(true);
    expect(above("9.0")).toBe(false);
    expect(above("1a")).toBe(false);
    const letters = compileValueMatcher({
      kind: "range",
      low: { value: "abcd", inclusive: true },
      high: { value: "abcf", inclusive: true },
    });
    expect(["abcc", "abcd", "abce", "abcf", "abcg"].map(letters)).toEqual([false, true, true, true, false]);
  });
});
