import pg from "pg";
import { type Launched, launchEmulator } from "../lib/scripts/launch.ts";
import { startPostgres } from "../lib/server/db/testing/postgres-server";
import { EmulatorClient } from "../lib/testing/emulator-client";
import {
  callAction,
  cancelOverHttp,
  resultOf,
  signInOverHttp,
  toCookieHeader,
} from "./fixtures/sign-in-over-http";
import { expect, test as base } from "./fixtures/test";
import { startConsole } from "./fixtures/two-fleets";
import { PlanDialog } from "./pages/bulk-cancel";
import { FLEET } from "./pages/console-pages";
import { OperationPage, seedQueued } from "./pages/operation-page";

/** Two consoles on one PostgreSQL, as behind a load balancer. */
type Instances = {
  a: Launched;
  b: Launched;
  /** Starts another console on the same database. */
  start: () => Promise<Launched>;
  emulator: EmulatorClient;
  /** Runs SQL as the owner of the database. */
  query: (statement: string, values: unknown[]) => Promise<unknown>;
};

const test = base.extend<object, { instances: Instances }>({
  instances: [
    async ({}, use) => {
      const [server, emulator] = await Promise.all([startPostgres(), launchEmulator()]);
      const consoles: Launched[] = [];
      const start = async () => {
        const started = await startConsole(emulator.url, {
          STANDDOWN_DEMO: "1",
          IOT_QUOTAS: '{"CancelJobExecution": 5}',
          QUOTA_SHARE: "1",
          DATABASE_URL: server.url,
          AUTH_SECRET: "a secret that all instances have in common",
        });
        consoles.push(started);
        return started;
      };
      const [a, b] = await Promise.all([start(), start()]);
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await use({
        ...{ a, b, start, emulator: new EmulatorClient(emulator.url) },
        query: (statement, values) => client.query(statement, values),
      });
      await client.end();
      await Promise.all(consoles.map((each) => each.stop()));
      await Promise.all([server.stop(), emulator.stop()]);
    },
    { scope: "worker", timeout: 180_000 },
  ],
  world: async ({ instances }, use) => use({ url: instances.b.url, emulator: instances.emulator }),
});
test.describe.configure({ mode: "default", timeout: 60_000 }); // in one worker: two consoles are enough

test("a plan that was started on one instance can be confirmed on another, and is shown on both", async ({
  instances: { a, b, emulator },
}) => {
  const { jobId, things } = await seedQueued(emulator, 2);
  const cookie = toCookieHeader(await signInOverHttp(a.url, "operator"));
  const read = async (url: string, path: string) =>
    (await (await fetch(`${url}/api/${FLEET}/${path}`, { headers: { cookie } })).json()) as object;

  const question = { kind: "job", jobId, statuses: ["QUEUED"], name: null };
  const planning = await callAction(a.url, "planCancellationAction", [{ fleetId: FLEET, question }], {
    cookie,
  });
  const plan = await resultOf<{ id: string }>(planning);
  await expect.poll(() => read(b.url, `plans/${plan.id}`)).toMatchObject({ state: "ready" });

  const order = { force: false, statusDetails: [], keepDeviceDetails: false, sendsReason: false };
  const command = { fleetId: FLEET, planId: plan.id, ...order, reason: "wrong image", typedCount: null };
  const requesting = await callAction(b.url, "requestOperationAction", [command], { cookie });
  const { operationId } = await resultOf<{ operationId: string }>(requesting);
  for (const { url } of [a, b])
    await expect
      .poll(() => read(url, `operations/${operationId}`), { timeout: 20_000 })
      .toMatchObject({ operation: { state: "finished", counts: { canceled: 2 } } });
  for (const thing of things) expect(await emulator.callsOf("CancelJobExecution", thing)).toHaveLength(1);
});

test("an expired plan says so, and can be made again without losing typed text", async ({
  page,
  jobPage,
  instances: { emulator, query },
}) => {
  const { jobId } = await seedQueued(emulator, 2);
  await jobPage.open(jobId);
  const plan = new PlanDialog(page);
  await plan.openForRows();
  await plan.reason.fill("wrong image");
  await plan.sendsReasons.check();
  await expect(plan.confirm).toBeVisible();

  const ofThisJob = `question like '%' || $1 || '%' and state = 'ready'`;
  await query(`update cancel_plan set expires_at = now() where ${ofThisJob}`, [jobId]);
  await plan.confirm.click();
  await expect(plan.root).toContainText("Nothing was started. The plan is older than ten minutes");
  await expect(plan.root).toContainText("This plan is more than ten minutes old.");
  await expect(plan.confirm).toHaveCount(0);

  await plan.button("Make a new plan").click();
  await expect(plan.confirm).toBeVisible();
  await expect(plan.root).not.toContainText("ten minutes");
  await expect(plan.reason).toHaveValue("wrong image");
  await expect(plan.sendsReasons).toBeChecked();
  await plan.confirm.click();
  await expect(page).toHaveURL(/\/operations\/op_[a-z2-7]{12}$/);
});

