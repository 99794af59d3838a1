import { describe, expect, test } from "vitest";
import { type IndexFailure, type IndexFailureCause, PLAIN_CAUSES } from "@/lib/core/domain/index-failure";
import type { IndexAge, TriagedExecution, TriageReason } from "@/lib/core/domain/triage";
import {
  countedWords,
  indexAgeSentence,
  indexAgeWords,
  indexFailureTitle,
  indexStateWords,
} from "./index-age-words";
import { indexFailureWords, mayFitWords, triageSentence, triageShortWords } from "./triage-words";

const NOW = new Date("2026-11-23T12:00:00Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

const running: TriagedExecution = {
  thingName: "kiosk-1",
  jobId: "map-update",
  status: "IN_PROGRESS",
  queuedAt: hoursAgo(99),
  startedAt: hoursAgo(98),
  lastUpdatedAt: hoursAgo(98),
  executionNumber: 1,
  readAt: NOW,
  reason: "stuck",
  since: hoursAgo(98),
  severity: 0,
  hasTimeout: true,
  behind: 0,
  blockedBy: null,
  typeName: null,
  connectivity: "connected",
  versionNumber: null,
  statusDetails: null,
};
const queued: TriagedExecution = { ...running, status: "QUEUED", startedAt: null, since: hoursAgo(30) };

describe("the sentence of an execution", () => {
  test.each<[Partial<TriagedExecution>, string]>([
    [{}, "In progress for 4 d 2 h with no update."],
    [
      { hasTimeout: false, connectivity: "disconnected", behind: 3 },
      "In progress for 4 d 2 h with no update, the job has no timeout, the device is disconnected, 3 wait behind it.",
    ],
    [
      { connectivity: "not-connected" },
      "In progress for 4 d 2 h with no update, the device is not connected.",
    ],
    [{ since: hoursAgo(2), behind: 1 }, "In progress for 4 d 2 h, 2 h with no update, 1 waits behind it."],
    [
      { connectivity: "unknown", hasTimeout: null },
      "In progress for 4 d 2 h with no update, AWS has no connection data for the device.",
    ],
    [{ connectivity: null, startedAt: null }, "In progress for 4 d 2 h with no update."],
  ])("in progress with %j", (more, sentence) => {
    expect(triageSentence({ ...running, ...more }, NOW)).toBe(sentence);
  });

  test.each<[Partial<TriagedExecution>, string]>([
    [
      { reason: "behind-stuck", blockedBy: "firmware" },
      "Queued for 1 d 6 h: it waits for firmware, which is stuck.",
    ],
    [
      { reason: "behind-another", blockedBy: "firmware" },
      "Queued for 1 d 6 h: the device is working on firmware first.",
    ],
    [
      { reason: "not-connected", connectivity: "disconnected" },
      "Queued for 1 d 6 h: the device is disconnected.",
    ],
    [
      { reason: "not-connected", connectivity: "not-connected" },
      "Queued for 1 d 6 h: the device is not connected (never, long ago, or under another client id).",
    ],
    [
      { reason: "not-connected", connectivity: "unknown" },
      "Queued for 1 d 6 h: AWS has no connection data for the device, so it may never have connected.",
    ],
    [
      { reason: "rollout" },
      "Queued for 1 d 6 h: its job rolls out at a set rate, and may not have reached the device yet.",
    ],
    [
      { reason: "scheduled" },
      "Queued for 1 d 6 h: its job is scheduled, and waits for its start or its next maintenance window.",
    ],
    [
      { reason: "waiting" },
      "Queued for 1 d 6 h: nothing known holds it back, but the device has not picked it up.",
    ],
  ])("queued with %j", (more, sentence) => {
    expect(triageSentence({ ...queued, ...more }, NOW)).toBe(sentence);
  });
});

test.each<[TriageReason, string]>([
  ["stuck-disconnected", "1 d 6 h, disconnected"],
  ["stuck-not-connected", "1 d 6 h, not connected"],
  ["stuck-no-timeout", "1 d 6 h, no timeout"],
  ["stuck-blocking", "1 d 6 h, 2 behind it"],
  ["stuck", "1 d 6 h, no update"],
  ["behind-stuck", "1 d 6 h, behind stuck"],
  ["not-connected", "1 d 6 h, not connected"],
])("%s in short, for a phone", (reason, words) => {
  expect(triageShortWords({ ...queued, behind: 2, reason }, NOW)).toBe(words);
});

describe("the age of the index", () => {
  const age: IndexAge = {
    completeAt: null,
    oldestReadAt: null,
    newestReadAt: null,
    openExecutions: 0,
    activeJobs: 0,
    jobsNotRead: 0,
    executionsNotRead: 0,
    failure: null,
    jobsRefused: 0,
    refusedJobIds: [],
  };
  const read = new Date(NOW.getTime() - 14_000);

  test.each<[Partial<IndexAge>, string]>([
    [{}, "not read yet"],
    [{ completeAt: read }, "read 14 s ago"],
    [{ completeAt: read, oldestReadAt: read }, "read 14 s ago"],
    [
      { oldestReadAt: read, jobsNotRead: 2, executionsNotRead: 4_000 },
      "read 14 s ago, 4,000 executions not read yet",
    ],
    [{ oldestReadAt: read, jobsNotRead: 1, executionsNotRead: 1 }, "read 14 s ago, 1 execution not read yet"],
    [{ oldestReadAt: read, jobsNotRead: 2, executionsNotRead: null }, "read 14 s ago, 2 jobs not read yet"],
    [{ jobsNotRead: 1, executionsNotRead: null }, "1 job not read yet, nothing read so far"],
    [{ oldestReadAt: read, jobsRefused: 2 }, "read 14 s ago, 2 jobs cannot be read"],
    [{ jobsRefused: 1 }, "1 job cannot be read"],
  ])("of %j", (more, words) => {
    expect(indexAgeWords({ ...age, ...more }, NOW)).toBe(words);
  });

  test.each<[Partial<IndexAge>, string]>([
    [{}, "The index was not read yet."],
    [{ completeAt: read }, "The index was read 14 s ago."],
    [
      { jobsNotRead: 2, executionsNotRead: null },
      "The index is being read for the first time: 2 jobs not read yet.",
    ],
  ])("is a sentence of its own of %j", (more, sentence) => {
    expect(indexAgeSentence({ ...age, ...more }, NOW)).toBe(sentence);
  });

  const ageWith = (scope: IndexFailure["scope"], cause: IndexFailureCause, more: Partial<IndexAge> = {}) => ({
    ...age,
    ...more,
    failure: { scope, cause },
  });
  const denied = (action: string | null): IndexFailureCause => ({ kind: "denied", action });

  test("is a sentence beside a number on another page, with the failure's title", () => {
    const failed = ageWith("everything", denied(null));
    expect(indexStateWords(age, NOW)).toBe(`By the index, ${indexAgeWords(age, NOW)}.`);
    expect(indexStateWords(failed, NOW)).toContain(indexFailureTitle(failed));
  });

  test("explains a failure of every read by its cause", () => {
    const words = (cause: IndexFailureCause) => indexFailureWords(ageWith("everything", cause));
    expect(indexFailureWords(age)).toBeNull();
    expect(words({ kind: "throttled" })).toContain("is throttling");
    expect(words(denied("iot:ListJobs"))).toMatch(/iot:ListJobs.*IAM policy/);
    expect(words(denied(null))).toMatch(/denies the console the calls for it.*IAM policy/);
    expect(words({ kind: "credentials" })).toContain("how the server signs in");
    expect(words({ kind: "unavailable" })).toMatch(/cannot be reached.*tried again/);
    expect(words({ kind: "other" })).toContain("tried again");
    expect(indexFailureTitle(ageWith("everything", denied(null)))).toContain("not being updated");
  });

  test("does not call the index stale where only enrichment or thing types fail", () => {
    const causes = [denied("iot:SearchIndex"), ...PLAIN_CAUSES.map((kind): IndexFailureCause => ({ kind }))];
    for (const scope of ["enrichment", "thing-types"] as const) {
      for (const cause of causes) {
        expect(indexFailureTitle(ageWith(scope, cause))).not.toContain("not being updated");
        expect(indexFailureWords(ageWith(scope, cause))).not.toContain("getting older");
      }
      expect(indexFailureWords(ageWith(scope, denied("iot:SearchIndex")))).toMatch(
        /iot:SearchIndex.*IAM policy/,
      );
    }
  });

  test("says how many jobs AWS refuses, and that all others are read", () => {
    const refused = ageWith("jobs", denied("iot:DescribeJob"), { jobsRefused: 2 });
    expect(indexFailureTitle(refused)).toBe("2 jobs cannot be read.");
    expect(indexFailureWords(refused)).toMatch(/iot:DescribeJob.*IAM policy.*All other/);
    expect(indexFailureWords(ageWith("jobs", { kind: "other" }))).toMatch(/some jobs.*All other/);
  });
});

test("executions that a filter cannot decide on are counted", () => {
  expect(mayFitWords(0)).toBe("");
  expect(mayFitWords(10_000)).toContain("10,000 or more others may fit");
});

test("a count that stopped early says so", () => {
  expect(countedWords(9_999)).toBe("9,999");
  expect(countedWords(10_000)).toBe("10,000 or more");
});
