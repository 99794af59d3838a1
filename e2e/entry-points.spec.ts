import type { APIRequestContext } from "@playwright/test";
import { type Role, ROLES } from "../lib/core/permissions/permissions";
import { type EntryPoint, requestEntryPoint, listEntryPoints } from "./fixtures/entry-points";
import { createSignedInStates } from "./fixtures/signed-in-states";
import { expect, test } from "./fixtures/test";

/*
 * Calls every page, route and action of the build, so that none can be left without authentication: it fails here until
 * it authenticates, or until it is listed below as open to everyone, with the reason.
 */

/** Entry points that are open to everyone, and their answers to a stranger. */
const OPEN: Readonly<Record<string, (status: number, body: string) => void>> = {
  "/sign-in/page": (status) => expect(status).toBe(200),
  "/_not-found/page": (status) => expect(status).toBe(404),
  "/_global-error/page": (status) => expect([404, 500]).toContain(status), // the framework's, shown when all else fails
  "/icon.svg/route": (status) => expect(status).toBe(200),
  "/api/auth/callback/oidc/route": (status) => expect(status).toBe(404), // there is no provider here
  "/api/health/live/route": (status) => expect(status).toBe(200),
  "/api/health/ready/route": (status) => expect([200, 503]).toContain(status),
  "/api/metrics/route": (status) => expect([401, 404]).toContain(status), // has a token of its own
  signInAction: () => undefined,
  signInDemoAction: () => undefined,
  startOidcSignInAction: () => undefined,
  signOutAction: () => undefined,
};

const NOBODY = { userId: "nobody" };
const NO_OPERATION = { fleetId: "demo", operationId: "op_aaaaaaaaaaaa" };
const LIMITS = { role: "viewer", fleets: null, thingPattern: "" };

/** The arguments for each action, and the roles that it does not refuse. An action that is not listed fails the test. */
const ACTIONS: Readonly<Record<string, { args: unknown[]; may: readonly Role[] }>> = {
  cancelExecutionAction: {
    args: [
      {
        fleetId: "demo",
        thingName: "never-seen",
        jobId: "never-seen",
        observed: {
          status: "QUEUED",
          executionNumber: 1,
          queuedAt: null,
          startedAt: null,
          versionNumber: 1,
          origin: null,
        },
        force: false,
        expectedVersion: null,
        statusDetails: [],
        keepDeviceDetails: false,
        reason: "calls every entry point",
      },
    ],
    may: ["operator", "supervisor", "admin"],
  },
  // Unknown operations are not found, for every role. control-operation.test.ts tests who can control known ones.
  controlOperationAction: { args: [{ ...NO_OPERATION, control: "pause" }], may: ROLES },
  planCancellationAction: {
    args: [
      {
        fleetId: "demo",
        question: { kind: "job", jobId: "never-seen", statuses: ["QUEUED"], name: null },
      },
    ],
    may: ["operator", "supervisor", "admin"],
  },
  stopPlanAction: {
    args: [{ fleetId: "demo", planId: "plan_aaaaaaaaaaaa" }],
    may: ["operator", "supervisor", "admin"],
  },
  cancelJobAction: {
    args: [
      {
        fleetId: "demo",
        jobId: "no-such-job",
        seenCreatedAt: null,
        force: false,
        reasonCode: "",
        comment: "",
      },
    ],
    may: ["supervisor", "admin"],
  },
  requestOperationAction: {
    args: [
      {
        fleetId: "demo",
        planId: "plan_aaaaaaaaaaaa",
        force: false,
        statusDetails: [],
        keepDeviceDetails: false,
        sendsReason: false,
        reason: "calls every entry point",
        typedCount: null,
      },
    ],
    may: ["operator", "supervisor", "admin"],
  },
  addUserAction: {
    args: [{ email: "walker@example.org", name: "", password: "short", ...LIMITS }],
    may: ["admin"],
  },
  changeUserAction: { args: [{ ...NOBODY, ...LIMITS }], may: ["admin"] },
  resetPasswordAction: { args: [{ ...NOBODY, password: "short" }], may: ["admin"] },
  changePasswordAction: { args: [{ current: "wrong", password: "short" }], may: ROLES },
  removeUserAction: { args: [NOBODY], may: ["admin"] },
  saveViewAction: {
    args: [{ fleetId: "demo", name: "walked by", search: "state=both" }],
    may: ["viewer", "operator", "supervisor", "admin"],
  },
  renameViewAction: {
    args: [{ fleetId: "demo", id: "00000000-0000-4000-8000-000000000000", name: "walked by" }],
    may: ROLES,
  },
  removeViewAction: {
    args: [{ fleetId: "demo", id: "00000000-0000-4000-8000-000000000000" }],
    may: ["viewer", "operator", "supervisor", "admin"],
  },
  endSessionAction: { args: [{ ...NOBODY, sessionId: null }], may: ["admin"] },
};

