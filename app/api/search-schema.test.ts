import { expect, test } from "vitest";
import { jobExecutionsFilter, jobsFilter } from "@/lib/core/contracts/filters";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { paramSchema, searchSchema } from "./search-schema";

test.each([
  {},
  { status: "SCHEDULED", group: "berlin" },
  { status: "QUEUED", selection: "all", group: "../x" },
  { status: ["SCHEDULED"], other: "x" },
])("a route handler reads %j as the page does", (given) => {
  expect(searchSchema(jobsFilter).parse(given)).toEqual(parseSearch(jobsFilter, given));
});

test("it reads a single value the same way", () => {
  const status = paramSchema(jobExecutionsFilter.status);
  expect(["FAILED,QUEUED", "FAILED,NONSENSE", undefined].map((given) => status.parse(given))).toEqual([
    ["FAILED", "QUEUED"],
    [],
    [],
  ]);
});
