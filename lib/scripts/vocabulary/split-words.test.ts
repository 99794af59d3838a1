import { expect, test } from "vitest";
import { splitWords } from "./split-words.ts";

test.each([
  ["camelCase", "useRateLimiter", ["use", "Rate", "Limiter"]],
  ["PascalCase", "RateLimiter", ["Rate", "Limiter"]],
  ["an acronym in the middle", "parseHTMLElement", ["parse", "HTML", "Element"]],
  ["an acronym at the end", "toURL", ["to", "URL"]],
  ["snake_case", "rate_limit", ["rate", "limit"]],
  ["SCREAMING_CASE", "RATE_LIMIT", ["RATE", "LIMIT"]],
  ["kebab-case", "rate-limiter.test.ts", ["rate", "limiter", "test", "ts"]],
  ["digits", "rate2limit", ["rate", "limit"]],
  ["a sentence", "It's the limiter’s rate.", ["It", "s", "the", "limiter", "s", "rate"]],
  ["letters beyond ASCII", "über den", ["über", "den"]],
])("splits %s", (_, text, words) => {
  expect(splitWords(text).map(({ word }) => word)).toEqual(words);
});

test("says where each word begins", () => {
  expect(splitWords("a rateLimiter").map(({ offset }) => offset)).toEqual([0, 2, 6]);
});