async function expectClosed(context: APIRequestContext, entryPoints: readonly EntryPoint[]) {
  for (const entryPoint of entryPoints) {
    await test.step(`${entryPoint.kind} ${entryPoint.name}`, async () => {
      const answer = await requestEntryPoint(context, entryPoint);
      const body = await answer.text();
      const open = OPEN[entryPoint.name];
      if (open) return open(answer.status(), body);
      if (entryPoint.kind === "page") {
        expect(answer.status()).toBe(307);
        expect(answer.headers().location).toMatch(/^\/sign-in(\?next=|$)/);
      } else if (entryPoint.kind === "route") {
        expect(answer.status()).toBe(401);
        expect(JSON.parse(body)).toEqual({ failure: { kind: "signed-out" } });
      } else expect(body).toContain('"kind":"signed-out"');
    });
  }
}

test.use({ signedInAs: null, storageState: undefined });

test("the build lists entry points of each kind", () => {
  const kinds = new Set(listEntryPoints().map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["action", "page", "route"]);
  expect(listEntryPoints().length).toBeGreaterThan(25);
});

test("every entry point refuses a request without a session", async ({ playwright, baseURL }) => {
  const context = await playwright.request.newContext({ baseURL: baseURL! });
  await expectClosed(context, listEntryPoints());
});

test("every entry point refuses a session that has ended", async ({ playwright, browser, baseURL }) => {
  const storageState = await createSignedInStates(browser).get(baseURL!, "admin"); // its own, for it is ended here
  const context = await playwright.request.newContext({ baseURL: baseURL!, storageState });
  const entryPoints = listEntryPoints();
  const things = entryPoints.find(({ name }) => name === "/[fleet]/things/page")!;
  expect((await requestEntryPoint(context, things)).status()).toBe(200);
  await requestEntryPoint(
    context,
    entryPoints.find(({ name }) => name === "signOutAction")!,
  );

  // A thief would still have the cookie that sign-out deleted.
  const stolen = await playwright.request.newContext({ baseURL: baseURL!, storageState });
  await expectClosed(stolen, entryPoints);
});

for (const role of ROLES)
  test(`a ${role} gets in, as far as the role goes`, async ({ playwright, baseURL, signedInState }) => {
    const storageState = await signedInState(baseURL!, role);
    const context = await playwright.request.newContext({ baseURL: baseURL!, storageState });
    for (const entryPoint of listEntryPoints().filter(({ name }) => !OPEN[name]))
      await test.step(`${entryPoint.kind} ${entryPoint.name}`, async () => {
        const call = ACTIONS[entryPoint.name];
        if (entryPoint.kind === "action")
          expect(call, "say above what it is called with, and who may").toBeDefined();
        const answer = await requestEntryPoint(context, entryPoint, call?.args);
        const body = await answer.text();
        expect(answer.status()).not.toBe(401);
        expect(answer.status()).toBeLessThan(500);
        expect(answer.headers().location ?? "").not.toContain("/sign-in");
        if (call)
          expect(body.includes('"kind":"forbidden"'), body.slice(0, 300)).toBe(!call.may.includes(role));
        if (entryPoint.name.startsWith("/[fleet]/users"))
          expect(body.includes("Your role may not manage users")).toBe(role !== "admin");
      });
  });
