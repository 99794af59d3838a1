import { expect, test } from "vitest";
import { byQueueOrder, findNextOnDevice, queueJobIds, type QueueJob } from "./device-queue";
import type { ExecutionSummary } from "./execution";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 12, minute));
const LEAVING = { thingName: "kiosk", jobId: "stuck" };

const open = (jobId: string, status: string, queuedAt: Date | null): ExecutionSummary => ({
  thingName: "kiosk",
  jobId,
  status,
  queuedAt,
  startedAt: null,
  lastUpdatedAt: null,
  executionNumber: 1,
  retryAttempt: 0,
});
const STUCK = open("stuck", "IN_PROGRESS", at(0));

const read = (...jobs: (Partial<QueueJob> & { jobId: string })[]) =>
  new Map(
    jobs.map((job) => [
      job.jobId,
      {
        status: "IN_PROGRESS",
        namespaceId: null,
        nextWindow: null,
        startTime: null,
        ...job,
      } satisfies QueueJob,
    ]),
  );

test("a device gets the execution in progress, then the one queued first", () => {
  const list = [open("c", "QUEUED", at(1)), open("b", "QUEUED", at(9)), open("a", "IN_PROGRESS", at(20))];
  expect([...list].sort(byQueueOrder).map(({ jobId }) => jobId)).toEqual(["a", "c", "b"]);
});

test("an execution without a queueing time comes after those that have one", () => {
  const list = [open("unknown", "QUEUED", null), open("late", "QUEUED", at(9))];
  expect([...list].sort(byQueueOrder).map(({ jobId }) => jobId)).toEqual(["late", "unknown"]);
});

test("the oldest queued execution of the same namespace is next, whatever the order of the list", () => {
  const list = [open("late", "QUEUED", at(5)), STUCK, open("early", "QUEUED", at(2))];
  const jobs = read({ jobId: "stuck" }, { jobId: "early" }, { jobId: "late" });
  expect(findNextOnDevice(list, LEAVING, jobs)).toMatchObject({
    execution: { jobId: "early" },
    isSameQueue: true,
    held: [],
    elsewhere: 0,
  });
});

test("another execution in progress comes before queued ones", () => {
  const list = [STUCK, open("early", "QUEUED", at(1)), open("other", "IN_PROGRESS", at(3))];
  const jobs = read({ jobId: "stuck" }, { jobId: "early" }, { jobId: "other" });
  expect(findNextOnDevice(list, LEAVING, jobs).execution?.jobId).toBe("other");
});

test("other namespaces are counted separately, and none of them comes next", () => {
  const list = [STUCK, open("deploy", "QUEUED", at(1)), open("plain", "QUEUED", at(2))];
  const jobs = read({ jobId: "stuck" }, { jobId: "deploy", namespaceId: "gg" }, { jobId: "plain" });
  expect(findNextOnDevice(list, LEAVING, jobs)).toMatchObject({
    execution: { jobId: "plain" },
    isSameQueue: true,
    elsewhere: 1,
  });
});

test("queued executions of a scheduled job are held back, those in progress are not", () => {
  const list = [STUCK, open("night", "QUEUED", at(1)), open("day", "QUEUED", at(2))];
  const night = { jobId: "night", status: "SCHEDULED", nextWindow: "2026-11-24 02:00" };
  const jobs = read({ jobId: "stuck" }, night, { jobId: "day" });
  expect(findNextOnDevice(list, LEAVING, jobs)).toMatchObject({
    execution: { jobId: "day" },
    held: [night],
  });
  const running = [STUCK, open("night", "IN_PROGRESS", at(1))];
  expect(findNextOnDevice(running, LEAVING, jobs).execution?.jobId).toBe("night");
});

test("an execution whose namespace is unknown is not said to share the queue", () => {
  const list = [STUCK, open("unread", "QUEUED", at(1))];
  expect(findNextOnDevice(list, LEAVING, read({ jobId: "stuck" }))).toMatchObject({
    execution: { jobId: "unread" },
    isSameQueue: false,
  });
});

test("with nothing else open, nothing is next", () => {
  expect(findNextOnDevice([STUCK], LEAVING, read({ jobId: "stuck" }))).toEqual({
    execution: null,
    isSameQueue: false,
    held: [],
    elsewhere: 0,
  });
});

test("the first ten jobs of a queue are read, those in progress among them, in the same order however the list is sorted", () => {
  const queued = Array.from({ length: 12 }, (_, number) => open(`q${number}`, "QUEUED", at(number)));
  const ids = queueJobIds([...queued].reverse().concat(open("z", "IN_PROGRESS", at(50))));
  expect(ids).toEqual(["q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "z"]);
});
