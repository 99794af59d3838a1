import { expect, test } from "vitest";
import { NAMES_SHOWN, rankNames } from "./rank-names";

test("the exact name comes first, then names that begin with the part, then those with a word that does; shorter ones first", () => {
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

test("a word may begin with the part after the part's first occurrence", () => {
  expect(rankNames("am", ["cam-xx", "cam-am"])).toEqual(["cam-am", "cam-xx"]);
});

test("the typed part is no pattern", () => {
  expect(rankNames("a_1", ["a-1", "a_1", "ab1"])).toEqual(["a_1"]);
  expect(rankNames(".*", ["anything"])).toEqual([]);
});

test("each name comes once, up to a limit", () => {
  expect(rankNames("a", ["a", "a"])).toEqual(["a"]);
  const many = Array.from({ length: 50 }, (_, n) => `a${n}`);
  expect(rankNames("a", many)).toHaveLength(NAMES_SHOWN);
});
