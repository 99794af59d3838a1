import { expect, test } from "vitest";
import { MAX_SELECTED } from "@/lib/domain/operation";
import { MAX_BODY_BYTES } from "@/lib/gate/body-size";
import nextConfig from "@/next.config";
import { cancelQuestionSchema } from "./cancel-question";
import type { PlanCancellationCommand } from "./plan-cancellation";

const longest = (length: number, n: number) => String(n).padStart(length, "x");

test("a selection of as many as one may pick, with the longest names, is legal and fits into a request", () => {
  const question = {
    kind: "executions" as const,
    executions: Array.from({ length: MAX_SELECTED }, (_, n) => ({
      thingName: longest(128, n),
      jobId: longest(64, n),
    })),
  };
  expect(cancelQuestionSchema.safeParse(question).success).toBe(true);
  const sent: [PlanCancellationCommand] = [{ fleetId: longest(63, 0), question }];
  expect(JSON.stringify(sent).length).toBeLessThan(MAX_BODY_BYTES);
  const kib = `${MAX_BODY_BYTES / 1024}kb`;
  expect(nextConfig.experimental).toMatchObject({
    serverActions: { bodySizeLimit: kib },
    proxyClientMaxBodySize: kib,
  });
});

test.each([
  { kind: "executions", executions: [] },
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
])("nothing that is empty, or not open, can be asked about: %j", (question) => {
  expect(cancelQuestionSchema.safeParse(question).success).toBe(false);
});
