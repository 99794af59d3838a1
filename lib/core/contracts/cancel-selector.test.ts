import { expect, test } from "vitest";
import { MAX_SELECTED } from "@/lib/core/domain/operation";
import { MAX_BODY_BYTES } from "@/lib/server/http/body-size";
import nextConfig from "@/next.config";
import { cancelSelectorSchema } from "./cancel-selector";
import type { PlanCancellationCommand } from "./plan-cancellation";

const longest = (length: number, n: number) => String(n).padStart(length, "x");

test("a selection of the most rows, with the longest names, is valid and fits into a request", () => {
  const question = {
    kind: "executions" as const,
    executions: Array.from({ length: MAX_SELECTED }, (_, n) => ({
      thingName: longest(128, n),
      jobId: longest(64, n),
      executionNumber: 1_000_000 + n,
      queuedAt: new Date(n),
      startedAt: new Date(n),
    })),
  };
  expect(cancelSelectorSchema.safeParse(question).success).toBe(true);
  const sent: [PlanCancellationCommand] = [{ fleetId: longest(63, 0), question }];
  // A server action's call writes `$D` before each date.
  expect(JSON.stringify(sent).length + 4 * MAX_SELECTED).toBeLessThan(MAX_BODY_BYTES);
  const kib = `${MAX_BODY_BYTES / 1024}kb`;
  expect(nextConfig.experimental).toMatchObject({
    serverActions: { bodySizeLimit: kib },
    proxyClientMaxBodySize: kib,
  });
});

test("what a page showed of an execution is sent, and unknown members may be left out", () => {
  const names = { thingName: "kiosk", jobId: "fw" };
  const question = {
    kind: "executions" as const,
    executions: [
      names,
      { ...names, executionNumber: null, queuedAt: null },
      { ...names, executionNumber: 2, queuedAt: new Date("2026-11-23T12:00:00.250Z"), startedAt: null },
    ],
  };
  expect(cancelSelectorSchema.parse(JSON.parse(JSON.stringify(question)))).toEqual(question);
});

test.each([
  { kind: "executions", executions: [] },
  { kind: "executions", executions: [{ thingName: "kiosk", jobId: "fw", executionNumber: "2" }] },
  { kind: "executions", executions: [{ thingName: "kiosk", jobId: "fw", queuedAt: "yesterday" }] },
  { kind: "job", jobId: "fw", statuses: [], name: null },
  { kind: "job", jobId: "", statuses: ["QUEUED"], name: null },
  { kind: "job", jobId: "..", statuses: ["QUEUED"], name: null },
  { kind: "job", jobId: "fw", statuses: ["QUEUED"], name: "" },
  { kind: "job", jobId: "fw", statuses: ["SUCCEEDED"], name: null },
  { kind: "job", statuses: ["QUEUED"], name: null },
  { kind: "thing", thingName: "", statuses: ["QUEUED"] },
  { kind: "thing", thingName: "..", statuses: ["QUEUED"] },
  { kind: "thing", thingName: "kiosk", statuses: [] },
  { kind: "items", operationId: "op_aaaaaaaaaaaa", outcomes: [] },
  { kind: "items", operationId: "op_aaaaaaaaaaaa", outcomes: ["canceled"] },
  { kind: "items", operationId: "", outcomes: ["gave-up"] },
  {},
])("a selector that is empty, or about finished executions, is refused: %j", (question) => {
  expect(cancelSelectorSchema.safeParse(question).success).toBe(false);
});
