import { expect, test } from "vitest";
import type { IndexFailureCause } from "@/lib/core/domain/index-failure";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { formatFailureColumn, parseFailureColumn } from "./failure-column";

test.each<[ReadFailure, string, IndexFailureCause]>([
  [
    { kind: "denied", action: "iot:ListJobs", resource: null },
    "denied iot:ListJobs",
    { kind: "denied", action: "iot:ListJobs" },
  ],
  [{ kind: "throttled", api: "ListJobs" }, "throttled", { kind: "throttled" }],
  [{ kind: "unavailable", api: "ListJobs", because: "tls" }, "unavailable", { kind: "unavailable" }],
  [{ kind: "credentials", api: "ListJobs", error: "Expired" }, "credentials", { kind: "credentials" }],
  [{ kind: "index-not-ready" }, "index-not-ready", { kind: "index-not-ready" }],
  [{ kind: "invalid-request", api: "ListJobs", message: "no" }, "invalid-request", { kind: "other" }],
])("%j is stored as “%s”, and read as %j", (failure, text, cause) => {
  expect(formatFailureColumn(failure)).toBe(text);
  expect(parseFailureColumn(text)).toEqual(cause);
});

test.each<[string, IndexFailureCause]>([
  ["denied", { kind: "denied", action: null }],
  ["denied ", { kind: "denied", action: null }],
  ["of-a-later-version with details", { kind: "other" }],
  ["", { kind: "other" }],
])("“%s” is read as %j", (text, cause) => {
  expect(parseFailureColumn(text)).toEqual(cause);
});
