import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type * as z from "zod/mini";
import { cursorSchema } from "./page";
import { executionPageSchema, executionSchema, openCountSchema } from "./execution";
import { UNANSWERABLE } from "@/lib/core/domain/thing";
import { jobPageSchema, jobSchema } from "./job";
import { readFailureSchema } from "./read-failure";
import { thingPageSchema, thingSchema } from "./thing";

/*
 * The page reads exactly what a route handler writes as JSON: no date, null or character changes on the way, and
 * nothing is left out.
 */
const date = fc.date({ noInvalidDate: true });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const text = fc.string({ unit: "grapheme" });
const odd = fc.oneof(
  text,
  fc.string({ unit: "binary", maxLength: 5 }),
  fc.constantFrom("__proto__", "constructor"),
);
const count = fc.nat();
const map = fc
  .uniqueArray(fc.tuple(odd, text), { selector: ([key]) => key, maxLength: 10 })
  .map(Object.fromEntries);

const summary = fc.record({
  thingName: text,
  jobId: text,
  status: odd,
  queuedAt: maybe(date),
  startedAt: maybe(date),
  lastUpdatedAt: maybe(date),
  executionNumber: maybe(count),
  retryAttempt: maybe(count),
});
const execution = fc.record({
  thingName: text,
  jobId: text,
  status: odd,
  queuedAt: maybe(date),
  startedAt: maybe(date),
  lastUpdatedAt: maybe(date),
  executionNumber: maybe(count),
  versionNumber: maybe(count),
  statusDetails: map,
  forceCanceled: fc.boolean(),
  secondsBeforeTimedOut: maybe(count),
  origin: maybe(fc.record({ region: text, account: text })),
  readAt: date,
});
const jobSummary = {
  jobId: text,
  status: odd,
  targetSelection: maybe(text),
  createdAt: maybe(date),
  lastUpdatedAt: maybe(date),
  completedAt: maybe(date),
  isConcurrent: fc.boolean(),
};
const job = fc.record({
  ...jobSummary,
  description: maybe(text),
  targets: fc.array(text),
  counts: fc.record({
    QUEUED: count,
    IN_PROGRESS: count,
    SUCCEEDED: count,
    FAILED: count,
    TIMED_OUT: count,
    REJECTED: count,
    REMOVED: count,
    CANCELED: count,
  }),
  processingTargets: fc.array(text),
  reasonCode: maybe(text),
  comment: maybe(text),
  forceCanceled: fc.boolean(),
  namespaceId: maybe(text),
  timeoutMinutes: maybe(count),
  rollout: fc.record({
    maximumPerMinute: maybe(count),
    exponentialRate: maybe(
      fc.record({
        baseRatePerMinute: count,
        incrementFactor: fc.double({ min: 1.1, max: 5, noNaN: true }),
        notifiedThings: maybe(count),
        succeededThings: maybe(count),
      }),
    ),
  }),
  abortCriteria: fc.array(
    fc.record({ failureType: text, action: text, thresholdPercentage: count, minExecutedThings: count }),
  ),
  retryCriteria: fc.array(fc.record({ failureType: text, numberOfRetries: count })),
  scheduling: fc.record({
    startTime: maybe(text),
    endTime: maybe(text),
    endBehavior: maybe(text),
    maintenanceWindows: fc.array(fc.record({ startTime: text, durationMinutes: maybe(count) })),
    nextRollouts: fc.array(text),
  }),
  documentSource: maybe(text),
  origin: maybe(fc.record({ region: text, account: text })),
  readAt: date,
});
const connectivity = fc.oneof(
  fc.record({ state: fc.constant("connected"), since: maybe(date) }),
  fc.record({ state: fc.constant("disconnected"), since: maybe(date), reason: maybe(text) }),
  fc.record({ state: fc.constant("not-connected") }),
  fc.record({
    state: fc.constant("unknown"),
    because: fc.constantFrom("not-indexed", "no-data", "denied", "not-read"),
  }),
);
const thing = { thingName: text, typeName: maybe(text), attributes: map, connectivity };

const page = <Row>(row: fc.Arbitrary<Row>) =>
  fc.record({ rows: fc.array(row, { maxLength: 3 }), cursor: maybe(text), readAt: date });

const groupsBelow = fc.oneof(
  fc.record({
    kind: fc.constant("listed"),
    count,
    first: fc.array(text),
    isComplete: fc.boolean(),
  }),
  fc.constantFrom({ kind: "all" }, { kind: "no-such-group" }),
  fc.constant({ kind: "not-read", failure: { kind: "throttled", api: "ListThingGroups" } }),
);

test.each<[string, z.ZodMiniType, fc.Arbitrary<unknown>]>([
  ["an execution", executionSchema, execution],
  ["a page of executions", executionPageSchema, page(summary)],
  ["a job", jobSchema, job],
  [
    "a page of jobs",
    jobPageSchema,
    fc
      .tuple(page(fc.record(jobSummary)), maybe(groupsBelow))
      .map(([rows, below]) => ({ ...rows, groupsBelow: below })),
  ],
  ["a thing", thingSchema, fc.record({ ...thing, groups: fc.array(text), readAt: date })],
  [
    "a page of things",
    thingPageSchema,
    fc
      .tuple(
        page(fc.record({ ...thing, groups: maybe(fc.array(text)) })),
        fc.record({ things: fc.boolean(), connectivity: fc.boolean(), denied: fc.boolean() }),
        maybe(fc.constantFrom(...UNANSWERABLE)),
        maybe(groupsBelow),
      )
      .map(([rows, indexing, unanswerable, below]) => ({
        ...rows,
        indexing,
        unanswerable,
        groupsBelow: below,
      })),
  ],
  ["a count", openCountSchema, fc.record({ open: count, inProgress: count, atLeast: fc.boolean() })],
])("%s survives the wire", (_, schema, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, (value) => {
      expect(schema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value);
    }),
    { numRuns: 200 },
  );
});

describe("anything outside the contract", () => {
  const value = {
    thingName: "kiosk",
    jobId: "fw",
    status: "QUEUED",
    queuedAt: null,
    startedAt: null,
    lastUpdatedAt: null,
    executionNumber: 1,
    versionNumber: 1,
    statusDetails: {},
    forceCanceled: false,
    secondsBeforeTimedOut: null,
    origin: null,
    readAt: "2026-11-23T12:00:00.000Z",
  };

  test("a whole execution is parsed", () => {
    expect(executionSchema.safeParse(value).success).toBe(true);
  });

  test.each(Object.keys(value))("an execution without %s is refused", (member) => {
    expect(executionSchema.safeParse({ ...value, [member]: undefined }).success).toBe(false);
  });

  test.each([
    ["a date that is none", { queuedAt: "yesterday" }],
    ["a version as text", { versionNumber: "1" }],
    ["details that are nested", { statusDetails: { a: {} } }],
  ])("%s is refused", (_, wrong) => {
    expect(executionSchema.safeParse({ ...value, ...wrong }).success).toBe(false);
  });

  test("an unknown kind of failure is refused", () => {
    expect(readFailureSchema.safeParse({ kind: "melted" }).success).toBe(false);
    expect(readFailureSchema.safeParse({ kind: "denied", action: "iot:ListJobs" }).success).toBe(false);
    expect(readFailureSchema.safeParse({ kind: "index-off" }).success).toBe(true);
  });

  test("a cursor is neither empty nor endless", () => {
    expect(
      ["", "c", "c".repeat(20_000), "c".repeat(20_001)].map((text) => cursorSchema.safeParse(text).success),
    ).toEqual([false, true, true, false]);
  });
});
