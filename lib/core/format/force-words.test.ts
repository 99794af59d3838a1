import { expect, test } from "vitest";
import type { NextOnDevice } from "@/lib/core/domain/device-queue";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import type { Connectivity } from "@/lib/core/domain/thing";
import { heldSentence } from "./diagnosis-words";
import { inProgressManySentence, inProgressSentence, nextSentence } from "./force-words";

const H = 3_600_000;
const D = 24 * H;
const NOW = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);

const RUNNING = { startedAt: ago(6 * D + 2 * H), lastUpdatedAt: ago(6 * D) };

test.each<[Connectivity | null, string]>([
  [null, "."],
  [{ state: "connected", since: ago(D + 6 * H) }, ", device connected for 1 d 6 h."],
  [{ state: "connected", since: null }, ", device connected."],
  [
    { state: "disconnected", since: ago(2 * D + 11 * H), reason: "CLIENT_ERROR" },
    ", device disconnected for 2 d 11 h (CLIENT_ERROR).",
  ],
  [{ state: "not-connected" }, ", device not connected (never, long ago, or under another client id)."],
  [
    { state: "unknown", because: "not-read" },
    ", device connectivity unknown (fleet indexing could not be queried just now).",
  ],
])("an execution in progress, of a device that is %j", (connectivity, rest) => {
  expect(inProgressSentence(RUNNING, connectivity, NOW)).toBe(
    `In progress for 6 d 2 h, last report 6 d ago${rest}`,
  );
});

test("a start is not called a report, and what AWS leaves out is not mentioned", () => {
  const startedAt = ago(5 * H);
  expect(inProgressSentence({ startedAt, lastUpdatedAt: startedAt }, null, NOW)).toBe(
    "In progress for 5 h, no report since it started.",
  );
  expect(inProgressSentence({ startedAt, lastUpdatedAt: null }, null, NOW)).toBe("In progress for 5 h.");
  expect(inProgressSentence({ startedAt: null, lastUpdatedAt: ago(H) }, null, NOW)).toBe(
    "In progress, last report 1 h ago.",
  );
  expect(inProgressSentence({ startedAt: null, lastUpdatedAt: null }, null, NOW)).toBe("In progress.");
});

test("for several in progress, the span of their last updates is given where it was read", () => {
  const lastUpdates = { oldest: ago(3 * D + 23 * H), newest: ago(2 * 60_000) };
  expect(inProgressManySentence(2, lastUpdates, NOW)).toBe(
    "2 executions are in progress, last updated between 3 d 23 h ago and 2 min ago.",
  );
  expect(inProgressManySentence(1, { oldest: ago(H), newest: ago(H) }, NOW)).toBe(
    "1 execution is in progress, last updated 1 h ago.",
  );
  expect(inProgressManySentence(1, null, NOW)).toBe("1 execution is in progress.");
});

const execution = (status: string): ExecutionSummary => ({
  thingName: "kiosk",
  jobId: "cert-rotate-q4",
  status,
  queuedAt: ago(H),
  startedAt: null,
  lastUpdatedAt: null,
  executionNumber: 1,
  retryAttempt: 0,
});
const NOTHING: NextOnDevice = { execution: null, isSameQueue: false, held: [], elsewhere: 0 };
const WINDOW = {
  jobId: "night",
  status: "SCHEDULED",
  namespaceId: null,
  nextWindow: "2026-11-24 02:00",
  startTime: null,
};

const scheduled = (...jobIds: string[]) => jobIds.map((jobId) => ({ ...WINDOW, jobId }));

test.each<[NextOnDevice | "part" | "failed", string]>([
  ["failed", "What starts next on the device could not be read."],
  ["part", "What starts next on the device is not known: it has more open executions than were read."],
  [NOTHING, "Next: nothing else is queued for this device."],
  [{ ...NOTHING, execution: execution("QUEUED"), isSameQueue: true }, "Next: cert-rotate-q4."],
  [
    { ...NOTHING, execution: execution("IN_PROGRESS"), isSameQueue: true },
    "Next: cert-rotate-q4, which is in progress as well.",
  ],
  [
    { ...NOTHING, execution: execution("QUEUED") },
    "Next: cert-rotate-q4 (whether it is in the same namespace is not known).",
  ],
  [
    { ...NOTHING, held: [WINDOW], elsewhere: 2 },
    "Next: nothing in this namespace that could start now. night is scheduled: AWS IoT does not list it to the device before its next maintenance window, at 2026-11-24 02:00. 2 more executions are open in another namespace, which devices ask for apart.",
  ],
  [
    { ...NOTHING, execution: execution("QUEUED"), isSameQueue: true, held: scheduled("a", "b", "c", "d") },
    "Next: cert-rotate-q4. a is scheduled: AWS IoT does not list it to the device before its next maintenance window, at 2026-11-24 02:00. b is scheduled: AWS IoT does not list it to the device before its next maintenance window, at 2026-11-24 02:00. 2 more are scheduled as well.",
  ],
])("%#: what starts next", (next, sentence) => {
  expect(nextSentence(next)).toBe(sentence);
});

test("a scheduled job without windows has yet to start", () => {
  expect(heldSentence({ ...WINDOW, nextWindow: null })).toBe(
    "night is scheduled: AWS IoT does not list it to the device before it starts.",
  );
  expect(heldSentence({ ...WINDOW, nextWindow: null, startTime: "2026-12-24 08:00" })).toBe(
    "night is scheduled: AWS IoT does not list it to the device before it starts, at 2026-12-24 08:00.",
  );
});
