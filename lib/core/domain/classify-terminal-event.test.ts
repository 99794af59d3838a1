import { expect, test } from "vitest";
import { classifyTerminalEvent } from "./classify-terminal-event";

const at = (seconds: number) => new Date(seconds * 1_000);
const row = { executionNumber: 1, queuedAt: at(100.9), lastUpdatedAt: at(200.4) };

test.each([
  ["the end of what we know", { status: "SUCCEEDED", at: 300 }, row, "over"],
  ["an end in the second of its last update", { status: "CANCELED", at: 200 }, row, "over"],
  ["the end of one before it", { status: "CANCELED", at: 99 }, row, "earlier"],
  ["an end in the second of its queueing", { status: "CANCELED", at: 100 }, row, "doubtful"],
  ["an end before what it has reported since", { status: "SUCCEEDED", at: 199 }, row, "doubtful"],
  ["a failure, which may be tried again", { status: "FAILED", at: 300 }, row, "doubtful"],
  ["a time-out, which may be tried again", { status: "TIMED_OUT", at: 300 }, row, "doubtful"],
  ["a removal, after which it may come back", { status: "REMOVED", at: 300 }, row, "doubtful"],
  ["a status that nobody knows", { status: "DELETED", at: 300 }, row, "doubtful"],
  [
    "an end where there was one before",
    { status: "SUCCEEDED", at: 300 },
    { ...row, executionNumber: 2 },
    "doubtful",
  ],
  [
    "an end where no number is known",
    { status: "SUCCEEDED", at: 300 },
    { ...row, executionNumber: null },
    "doubtful",
  ],
  [
    "an end where nobody knows since when it waits",
    { status: "SUCCEEDED", at: 300 },
    { ...row, queuedAt: null },
    "doubtful",
  ],
])("%s", (_, end, known, expected) => {
  expect(classifyTerminalEvent(end, known)).toBe(expected);
});
