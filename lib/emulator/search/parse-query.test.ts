import { describe, expect, it } from "vitest";
import { parseQuery, type QueryNode } from "./parse-query.ts";
import { tokenizeQuery } from "./tokenize-query.ts";

/** Prints a tree with all its brackets, which shows the precedence. */
function written(node: QueryNode): string {
  switch (node.kind) {
    case "and":
    case "or":
      return `(${node.parts.map(written).join(node.kind === "and" ? " & " : " | ")})`;
    case "not":
      return `!${written(node.part)}`;
    case "term": {
      const field = node.field === null ? "" : `${node.field}:`;
      if (node.test.kind === "range") {
        const { low, high } = node.test;
        return `${field}${low?.inclusive ? "[" : "{"}${low?.value ?? "*"}..${high?.value ?? "*"}${high?.inclusive ? "]" : "}"}`;
      }
      return (
        field +
        node.test.pieces.map((piece) => ("literal" in piece ? piece.literal : piece.wildcard)).join("")
      );
    }
  }
}

const parsed = (query: string) => written(parseQuery(tokenizeQuery(query)));

describe("parseQuery", () => {
  it.each([
    ["a b OR c", "((a & b) | c)"],
    ["a OR b AND NOT c", "(a | (b & !c))"],
    ["a (b OR c) -d", "(a & (b | c) & !d)"],
    ["NOT NOT a", "!!a"],
    ["thingName:(tv* AND -plasma)", "(thingName:tv* & !thingName:plasma)"],
    ["x:[75 TO 80}", "x:[75..80}"],
    ['x:{* TO "b c"]', "x:{*..b c]"],
    ["x<5 NOT y >= 10", "(x:{*..5} & !y:[10..*})"],
    ["x : [1 TO 2]", "x:[1..2]"],
    ["x:>5", "x:{5..*}"],
  ])("reads %s as %s", (query, tree) => {
    expect(parsed(query)).toBe(tree);
  });
});
