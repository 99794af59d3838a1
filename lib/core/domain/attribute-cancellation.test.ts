import { describe, expect, test } from "vitest";
import { attributeCancellation, type Attribution } from "./attribute-cancellation";
import type { CancelCall } from "./decide-cancellation";
import type { Execution } from "./execution";
import type { StatusDetails } from "./status-details";

const SENT_AT = new Date("2026-11-23T12:00:00Z");
const after = (ms: number) => new Date(SENT_AT.getTime() + ms);
const MINUTE_MS = 60_000;

const BEFORE: Execution = {
  thingName: "kiosk",
  jobId: "fw",
  status: "IN_PROGRESS",
  queuedAt: after(-2 * MINUTE_MS),
  startedAt: after(-MINUTE_MS),
  lastUpdatedAt: after(-MINUTE_MS),
  executionNumber: 1,
  versionNumber: 7,
  statusDetails: { step: "2 of 5" },
  forceCanceled: false,
  secondsBeforeTimedOut: null,
  origin: null,
  readAt: SENT_AT,
};
/** A canceled execution that anyone may have canceled. */
const CANCELED: Execution = { ...BEFORE, status: "CANCELED", versionNumber: 8, lastUpdatedAt: after(1_000) };
const CALL: CancelCall = { force: false, expectedVersion: 7, statusDetails: null };
const OURS = { reason: "wrong image", by: "ada" };

const attribute = (
  call: Partial<CancelCall> = {},
  now: Partial<Execution> = {},
  before: Partial<Execution> = {},
): Attribution =>
  attributeCancellation({ ...BEFORE, ...before }, { ...CALL, ...call }, SENT_AT, { ...CANCELED, ...now });

describe("proof that the cancellation is ours", () => {
  test("our status details are there, and were not before", () => {
    expect(attribute({ statusDetails: OURS }, { statusDetails: OURS })).toBe("us");
    expect(attribute({ statusDetails: OURS }, { statusDetails: { ...OURS, step: "2 of 5" } })).toBe("us");
  });

  test("one new pair is enough", () => {
    const reported = { statusDetails: { by: "ada" } };
    expect(attribute({ statusDetails: OURS }, { statusDetails: OURS }, reported)).toBe("us");
  });
});

describe("proof that somebody else canceled", () => {
  test("it was updated later than AWS can have acted on our call", () => {
    const readAt = after(60 * MINUTE_MS);
    expect(attribute({}, { lastUpdatedAt: after(10 * MINUTE_MS + 1), readAt })).toBe("others");
    expect(attribute({}, { lastUpdatedAt: after(10 * MINUTE_MS), readAt })).toBe("us-or-others");
  });

  test("but not where our clock is slow: a read soon after the call shows no late update", () => {
    const readAt = after(2_000);
    expect(attribute({}, { lastUpdatedAt: after(15 * MINUTE_MS), readAt })).toBe("us-or-others");
  });

  test("it was forced, and ours was not", () => {
    expect(attribute({ force: false }, { forceCanceled: true })).toBe("others");
  });

  test("our call, which was limited to one version, cannot have led to this version", () => {
    expect(attribute({}, { versionNumber: 9 })).toBe("others");
  });

  test("our status details, or one of them, are missing", () => {
    const others: StatusDetails[] = [{}, { by: "ada" }, { ...OURS, by: "bob" }];
    for (const statusDetails of others)
      expect(attribute({ statusDetails: OURS }, { statusDetails })).toBe("others");
  });

  test("this outweighs details that look like ours", () => {
    const call = { statusDetails: OURS };
    for (const now of [
      { lastUpdatedAt: after(11 * MINUTE_MS), readAt: after(12 * MINUTE_MS) },
      { forceCanceled: true },
      { versionNumber: 9 },
    ] satisfies Partial<Execution>[])
      expect(attribute(call, { ...now, statusDetails: OURS })).toBe("others");
  });
});

describe("no proof either way", () => {
  test.each<[string, Partial<CancelCall>, Partial<Execution>, Partial<Execution>?]>([
    ["the next version, which anybody's would have", {}, {}],
    ["an update right after our call", {}, { lastUpdatedAt: after(1) }],
    ["no time of an update", {}, { lastUpdatedAt: null }],
    ["the force mark, where both may have set it", { force: true }, { forceCanceled: true }],
    ["a missing force mark, which AWS may leave out", { force: true }, { forceCanceled: false }],
    ["a version that AWS leaves out", {}, { versionNumber: null }],
    ["any version, where ours was held to none", { expectedVersion: null }, { versionNumber: 30 }],
    ["the version of before, as AWS's reads lag behind", {}, { versionNumber: 7 }],
    [
      "details that stood there before",
      { statusDetails: OURS },
      { statusDetails: OURS },
      { statusDetails: OURS },
    ],
    ["details of somebody else, where ours brought none", {}, { statusDetails: OURS }],
  ])("%s", (_, call, now, before) => {
    expect(attribute(call, now, before)).toBe("us-or-others");
  });
});
