import { expect, test } from "vitest";
import { countOf, executionsWords, rateWords } from "./count";

test("a count has a singular and a plural, and separates its thousands", () => {
  expect(executionsWords(1)).toBe("1 execution");
  expect(executionsWords(1_492)).toBe("1,492 executions");
  expect(countOf(0, "job")).toBe("0 jobs");
  expect(countOf(2, "job waits", "jobs wait")).toBe("2 jobs wait");
});

test("a rate has one decimal at most", () => {
  expect([rateWords(10), rateWords(9.66), rateWords(1_200)]).toEqual(["10", "9.7", "1,200"]);
});
