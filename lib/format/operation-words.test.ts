import { expect, test } from "vitest";
import { OPERATION_STATES } from "@/lib/domain/operation";
import { operationStateWord, operationTitle, questionWords, stopCauseWords } from "./operation-words";

test.each([
  [{ total: 1_492, force: false }, "Cancel 1,492 queued executions"],
  [{ total: 1, force: false }, "Cancel 1 queued execution"],
  [{ total: 2, force: true }, "Cancel 2 open executions"],
])("the title of %j", (operation, title) => {
  expect(operationTitle(operation)).toBe(title);
});

test("each way to ask has words", () => {
  const job = { kind: "job", jobId: "fw", statuses: ["QUEUED"], name: "kiosk" } as const;
  expect(questionWords(job)).toBe("all queued on things with “kiosk” in their name");
  expect(questionWords({ kind: "executions", count: 1_200 })).toBe("1,200 selected by hand");
  expect(questionWords({ kind: "thing", thingName: "a", statuses: ["QUEUED"] })).toBe(
    "all queued of the thing",
  );
  expect(questionWords({ kind: "items", operationId: "op_x", outcomes: ["unknown"] })).toMatch(
    /another operation/,
  );
});

test("states and causes have words", () => {
  for (const state of OPERATION_STATES) expect(operationStateWord(state)).toMatch(/^[A-Z][a-z]+$/);
  expect(stopCauseWords("asked")).not.toBe(stopCauseWords("lost-right"));
});
