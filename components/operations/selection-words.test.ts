import { expect, test } from "vitest";
import { droppedWords, selectedWords } from "./selection-words";

test("says how many are selected", () => {
  expect(selectedWords(0)).toBe("None selected");
  expect(selectedWords(10_000)).toBe("10,000 selected");
});

test("says what was dropped, and why", () => {
  expect(droppedWords({ refused: 0, gone: 0, whole: false })).toBeNull();
  expect(droppedWords({ refused: 3, gone: 0, whole: false })).toBe(
    "3 of your selection ended meanwhile and were dropped.",
  );
  expect(droppedWords({ refused: 1, gone: 1, whole: false })).toBe(
    "1 of your selection ended meanwhile and was dropped. 1 of your selection is no longer in this list and was dropped.",
  );
  expect(droppedWords({ refused: 0, gone: 0, whole: true })).toBe(
    "The filter has changed, so nothing is selected any more.",
  );
});
