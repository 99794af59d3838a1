import { randomUUID } from "node:crypto";
import { callActionsOfAnotherBuild, isAction } from "./fixtures/another-build";
import type { EmulatorClient } from "../lib/testing/emulator-client";
import type { SeededJob } from "../lib/testing/emulator-seed";
import { expect, test } from "./fixtures/test";
import { PlanDialog, Selecting } from "./pages/bulk-cancel";
import { toasts } from "./pages/console-pages";

// What tests of lost answers do, and what a page that does not exist yet answers.
test.use({ allowedConsoleErrors: [/net::ERR_FAILED|404 \(Not Found\)|409 \(Conflict\)/] });

type Status = "QUEUED" | "IN_PROGRESS" | "SUCCEEDED";

test("the plan of a selection shows what happens to how many executions, and becomes an operation", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId } = await seedJob(emulator, { QUEUED: 3, IN_PROGRESS: 1 });
  await jobPage.open(jobId);
  const { bar, allRows } = new Selecting(page);
  const plan = new PlanDialog(page);
  await allRows.check();
  await expect(bar).toContainText("4 selected");
  await page.keyboard.press("c");

  await expect(plan.heading("Cancel 3 executions?")).toBeVisible();
  await expect(plan.root).toContainText(`4 selected executions of the job ${jobId}`);
  await expect(plan.numbers()).toContainText("Queued3will be canceled");
  await expect(plan.numbers()).toContainText("In progress1left alone: AWS IoT cancels them by force only");
  await expect(plan.numbers()).toContainText("only what you selected is in it");
  await expect(plan.root).toContainText("Needs the role of an operator.");
  await expect(plan.typed).toHaveCount(0);
  for (const action of [/^Cancel$/, /^No$/]) await expect(plan.button(action)).toHaveCount(0);

  await plan.confirm.click();
  await expect(plan.root).toContainText("Say why, for the audit log.");
  await plan.reason.fill("wrong image");
  await plan.sendsReasons.check();
  await expect(plan.root).toContainText("2 of 10 pairs");
  await plan.confirm.click();

  await expect(page).toHaveURL(/\/operations\/op_[a-z2-7]{12}$/);
  const asked = page.getByRole("region", { name: "Request" });
  await expect(asked).toContainText("4 selected by hand");
  await expect(asked.getByRole("link", { name: jobId })).toHaveAttribute(
    "href",
    new RegExp(`/jobs/${jobId}$`),
  );
  await page.goBack();
  await expect(bar).toContainText("None selected");
});

test("c waits for the dialog's code while the page is still loading it", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId } = await seedJob(emulator, { QUEUED: 2 });
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const held: string[] = [];
  await page.route("**/_next/static/chunks/*.js", async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("also those that are not loaded")) {
      held.push(route.request().url());
      await released;
    }
    await route.fulfill({ response });
  });
  await jobPage.open(jobId);
  const { bar, allRows } = new Selecting(page);
  await allRows.check();
  await expect.poll(() => held).toHaveLength(1);
  await expect(bar).toHaveCount(0);
  await page.keyboard.press("c");
  release();
  await expect(new PlanDialog(page).heading("Cancel 2 executions?")).toBeVisible();
});

test("the plan finds all queued executions that match the filters of a job, loaded or not", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId, name } = await seedJob(emulator, { QUEUED: 300, IN_PROGRESS: 5, SUCCEEDED: 2 });
  await jobPage.open(jobId, "?status=QUEUED");
  const plan = new PlanDialog(page);
  await plan.openForAll("Select all 300 queued executions of this job");

  await expect(plan.heading("Cancel 300 executions?")).toBeVisible();
  await expect(plan.root).toContainText(`All queued executions of the job ${jobId}`);
  await expect(plan.numbers()).toContainText("what was queued since then is not in it");
  await expect(plan.confirm).toHaveAttribute("aria-disabled", "true");
  await plan.typed.fill("30");
  await expect(plan.confirm).toHaveAttribute("aria-disabled", "true");
  await plan.typed.fill("300");
  await expect(plan.confirm).not.toHaveAttribute("aria-disabled", "true");
  await plan.keepThem.click();
  await expect(plan.root).toHaveCount(0);
  const { bar } = new Selecting(page);
  await expect(bar).toContainText("All 300 queued executions of this job selected");

  await page.getByRole("searchbox", { name: "Filter by thing name" }).fill(name(30).toUpperCase());
  await plan.openForAll(/^Select all queued executions of this job on things with/);
  await expect(plan.heading("Cancel 1 execution?")).toBeVisible(); // 300
  await page.keyboard.press("Escape");
  expect(await statusesOf(emulator, jobId)).toEqual({ QUEUED: 300, IN_PROGRESS: 5, SUCCEEDED: 2 });
});

