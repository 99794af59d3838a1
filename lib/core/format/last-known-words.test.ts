import { expect, test } from "vitest";
import { ITEM_OUTCOMES, type OperationCounts } from "@/lib/core/domain/operation";
import { lastKnownWords, notReadWords } from "./last-known-words";

const READ_AT = new Date("2026-11-23T12:00:00Z");
const NOW = READ_AT.getTime() + 125_000;
const NONE = Object.fromEntries(
  [...ITEM_OUTCOMES, "waiting", "in-hand"].map((standing) => [standing, 0]),
) as unknown as OperationCounts;
const REST =
  "Whether it goes on now is not known from here; what is left of it is kept, and a server that runs takes it up.";

test("a server is called silent only where it did not answer", () => {
  expect(notReadWords({ kind: "console", because: "gone" }, READ_AT, NOW)).toBe(
    "The server has not answered for 2 min.",
  );
  for (const failure of [{ kind: "console", because: "error" }, { kind: "signed-out" }] as const)
    expect(notReadWords(failure, READ_AT, NOW)).toBe("The operation could not be read for 2 min.");
});

test("what was known last is called that, and nothing is claimed of now", () => {
  const counts = { ...NONE, canceled: 120, waiting: 170, stopped: 10 };
  const operation = { state: "running", suspension: null, counts, total: 300 } as const;
  expect(lastKnownWords(operation)).toBe(`Last known: running, 120 of 300 done. ${REST}`);
  expect(lastKnownWords({ ...operation, state: "stopped" })).toBe("Last known: stopped, 120 of 300 done.");
});
