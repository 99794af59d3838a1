import { expect, it } from "vitest";
import { callDifference } from "./call-difference.ts";

it("lists the APIs that were called in between, and no others", () => {
  const before = { ListJobs: 3, DescribeJob: 10 };
  const after = { ListJobs: 5, DescribeJob: 10, ListThings: 1 };
  expect(Object.entries(callDifference(before, after))).toEqual([
    ["ListJobs", 2],
    ["ListThings", 1],
  ]);
});
