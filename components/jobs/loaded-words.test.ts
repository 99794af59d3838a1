import { describe, expect, test } from "vitest";
import { loadedWords, scopeWords } from "./loaded-words";

describe("loadedWords", () => {
  test.each([
    [250, 4812, true, "250 loaded of about 4,812"],
    [250, null, true, "250 executions loaded, more to come"],
    [250, 120, true, "250 executions loaded, more to come"],
    [37, 37, false, "37 executions, all loaded"],
    [1, 5, false, "1 execution, all loaded"],
    [0, null, false, "0 executions, all loaded"],
  ])("%i loaded, %s counted, more: %s", (loaded, expected, hasMore, words) => {
    expect(loadedWords(loaded, expected, hasMore)).toBe(words);
  });
});

describe("scopeWords", () => {
  const some = { filtered: false, sorted: false, shown: 250, loaded: 250, expected: 4812, hasMore: true };

  test("says nothing while neither filter nor order is on", () => {
    expect(scopeWords(some)).toBeNull();
  });

  test("says that filter and order act only on what is loaded", () => {
    expect(scopeWords({ ...some, filtered: true, sorted: true, shown: 3 })).toBe(
      "3 of the 250 loaded match the name. Filter and order act on the 250 loaded of about 4,812.",
    );
    expect(scopeWords({ ...some, sorted: true, expected: null })).toBe("The order acts on the 250 loaded.");
  });

  test("needs no warning once all is loaded", () => {
    expect(scopeWords({ ...some, sorted: true, hasMore: false })).toBeNull();
    expect(scopeWords({ ...some, filtered: true, shown: 1, hasMore: false })).toBe(
      "1 of the 250 loaded match the name.",
    );
  });
});