test("force needs separate consent: a tick and the typed number", async ({ page, emulator, jobPage }) => {
  const { jobId } = await seedJob(emulator, { QUEUED: 1, IN_PROGRESS: 2 });
  await jobPage.open(jobId, "?status=QUEUED,IN_PROGRESS");
  const plan = new PlanDialog(page);
  await plan.openForAll(/^Select all 3 queued and in-progress executions/);

  await expect(plan.heading("Cancel 1 execution?")).toBeVisible();
  await expect(plan.root).toContainText("2 executions are in progress, last updated ");
  await expect(plan.force).not.toBeChecked();
  await plan.force.check();
  await expect(plan.heading("Cancel 3 executions?")).toBeVisible();
  await expect(plan.numbers()).toContainText("In progress2will be canceled by force");
  await expect(plan.root).toContainText("a supervisor, as force is used");
  await plan.reason.fill("bricks devices");
  await expect(plan.confirm).toHaveText("Force cancel 3 executions");
  await expect(plan.confirm).toHaveAttribute("aria-disabled", "true");
  await plan.typed.fill("3");
  await plan.confirm.click();
  await expect(page).toHaveURL(/\/operations\/op_/);
});

test.describe("as an operator", () => {
  test.use({ signedInAs: "operator" });

  test("an operator cancels queued executions, and sees who can force", async ({
    page,
    emulator,
    jobPage,
  }) => {
    const { jobId } = await seedJob(emulator, { QUEUED: 2, IN_PROGRESS: 1 });
    await jobPage.open(jobId);
    const plan = new PlanDialog(page);
    await plan.openForRows();
    await expect(plan.root).toContainText("1 execution is in progress, last updated ");
    await expect(plan.root).toContainText("Your role may not cancel by force. Ask a supervisor.");
    await expect(plan.force).toHaveCount(0);
    await expect(plan.confirm).not.toHaveAttribute("aria-disabled", "true");
    await expect(plan.button("Cancel the job instead…")).toHaveCount(0); // some rows are not all of the job
  });
});

test("when all queued executions of a job are selected, the job itself can be canceled with one call", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId } = await seedJob(emulator, { QUEUED: 3, IN_PROGRESS: 1 });
  await jobPage.open(jobId);
  const plan = new PlanDialog(page);
  await plan.openForAll("Select all 3 queued executions of this job");
  await plan.reason.fill("wrong image");
  await plan.button("Cancel the job instead…").click();

  await expect(plan.heading("Cancel the whole job?")).toBeVisible();
  await expect(plan.root.getByRole("row", { name: /^Afterwards/ })).toContainText("no new executions");
  // The plan is of the queued ones; the job's own counters say what runs.
  await expect(plan.root.getByRole("row", { name: /^In progress/ })).toContainText("1 execution left alone");
  await expect(plan.root).toContainText(/counts what is queued and in progress with a delay\. Read just now/);
  await plan.button("Back to the plan").click();
  await expect(plan.reason).toHaveValue("wrong image");
  await plan.button("Cancel the job instead…").click();
  const cancelJob = plan.button("Cancel the job");
  await expect(cancelJob).toHaveAttribute("aria-disabled", "true");
  await plan.reasonCode.fill("wrong image");
  await plan.jobIdTyped.fill(jobId);
  await expect(plan.root).toContainText("Use only capital letters from A to Z");
  await plan.reasonCode.fill("WRONG_IMAGE");
  await cancelJob.click();

  await expect(plan.root).toHaveCount(0);
  await expect(toasts(page)).toContainText(`the job ${jobId}`);
  await expect(new Selecting(page).bar).toContainText("None selected");
  await expect.poll(() => statusesOf(emulator, jobId)).toEqual({ QUEUED: 0, IN_PROGRESS: 1, SUCCEEDED: 0 });
});

test.describe("while the job cannot be read", () => {
  test.use({ allowedConsoleErrors: [/40[03]|429|50[0-9]/] });

  test("the dialog of a whole job says that the number in progress is unknown, and Retry reads it", async ({
    page,
    emulator,
    jobPage,
  }) => {
    const { jobId } = await seedJob(emulator, { QUEUED: 1, IN_PROGRESS: 2 });
    await jobPage.open(jobId);
    const plan = new PlanDialog(page);
    await plan.openForAll(/queued executions? of this job$/);
    const instead = plan.button("Cancel the job instead…");
    await expect(instead).toBeVisible();
    await emulator.fault({ api: "DescribeJob", kind: "deny", match: { jobId } });
    await instead.click();
    const running = plan.root.getByRole("row", { name: /^In progress/ });
    await expect(plan.root).toContainText("The job's counters could not be read.");
    await expect(running).toContainText("Not read");
    await plan.button("Retry").click();
    await expect(running).toContainText("2 executions left alone");
  });
});

test("when nothing is queued, the plan says so and cancels nothing", async ({ page, emulator, jobPage }) => {
  const { jobId } = await seedJob(emulator, { IN_PROGRESS: 2 });
  await jobPage.open(jobId);
  const plan = new PlanDialog(page);
  await plan.openForRows();
  await expect(plan.heading("Cancel executions")).toBeVisible();
  await expect(plan.root).toContainText("None of these is queued: without force there is nothing to cancel.");
  await expect(plan.confirm).toHaveAttribute("aria-disabled", "true");
});