test("every instance tells a person that three of their plans are being resolved, and one can be stopped for another", async ({
  page,
  jobPage,
  instances: { a, emulator },
}) => {
  const [slow, meant] = [await seedQueued(emulator, 1), await seedQueued(emulator, 2)];
  const api = "ListJobExecutionsForJob";
  await emulator.fault({ api, kind: "slow", delayMs: 600_000, count: 100, match: { jobId: slow.jobId } });
  const cookie = toCookieHeader(await signInOverHttp(a.url, "supervisor"));
  const question = { kind: "job", jobId: slow.jobId, statuses: ["QUEUED"], name: null };
  for (let count = 0; count < 3; count++)
    await callAction(a.url, "planCancellationAction", [{ fleetId: FLEET, question }], { cookie });

  await jobPage.open(meant.jobId);
  const plan = new PlanDialog(page);
  await plan.openForRows();
  await expect(plan.root).toContainText("No plan was made: 3 of yours are being read already.");
  const inFlight = plan.root
    .getByRole("listitem")
    .filter({ hasText: `All queued executions of the job ${slow.jobId}` });
  await expect(inFlight).toHaveCount(3);
  await inFlight.first().getByRole("button", { name: "Stop it" }).click();
  await expect(plan.heading("Cancel 2 executions?")).toBeVisible();
  await emulator.clearFaults();
});

test("an operation that AWS throttles says that it waits, and loses nothing", async ({
  page,
  instances: { emulator },
}) => {
  const { jobId } = await seedQueued(emulator, 4);
  const operation = new OperationPage(page);
  await operation.start(jobId, 4, {
    beforehand: () =>
      emulator.fault({ api: "CancelJobExecution", kind: "throttle", count: 1_000, match: { jobId } }),
  });
  const line =
    "AWS is throttling this account: the operation waits and continues more slowly. Nothing is lost.";
  await expect(operation.main).toContainText(line);
  await expect(operation.state("Running")).toBeVisible();
  await emulator.clearFaults();
  await expect(operation.state("Finished")).toBeVisible({ timeout: 40_000 });
  await expect(operation.main).toContainText("4 of 4 done · 100%");
  await expect(operation.announced).toHaveText("Finished: 4 canceled.");
  await expect(operation.main).not.toContainText(line);
});

test("an operation planned by an earlier version is paused and says why, and can be stopped but not resumed", async ({
  page,
  instances: { emulator, query },
}) => {
  const { jobId, things } = await seedQueued(emulator, 6);
  const operation = new OperationPage(page);
  await operation.start(jobId, 6, {
    // As that version would write it.
    beforehand: () => query(`update cancel_plan set target = null where question like $1`, [`%${jobId}%`]),
  });
  await expect(operation.state("Paused")).toBeVisible({ timeout: 30_000 });
  await expect(operation.main).toContainText("planned by an earlier version of Standdown");
  await expect(operation.button("Resume")).toHaveAttribute("aria-disabled", "true");
  await operation.button("Stop…").click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop the operation" }).click();
  await expect(operation.announced).toHaveText("Stopped: 6 stopped.", { timeout: 30_000 });
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(things.map(() => "QUEUED"));
});

test("audit entries that a killed instance left open are completed by the next start, and not too early", async ({
  seedThing,
  instances: { a, b, start, emulator, query },
}) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  const cookie = toCookieHeader(await signInOverHttp(a.url, "supervisor"));
  await emulator.fault({ api: "CancelJobExecution", kind: "hang", afterActing: true, match: { thingName } });
  const call = cancelOverHttp(a.url, cookie, { thingName, jobId: jobs.roll }).catch(() => null);
  await expect.poll(() => emulator.callsOf("CancelJobExecution", thingName)).toHaveLength(1);
  a.kill("SIGKILL");
  expect(await call).toBeNull();
  await a.exited;
  await emulator.clearFaults();

  const outcome = async () => {
    const path = `/api/${FLEET}/audit?thing=${encodeURIComponent(thingName)}`;
    const response = await fetch(`${b.url}${path}`, { headers: { cookie } });
    return ((await response.json()) as { rows: { outcome: object | null }[] }).rows[0]!.outcome;
  };
  // An entry opened a moment ago may be in flight on another instance; one opened six minutes ago is not.
  expect(await outcome()).toBeNull();
  await query(`update audit_open set at = at - interval '6 minutes'`, []);
  await start();
  // No status details were sent, so nothing in AWS distinguishes it from another person's cancellation.
  await expect.poll(outcome).toMatchObject({ kind: "canceled-by-us-or-others", completedBy: "later-read" });
  expect(await emulator.callsOf("CancelJobExecution", thingName)).toHaveLength(1);
});
