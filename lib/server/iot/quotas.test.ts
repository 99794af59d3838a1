import { expect, test } from "vitest";
import { AWS_QUOTAS, type IotApi, paceOf } from "./quotas";

test("our share of AWS's own quotas", () => {
  const pace = paceOf("aws", 0.8);
  expect(pace("CancelJobExecution")).toBeCloseTo(8);
  expect(pace("SearchIndex")).toBeCloseTo(12);
  expect(pace("DescribeThing")).toBeCloseTo(280);
});

test("the account's own quotas replace AWS's defaults, API by API", () => {
  const pace = paceOf({ CancelJobExecution: 50 }, 0.5);
  expect(pace("CancelJobExecution")).toBe(25);
  expect(pace("DescribeJobExecution")).toBe(5);
});

test("without quotas there is no limit", () => {
  for (const api of Object.keys(AWS_QUOTAS)) expect(paceOf("off", 0.5)(api as IotApi)).toBe(Infinity);
});
