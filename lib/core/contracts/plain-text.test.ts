import { describe, expect, test } from "vitest";
import type * as z from "zod/mini";
import { PLAIN_TEXT_RULE } from "@/lib/core/domain/plain-text";
import { auditPageState } from "./audit-filter";
import { cancelExecutionSchema } from "./cancel-execution";
import { cancelJobSchema } from "./cancel-job";
import { jobExecutionsFilter, jobsFilter, thingExecutionsFilter, thingsFilter } from "./filters";
import { namePartSchema } from "./found-names";
import { operationItemsFilter } from "./operation-filter";
import { parseInput } from "./parse-input";
import { planCancellationSchema, stopPlanSchema } from "./plan-cancellation";
import { requestOperationSchema, controlOperationSchema } from "./request-operation";
import { removeViewSchema, renameViewSchema, saveViewSchema } from "./saved-view";
import { parseSearch, type SearchSpec } from "./search-params";
import { signInSchema } from "./sign-in";
import { triageState } from "./triage-filter";
import {
  addUserSchema,
  changePasswordSchema,
  changeUserSchema,
  endSessionSchema,
  resetPasswordSchema,
  userRefSchema,
} from "./users";

/** NUL, which PostgreSQL's text cannot hold, and half surrogate pairs, which UTF-8 cannot. */
const UNPLAIN = ["\0", "\ud800", "\udc00"];

const fleetId = "kiosks";
const limits = { role: "viewer", fleets: ["kiosks"], thingPattern: "site*" };
const view = { id: "4b8f2f2c-6d0e-4f3c-8a55-0d6f3a4b1c2d", name: "Berlin" };
const pairs = [{ key: "why", value: "wrong image" }];
const planId = "plan_abcdefghijkl";
const operationId = "op_abcdefghijkl";
const statuses = ["QUEUED"];
const observed = {
  status: "QUEUED",
  executionNumber: 1,
  queuedAt: null,
  startedAt: null,
  versionNumber: 1,
  origin: { region: "eu-west-1", account: "123456789012" },
};
const force = { force: false, statusDetails: pairs, keepDeviceDetails: false, reason: "wrong image" };

const COMMANDS: [name: string, schema: z.ZodMiniType, input: unknown][] = [
  ["signing in", signInSchema, { email: "ada@example.com", password: "secret" }],
  ["adding a user", addUserSchema, { email: "ada@example.com", name: "Ada", password: "secret", ...limits }],
  ["changing a user", changeUserSchema, { userId: "u-1", ...limits }],
  ["resetting a password", resetPasswordSchema, { userId: "u-1", password: "secret" }],
  ["changing one's password", changePasswordSchema, { current: "secret", password: "secret" }],
  ["removing a user", userRefSchema, { userId: "u-1" }],
  ["ending a session", endSessionSchema, { userId: "u-1", sessionId: "s-1" }],
  ["saving a view", saveViewSchema, { fleetId, name: "Berlin", search: "?job=fw" }],
  ["renaming a view", renameViewSchema, { fleetId, ...view }],
  ["removing a view", removeViewSchema, { fleetId, id: view.id }],
  [
    "canceling an execution",
    cancelExecutionSchema,
    { fleetId, thingName: "kiosk", jobId: "fw", observed, expectedVersion: null, ...force },
  ],
  [
    "canceling a job",
    cancelJobSchema,
    {
      fleetId,
      jobId: "fw",
      seenCreatedAt: null,
      force: false,
      reasonCode: "USER_INITIATED",
      comment: "wrong image",
    },
  ],
  [
    "planning for a job",
    planCancellationSchema,
    { fleetId, question: { kind: "job", jobId: "fw", statuses, name: "site" } },
  ],
  [
    "planning for a thing",
    planCancellationSchema,
    { fleetId, question: { kind: "thing", thingName: "kiosk", statuses } },
  ],
  [
    "planning for executions",
    planCancellationSchema,
    { fleetId, question: { kind: "executions", executions: [{ thingName: "kiosk", jobId: "fw" }] } },
  ],
  ["stopping a plan", stopPlanSchema, { fleetId, planId }],
  [
    "starting an operation",
    requestOperationSchema,
    { fleetId, planId, sendsReason: false, typedCount: null, ...force },
  ],
  ["controlling an operation", controlOperationSchema, { fleetId, operationId, control: "stop" }],
  ["looking for a name", namePartSchema, "site"],
];

/** `input` once for each text in it, with `more` appended to that text. */
function variants(input: unknown, more: string): unknown[] {
  if (typeof input === "string") return [input + more];
  if (typeof input !== "object" || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) =>
    variants(value, more).map((variant) =>
      Array.isArray(input)
        ? input.map((one: unknown, at) => (String(at) === key ? variant : one))
        : { ...input, [key]: variant },
    ),
  );
}

describe.each(COMMANDS)("%s", (_name, schema, input) => {
  test("is refused with a sentence for each text in it that no column can hold", () => {
    expect(parseInput(schema, input)).toMatchObject({ ok: true });
    const refused = UNPLAIN.flatMap((more) => variants(input, more));
    expect(refused.length).toBeGreaterThan(0);
    for (const variant of refused)
      expect(parseInput(schema, variant), JSON.stringify(variant)).toMatchObject({
        ok: false,
        failure: { kind: "invalid-request", message: expect.stringMatching(/\w+/) as string },
      });
  });
});

test("the sentence names the field and says what to do", () => {
  expect(parseInput(signInSchema, { email: "a\0@example.com", password: "x" })).toEqual({
    ok: false,
    failure: { kind: "invalid-request", api: "the console", message: `email: ${PLAIN_TEXT_RULE}` },
  });
  const whole = { email: "ada@example.com", password: "naïve 🦊" };
  expect(parseInput(signInSchema, whole)).toEqual({ ok: true, value: whole });
});

const FILTERS: [string, SearchSpec][] = [
  ["things", thingsFilter],
  ["jobs", jobsFilter],
  ["a job's executions", jobExecutionsFilter],
  ["a thing's executions", thingExecutionsFilter],
  ["an operation's items", operationItemsFilter],
  ["the audit log", auditPageState],
  ["Stuck", triageState],
];

test.each(FILTERS)("the URL of %s brings no such text to a page", (_name, spec) => {
  for (const unplain of UNPLAIN) {
    const given = Object.fromEntries(Object.keys(spec).map((name) => [name, `ab${unplain}cd`]));
    expect(parseSearch(spec, given)).toEqual(parseSearch(spec, {}));
  }
});
