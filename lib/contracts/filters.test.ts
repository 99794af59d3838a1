import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  jobExecutionsFilterSchema,
  jobsFilterSchema,
  statusListSchema,
  thingExecutionsFilterSchema,
  thingsFilterSchema,
} from "./filters";

const THINGS = { search: null, type: null, group: null, attribute: null, connectivity: null };
const JOBS = { status: null, selection: null, group: null };
const JOB_EXECUTIONS = { status: [], name: null, sort: null, order: "asc", tab: "executions" };
const THING_EXECUTIONS = { tab: "open" };

describe("a URL without filters has the defaults", () => {
  test.each([
    ["things", thingsFilterSchema, THINGS],
    ["jobs", jobsFilterSchema, JOBS],
    ["a job's executions", jobExecutionsFilterSchema, JOB_EXECUTIONS],
    ["a thing's executions", thingExecutionsFilterSchema, THING_EXECUTIONS],
  ])("%s", (_, schema, defaults) => {
    expect(schema.parse({})).toEqual(defaults);
  });
});

test.each([
  [thingsFilterSchema, { search: " kiosk ", type: "a:b" }, { ...THINGS, search: "kiosk", type: "a:b" }],
  [
    thingsFilterSchema,
    { attribute: "site=a=b", connectivity: "unknown" },
    { ...THINGS, attribute: "site=a=b", connectivity: "unknown" },
  ],
  [thingsFilterSchema, { search: "x".repeat(128) }, { ...THINGS, search: "x".repeat(128) }],
  [
    jobsFilterSchema,
    { status: "SCHEDULED", selection: "CONTINUOUS", group: "berlin" },
    { status: "SCHEDULED", selection: "CONTINUOUS", group: "berlin" },
  ],
  [
    jobExecutionsFilterSchema,
    { status: "FAILED,QUEUED", name: "kiosk", sort: "updated", order: "desc", tab: "document" },
    { status: ["FAILED", "QUEUED"], name: "kiosk", sort: "updated", order: "desc", tab: "document" },
  ],
  [thingExecutionsFilterSchema, { tab: "finished" }, { tab: "finished" }],
])("%#: what makes sense is taken", (schema, given, filter) => {
  expect(schema.parse(given)).toEqual(filter);
});

test.each([
  [thingsFilterSchema, { search: "   " }, THINGS],
  [thingsFilterSchema, { search: "x".repeat(129) }, THINGS],
  [thingsFilterSchema, { search: ["a", "b"] }, THINGS],
  [thingsFilterSchema, { type: "no blanks", group: "../x" }, THINGS],
  [thingsFilterSchema, { attribute: "site" }, THINGS],
  [thingsFilterSchema, { attribute: "=west" }, THINGS],
  [thingsFilterSchema, { attribute: "site=" }, THINGS],
  [thingsFilterSchema, { attribute: "site=two words" }, THINGS],
  [thingsFilterSchema, { connectivity: "offline" }, THINGS],
  [jobsFilterSchema, { status: "QUEUED", selection: "all", group: "" }, JOBS],
  [
    jobExecutionsFilterSchema,
    { status: "FAILED,NONSENSE", sort: "age", order: "up", tab: "x" },
    JOB_EXECUTIONS,
  ],
  [thingExecutionsFilterSchema, { tab: ["open", "finished"] }, THING_EXECUTIONS],
])("%#: nonsense falls back to the default", (schema, given, defaults) => {
  expect(schema.parse(given)).toEqual(defaults);
});

test("one filter of nonsense leaves the others", () => {
  expect(thingsFilterSchema.parse({ search: "kiosk", connectivity: "offline" })).toEqual({
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
  expect(statusListSchema.parse(given)).toEqual(statuses);
});

test("nothing that a URL can hold breaks a page", () => {
  const value = fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.string()), fc.constant(undefined));
  const members = ["search", "type", "group", "attribute", "connectivity", "status", "selection"];
  const names = fc.constantFrom(...members, "name", "sort", "order", "tab", "__proto__");
  fc.assert(
    fc.property(fc.dictionary(names, value, { noNullPrototype: true }), (given) => {
      for (const schema of [
        thingsFilterSchema,
        jobsFilterSchema,
        jobExecutionsFilterSchema,
        thingExecutionsFilterSchema,
      ])
        expect(schema.safeParse(given).success).toBe(true);
    }),
  );
});
