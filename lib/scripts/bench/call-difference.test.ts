import { expect, it } from "vitest";
import { callDifference } from "./call-difference.ts";

it("lists what came in between, and leaves out what did not", () => {
  const before = { ListJobs: 3, DescribeJob: 10 };
  const after = { ListJobs: 5, DescribeJob: 10, ListThings: 1 };
  expect(Object.entries(callDifference(before, after))).toEqual([
    ["ListJobs", 2],
    ["ListThings", 1],
  ]);
});
