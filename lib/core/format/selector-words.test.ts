import { expect, test } from "vitest";
import { selectorTitle, requestedSelectorTitle } from "./selector-words";

const on = (jobId: string, ...things: string[]) => things.map((thingName) => ({ thingName, jobId }));

test("a selector in words, with its filters", () => {
  expect(selectorTitle({ kind: "job", jobId: "fw", statuses: ["QUEUED"], name: null })).toBe(
    "All queued executions of the job fw",
  );
  expect(
    selectorTitle({ kind: "job", jobId: "fw", statuses: ["QUEUED", "IN_PROGRESS"], name: "kiosk" }),
  ).toBe("All queued and in-progress executions of the job fw on things with “kiosk” in their name");
  expect(selectorTitle({ kind: "thing", thingName: "kiosk:1", statuses: ["QUEUED"] })).toBe(
    "All queued executions of the thing kiosk:1",
  );
  expect(selectorTitle({ kind: "items", operationId: "op_aaaaaaaaaaaa", outcomes: ["gave-up"] })).toBe(
    "What the operation op_aaaaaaaaaaaa did not get done",
  );
});

test("rows selected by hand, with the job or the thing that they share", () => {
  expect(selectorTitle({ kind: "executions", executions: on("fw", "a") })).toBe(
    "1 selected execution of the job fw",
  );
  expect(selectorTitle({ kind: "executions", executions: on("fw", "a", "b") })).toBe(
    "2 selected executions of the job fw",
  );
  expect(selectorTitle({ kind: "executions", executions: [...on("fw", "a"), ...on("keys", "a")] })).toBe(
    "2 selected executions of the thing a",
  );
  expect(selectorTitle({ kind: "executions", executions: [...on("fw", "a"), ...on("keys", "b")] })).toBe(
    "2 selected executions",
  );
});

test("a stored selector, which has only the number of rows and what they share", () => {
  expect(requestedSelectorTitle({ kind: "executions", count: 2, jobId: "fw" })).toBe(
    "2 selected executions of the job fw",
  );
  expect(requestedSelectorTitle({ kind: "executions", count: 2 })).toBe("2 selected executions");
  expect(requestedSelectorTitle({ kind: "thing", thingName: "kiosk:1", statuses: ["QUEUED"] })).toBe(
    "All queued executions of the thing kiosk:1",
  );
});
