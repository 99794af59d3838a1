import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobExecutionsFilter, jobsFilter, thingExecutionsFilter, thingsFilter } from "./filters";
import { parseSearch } from "./search-params";

const THINGS = { search: null, type: null, group: null, attribute: null, connectivity: null };
const JOBS = { status: null, selection: null, group: null, namespace: null };
const TREND = { range: "24h", trend: "chart" };
const JOB_EXECUTIONS = { status: [], name: null, sort: null, order: "asc", tab: "executions", ...TREND };
const THING_EXECUTIONS = { tab: "open", timeline: "chart" };

describe("a URL without filters has the defaults", () => {
  test.each([
    ["things", thingsFilter, THINGS],
    ["jobs", jobsFilter, JOBS],
    ["a job's executions", jobExecutionsFilter, JOB_EXECUTIONS],
    ["a thing's executions", thingExecutionsFilter, THING_EXECUTIONS],
  ])("%s", (_, spec, defaults) => {
    expect(parseSearch(spec, {})).toEqual(defaults);
  });
});

test.each([
  [thingsFilter, { search: " kiosk ", type: "a:b" }, { ...THINGS, search: "kiosk", type: "a:b" }],
  [
    thingsFilter,
    { attribute: "site=a=b", connectivity: "unknown" },
    { ...THINGS, attribute: "site=a=b", connectivity: "unknown" },
  ],
  [thingsFilter, { search: "x".repeat(128) }, { ...THINGS, search: "x".repeat(128) }],
  [
    jobsFilter,
    { status: "SCHEDULED", selection: "CONTINUOUS", group: "berlin", namespace: "aws-gg-deployment" },
    { status: "SCHEDULED", selection: "CONTINUOUS", group: "berlin", namespace: "aws-gg-deployment" },
  ],
  [
    jobExecutionsFilter,
    { status: "FAILED,QUEUED", name: "kiosk", sort: "updated", order: "desc", tab: "document" },
    {
      ...JOB_EXECUTIONS,
      status: ["FAILED", "QUEUED"],
      name: "kiosk",
      sort: "updated",
      order: "desc",
      tab: "document",
    },
  ],
  [
    jobExecutionsFilter,
    { tab: "trend", range: "7d", trend: "table" },
    { ...JOB_EXECUTIONS, tab: "trend", range: "7d", trend: "table" },
  ],
  [thingExecutionsFilter, { tab: "finished", timeline: "table" }, { tab: "finished", timeline: "table" }],
])("%#: a valid value is kept", (spec, given, filter) => {
  expect(parseSearch(spec, given)).toEqual(filter);
});

test.each([
  [thingsFilter, { search: "   " }, THINGS],
  [thingsFilter, { search: "x".repeat(129) }, THINGS],
  [thingsFilter, { search: ["a", "b"] }, THINGS],
  [thingsFilter, { type: "no blanks", group: "../x" }, THINGS],
  [thingsFilter, { attribute: "site" }, THINGS],
  [thingsFilter, { attribute: "=west" }, THINGS],
  [thingsFilter, { attribute: "site=" }, THINGS],
  [thingsFilter, { attribute: "site=two words" }, THINGS],
  [thingsFilter, { connectivity: "offline" }, THINGS],
  [jobsFilter, { status: "QUEUED", selection: "all", group: "", namespace: "no blanks" }, JOBS],
  [
    jobExecutionsFilter,
    { status: "FAILED,NONSENSE", sort: "age", order: "up", tab: "x", range: "1s" },
    JOB_EXECUTIONS,
  ],
  [thingExecutionsFilter, { tab: ["open", "finished"] }, THING_EXECUTIONS],
])("%#: an invalid value falls back to the default", (spec, given, defaults) => {
  expect(parseSearch(spec, given)).toEqual(defaults);
});

test("one invalid filter leaves the others", () => {
  expect(parseSearch(thingsFilter, { search: "kiosk", connectivity: "offline" })).toEqual({
    ...THINGS,
    search: "kiosk",
  });
});

test.each([
  ["", []],
  [",", []],
  ["QUEUED", ["QUEUED"]],
  ["QUEUED,QUEUED,FAILED,", ["QUEUED", "FAILED"]],
  ["queued", []],
  [undefined, []],
  [["QUEUED"], []],
])("the statuses %j are %j", (given, statuses) => {
  expect(jobExecutionsFilter.status(given)).toEqual(statuses);
});

test("no URL breaks a page", () => {
  const value = fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.string()), fc.constant(undefined));
  const members = ["search", "type", "group", "attribute", "connectivity", "status", "selection"];
  const names = fc.constantFrom(...members, "name", "sort", "order", "tab", "__proto__");
  fc.assert(
    fc.property(fc.dictionary(names, value, { noNullPrototype: true }), (given) => {
      for (const spec of [thingsFilter, jobsFilter, jobExecutionsFilter, thingExecutionsFilter])
        expect(Object.keys(parseSearch(spec, given))).toEqual(Object.keys(spec));
    }),
  );
});
