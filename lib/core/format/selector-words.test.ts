import { expect, test } from "vitest";
import { askedWords, rememberedWords } from "./selector-words";

const on = (jobId: string, ...things: string[]) => things.map((thingName) => ({ thingName, jobId }));

test("a question in words, with its filters", () => {
  expect(askedWords({ kind: "job", jobId: "fw", statuses: ["QUEUED"], name: null })).toBe(
    "All queued executions of the job fw",
  );
  expect(askedWords({ kind: "job", jobId: "fw", statuses: ["QUEUED", "IN_PROGRESS"], name: "kiosk" })).toBe(
    "All queued and in-progress executions of the job fw on things with “kiosk” in their name",
  );
  expect(askedWords({ kind: "thing", thingName: "kiosk:1", statuses: ["QUEUED"] })).toBe(
    "All queued executions of the thing kiosk:1",
  );
  expect(askedWords({ kind: "items", operationId: "op_aaaaaaaaaaaa", outcomes: ["gave-up"] })).toBe(
    "What the operation op_aaaaaaaaaaaa did not get done",
  );
});

test("rows picked by hand, with the job or the thing that they share", () => {
  expect(askedWords({ kind: "executions", executions: on("fw", "a") })).toBe(
    "1 selected execution of the job fw",
  );
  expect(askedWords({ kind: "executions", executions: on("fw", "a", "b") })).toBe(
    "2 selected executions of the job fw",
  );
  expect(askedWords({ kind: "executions", executions: [...on("fw", "a"), ...on("keys", "a")] })).toBe(
    "2 selected executions of the thing a",
  );
  expect(askedWords({ kind: "executions", executions: [...on("fw", "a"), ...on("keys", "b")] })).toBe(
    "2 selected executions",
  );
});

test("a question of before, of which only the number of rows and what they share is remembered", () => {
  expect(rememberedWords({ kind: "executions", count: 2, jobId: "fw" })).toBe(
    "2 selected executions of the job fw",
  );
  expect(rememberedWords({ kind: "executions", count: 2 })).toBe("2 selected executions");
  expect(rememberedWords({ kind: "thing", thingName: "kiosk:1", statuses: ["QUEUED"] })).toBe(
    "All queued executions of the thing kiosk:1",
  );
});