test.describe("when the list is long", () => {
  test.use({ ownWorld: { fleet: "large" } });

  test("reading a long list shows its progress, can be stopped, and can be started again", async ({
    page,
    emulator,
    jobPage,
  }) => {
    await jobPage.open("fleet-wide-rollout");
    const selecting = new Selecting(page);
    const plan = new PlanDialog(page);
    await selecting.selectAll(/^Select all [\d,]+ queued executions of this job$/).click();
    await emulator.settings({ latencyMs: 150 });
    await selecting.cancel.click();

    await expect(plan.root.getByRole("progressbar", { name: "Reading the executions" })).toBeVisible();
    await expect(plan.root).toContainText(/[\d,]+ of about [\d,]+ read/);
    await plan.button("Stop").click();
    await expect(plan.root).toContainText(
      /Stopped\. [\d,]+ executions had been read\. Nothing was canceled\./,
    );
    await plan.button("Make a new plan").click();
    await expect(plan.root.getByRole("progressbar", { name: "Reading the executions" })).toBeVisible();
    await plan.button("Close").click();
    await expect(plan.root).toHaveCount(0);
  });
});

test("a lost answer is resolved by reading the plan: it says whether the operation was started", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId } = await seedJob(emulator, { QUEUED: 2 });
  await jobPage.open(jobId);
  const plan = new PlanDialog(page);
  await plan.openForRows();
  await plan.reason.fill("wrong image");

  // The request never reaches the server.
  await page.route("**/jobs/**", (route) => (isAction(route.request()) ? route.abort() : route.continue()));
  await plan.confirm.click();
  await expect(plan.root).toContainText("Nothing was started. Standdown's own server did not answer.");
  await expect(plan.reason).toHaveValue("wrong image");
  await page.unroute("**/jobs/**");

  // The request arrives, and the answer is lost.
  await page.route("**/jobs/**", async (route) => {
    if (!isAction(route.request())) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await plan.confirm.click();
  await expect(page).toHaveURL(/\/operations\/op_/);
});
test("a page of a stale build asks for a reload, and what was typed is restored", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId } = await seedJob(emulator, { QUEUED: 2 });
  await jobPage.open(jobId);
  const plan = new PlanDialog(page);
  await plan.openForRows();
  await plan.reason.fill("wrong image");
  await plan.sendsReasons.check();

  const goOn = await callActionsOfAnotherBuild(page);
  await plan.confirm.click();
  await expect(plan.root).toContainText("Standdown was updated since this page was loaded.");
  await goOn();
  await plan.button("Reload and go on").click();

  await expect(plan.heading("Cancel 2 executions?")).toBeVisible();
  await expect(plan.reason).toHaveValue("wrong image");
  await expect(plan.sendsReasons).toBeChecked();
  await plan.keepThem.click();
  await page.reload();
  await expect(new Selecting(page).allRows).toBeVisible();
  await expect(plan.root).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1360, 390])
    test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 860 } });

      test("the plan has zero violations", async ({ page, emulator, jobPage, expectAccessible }) => {
        const { jobId } = await seedJob(emulator, { QUEUED: 2, IN_PROGRESS: 2 });
        const plan = new PlanDialog(page);
        await jobPage.open(jobId);
        await plan.openForRows();
        await plan.force.check();
        await expect(plan.typed).toBeVisible();
        await expectAccessible();
      });
    });

/** A job of things in these statuses, numbered from 1 on in this order. */
async function seedJob(emulator: EmulatorClient, counts: Partial<Record<Status, number>>) {
  const suffix = randomUUID().slice(0, 8);
  const statuses = Object.entries(counts).flatMap(([status, count]) =>
    Array<Status>(count).fill(status as Status),
  );
  const name = (number: number) => `unit-${suffix}-${String(number).padStart(3, "0")}`;
  const job: SeededJob = {
    jobId: `roll-${suffix}`,
    targets: { things: statuses.map((_, index) => name(index + 1)) },
    executions: statuses.map((status, index) => ({ thingName: name(index + 1), status })),
  };
  await emulator.seed({ things: statuses.map((_, index) => ({ name: name(index + 1) })), jobs: [job] });
  return { jobId: job.jobId, name };
}

/** How many executions of the job the emulator itself has in each status. */
async function statusesOf(emulator: EmulatorClient, jobId: string): Promise<Record<string, number>> {
  const response = await fetch(`${emulator.url}/jobs/${jobId}`, {
    headers: {
      authorization:
        "AWS4-HMAC-SHA256 Credential=tests/20260101/eu-west-1/iot/aws4_request, SignedHeaders=host, Signature=0",
    },
  });
  const { job } = (await response.json()) as { job: { jobProcessDetails: Record<string, number> } };
  const { numberOfQueuedThings, numberOfInProgressThings, numberOfSucceededThings } = job.jobProcessDetails;
  return {
    QUEUED: numberOfQueuedThings!,
    IN_PROGRESS: numberOfInProgressThings!,
    SUCCEEDED: numberOfSucceededThings!,
  };
}
