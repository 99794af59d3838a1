import { expect, test } from "vitest";
import { countDone, countEnded } from "./item-groups";
import { ITEM_OUTCOMES, type OperationCounts } from "./operation";

test("a stopped item has ended, and is not done", () => {
  const none = Object.fromEntries([...ITEM_OUTCOMES, "waiting", "in-hand"].map((status) => [status, 0]));
  const counts = {
    ...none,
    canceled: 5,
    unknown: 1,
    stopped: 3,
    waiting: 2,
    "in-hand": 1,
  } as OperationCounts;
  expect(countEnded(counts)).toBe(9);
  expect(countDone(counts)).toBe(6);
});
