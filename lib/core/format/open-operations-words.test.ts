import { expect, test } from "vitest";
import { openOperationsWords } from "./open-operations-words";

test("operations that are not over are named by their state, and none is left out", () => {
  expect(openOperationsWords({ running: 0, suspended: 0, paused: 0 })).toEqual([]);
  expect(openOperationsWords({ running: 0, suspended: 0, paused: 1 })).toEqual(["1 paused"]);
  expect(openOperationsWords({ running: 2, suspended: 1, paused: 1_200 })).toEqual([
    "2 running",
    "1 suspended",
    "1,200 paused",
  ]);
});
