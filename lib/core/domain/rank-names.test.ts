import { expect, test } from "vitest";
import { NAMES_SHOWN, rankNames } from "./rank-names";

test("the name itself, then what begins so, then whose word does, then the rest; the shorter first", () => {
  const names = ["grams-1", "x_ams", "ams-12", "kiosk-ams-1", "AMS", "ams-1", "b:ams", "ber-1"];
  expect(rankNames("ams", names)).toEqual([
    "AMS",
    "ams-1",
    "ams-12",
    "b:ams",
    "x_ams",
    "kiosk-ams-1",
    "grams-1",
  ]);
});

test("a word may begin with it further back than where it is first held", () => {
  expect(rankNames("am", ["cam-xx", "cam-am"])).toEqual(["cam-am", "cam-xx"]);
});

test("what one types is no pattern", () => {
  expect(rankNames("a_1", ["a-1", "a_1", "ab1"])).toEqual(["a_1"]);
  expect(rankNames(".*", ["anything"])).toEqual([]);
});

test("each once, and so many at most", () => {
  expect(rankNames("a", ["a", "a"])).toEqual(["a"]);
  const many = Array.from({ length: 50 }, (_, n) => `a${n}`);
  expect(rankNames("a", many)).toHaveLength(NAMES_SHOWN);
});
