import type { APIRequestContext } from "@playwright/test";
import { type Role, ROLES } from "../lib/core/permissions/permissions";
import { type EntryPoint, knock, listEntryPoints } from "./fixtures/doors";
import { createSignedInStates } from "./fixtures/signed-in-states";
import { expect, test } from "./fixtures/test";

/*
 * Walks what the build says there is, so a page, route or action that does not ask who it is cannot be forgotten:
 * it fails here until it asks, or until it is written down below as open to anybody, with the reason.
 */

/** What anybody may ask, and what a stranger gets there. */
const OPEN: Readonly<Record<string, (status: number, body: string) => void>> = {
  "/sign-in/page": (status) => expect(status).toBe(200),
  "/_not-found/page": (status) => expect(status).toBe(404),
  "/_global-error/page": (status) => expect([404, 500]).toContain(status), // of the framework, shown when all else fails
  "/icon.svg/route": (status) => expect(status).toBe(200),
  "/api/auth/callback/oidc/route": (status) => expect(status).toBe(404), // there is no provider here
  "/api/health/live/route": (status) => expect(status).toBe(200),
  "/api/health/ready/route": (status) => expect([200, 503]).toContain(status),
  "/api/metrics/route": (status) => expect([401, 404]).toContain(status), // has a token of its own
  signInAction: () => undefined,
  signInDemoAction: () => undefined,
  beginOidcSignInAction: () => undefined,
  signOutAction: () => undefined,
};

const NOBODY = { userId: "nobody" };
const NO_OPERATION = { fleetId: "demo", operationId: "op_aaaaaaaaaaaa" };
const LIMITS = { role: "viewer", fleets: null, thingPattern: "" };

/** What each action is called with here, and which roles it does not refuse. An action that is not named is a failure. */
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
        reason: "walks through every door",
      },
    ],
    may: ["operator", "supervisor", "admin"],
  },
  // Nobody is refused what is not there; who may steer what is, is a table of its own (may-steer.test.ts).
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
        reason: "walks through every door",
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
      const answer = await knock(context, entryPoint);
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

test("there are doors of each kind", () => {
  const kinds = new Set(listEntryPoints().map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["action", "page", "route"]);
  expect(listEntryPoints().length).toBeGreaterThan(25);
});

test("nobody gets in without a session", async ({ playwright, baseURL }) => {
  const context = await playwright.request.newContext({ baseURL: baseURL! });
  await expectClosed(context, listEntryPoints());
});

test("nobody gets in with a session that was ended", async ({ playwright, browser, baseURL }) => {
  const storageState = await createSignedInStates(browser).get(baseURL!, "admin"); // its own, for it is ended here
  const context = await playwright.request.newContext({ baseURL: baseURL!, storageState });
  const entryPoints = listEntryPoints();
  const things = entryPoints.find(({ name }) => name === "/[fleet]/things/page")!;
  expect((await knock(context, things)).status()).toBe(200);
  await knock(
    context,
    entryPoints.find(({ name }) => name === "signOutAction")!,
  );

  // A thief would still have the cookie that the answer took back.
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
        const answer = await knock(context, entryPoint, call?.args);
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
