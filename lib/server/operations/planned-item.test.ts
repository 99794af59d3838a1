import { expect, test } from "vitest";
import type { Execution } from "@/lib/core/domain/execution";
import { toObserved } from "@/lib/core/domain/observed-execution";
import { compareProgress, type PlannedItem } from "./planned-item";

const at = (time: string) => new Date(`2026-11-30T${time}Z`);

const RUNNING: Execution = {
  thingName: "kiosk-1",
  jobId: "fw-1",
  status: "IN_PROGRESS",
  queuedAt: at("10:00:00.120"),
  startedAt: at("10:01:00.250"),
  lastUpdatedAt: at("10:05:00.500"),
  executionNumber: 1,
  versionNumber: 3,
  statusDetails: { step: "download" },
  forceCanceled: false,
  secondsBeforeTimedOut: null,
  origin: null,
  readAt: at("10:06:00.000"),
};

/** As a plan has it that described the execution, and as one that only listed it, without version and details. */
const described: PlannedItem = {
  observed: toObserved(RUNNING),
  lastUpdatedAt: RUNNING.lastUpdatedAt,
  plannedAt: at("10:06:00.500"),
  statusDetails: RUNNING.statusDetails,
};
const listed: PlannedItem = {
  ...described,
  observed: { ...described.observed, versionNumber: null },
  statusDetails: null,
};
const withoutUpdate = (planned: PlannedItem): PlannedItem => ({ ...planned, lastUpdatedAt: null });

type Progress = ReturnType<typeof compareProgress>;

test.each<[string, PlannedItem, Partial<Execution>, Progress]>([
  ["nothing differs", described, {}, "same"],
  ["nothing differs from what was listed", listed, {}, "same"],
  ["the version differs", described, { versionNumber: 4 }, "reported"],
  ["it was updated later", described, { lastUpdatedAt: at("10:05:09.000") }, "reported"],
  ["it was updated later than when it was listed", listed, { lastUpdatedAt: at("10:05:09.000") }, "reported"],
  ["a list rounded the time of the update", { ...listed, lastUpdatedAt: at("10:05:00.000") }, {}, "same"],
  ["a detail has another value", described, { statusDetails: { step: "flash" } }, "reported"],
  ["a detail was added", described, { statusDetails: { step: "download", progress: "90 %" } }, "reported"],
  ["the details are gone", described, { statusDetails: {} }, "reported"],
  ["details that the plan did not know", listed, { statusDetails: { step: "flash" } }, "same"],
  ["no time of the update, and the same version", withoutUpdate(described), {}, "same"],
  ["AWS sends no version now, and the same time of the update", described, { versionNumber: null }, "same"],
  ["neither a version nor a time of the update in the plan", withoutUpdate(listed), {}, "not-comparable"],
  ["neither of them now", described, { versionNumber: null, lastUpdatedAt: null }, "not-comparable"],
  [
    "no time of the update now, and no version in the plan",
    listed,
    { lastUpdatedAt: null },
    "not-comparable",
  ],
  [
    "listed less than a minute after its update",
    { ...listed, plannedAt: at("10:06:00.400") },
    {},
    "not-comparable",
  ],
  [
    "listed before its update, by clocks that differ",
    { ...listed, plannedAt: at("10:04:59.000") },
    {},
    "not-comparable",
  ],
  [
    "described less than a minute after its update",
    { ...described, plannedAt: at("10:05:01.000") },
    {},
    "same",
  ],
])("%s", (_, planned, now, progress) => {
  expect(compareProgress(planned, { ...RUNNING, ...now })).toBe(progress);
});
