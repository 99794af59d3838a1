import { describe, expect, it } from "vitest";
import { InvalidQueryError } from "./invalid-query-error.ts";
import { tokenizeQuery } from "./tokenize-query.ts";

const kinds = (query: string) => tokenizeQuery(query).map((token) => token.kind);

describe("tokenizeQuery", () => {
  it("distinguishes operators from words by their capitals", () => {
    expect(kinds("a AND b or NOT c")).toEqual(["word", "and", "word", "word", "not", "word"]);
  });

  it("keeps hyphens inside words and reads one before a clause as NOT", () => {
    expect(tokenizeQuery("press-line-07 -agv")).toEqual([
      { kind: "word", pieces: [{ literal: "press-line-07" }], bare: true },
      { kind: "not" },
      { kind: "word", pieces: [{ literal: "agv" }], bare: true },
    ]);
  });

  it("reads negative numbers as values", () => {
    expect(kinds("t:-5")).toEqual(["word", "colon", "word"]);
    expect(kinds("t:[-5 TO -1]")).toEqual([
      "word",
      "colon",
      "range-open",
      "word",
      "word",
      "word",
      "range-close",
    ]);
  });

  it("splits words at wildcards and reads escaped ones as text", () => {
    expect(tokenizeQuery("gw*\\*?")).toEqual([
      {
        kind: "word",
        pieces: [{ literal: "gw" }, { wildcard: "*" }, { literal: "*" }, { wildcard: "?" }],
        bare: false,
      },
    ]);
  });

  it("reads an escaped operator as text", () => {
    expect(kinds("\\AND")).toEqual(["word"]);
  });

  it("reads everything in a phrase as text", () => {
    expect(tokenizeQuery('"a * \\" AND"')).toEqual([{ kind: "phrase", text: 'a * " AND' }]);
  });

  it.each(['"open', '"open\\"', "tail\\"])("refuses %s", (query) => {
    expect(() => tokenizeQuery(query)).toThrow(InvalidQueryError);
  });
});
