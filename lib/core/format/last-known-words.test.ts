import { expect, test } from "vitest";
import { ITEM_OUTCOMES, type OperationCounts } from "@/lib/core/domain/operation";
import { lastKnownWords, notReadWords } from "./last-known-words";

const READ_AT = new Date("2026-11-23T12:00:00Z");
const NOW = READ_AT.getTime() + 125_000;
const NONE = Object.fromEntries(
  [...ITEM_OUTCOMES, "waiting", "in-hand"].map((status) => [status, 0]),
) as unknown as OperationCounts;
const REST =
  "It may have changed since. The remaining items are stored, and a running server continues with them.";

test("a server is called silent only where it did not answer", () => {
  expect(notReadWords({ kind: "console", because: "gone" }, READ_AT, NOW)).toBe(
    "The server does not answer. Last read 2 min ago.",
  );
  for (const failure of [{ kind: "console", because: "error" }, { kind: "signed-out" }] as const)
    expect(notReadWords(failure, READ_AT, NOW)).toBe("The operation could not be read. Last read 2 min ago.");
});

test("the last known state is called that, and nothing is claimed of the present", () => {
  const counts = { ...NONE, canceled: 120, waiting: 170, stopped: 10 };
  const operation = { state: "running", suspension: null, counts, total: 300 } as const;
  expect(lastKnownWords(operation)).toBe(`Last known: running, 120 of 300 done. ${REST}`);
  expect(lastKnownWords({ ...operation, state: "paused" })).toBe(
    "Last known: paused, 120 of 300 done. It may have changed since. A paused operation stays paused until somebody resumes it.",
  );
  expect(lastKnownWords({ ...operation, state: "stopped" })).toBe("Last known: stopped, 120 of 300 done.");
});
