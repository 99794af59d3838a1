import { expect, test } from "./fixtures/test";
import { PlanDialog } from "./pages/bulk-cancel";
import type { CancelDialog } from "./pages/cancel-dialog";
import { toasts } from "./pages/console-pages";
import { seedQueued } from "./pages/operation-page";

const API = "CancelJobExecution";
const CHANGED = "It changed while you were deciding";
const IS_GONE =
  "Nothing was canceled. The execution you saw is over or gone. Since then the job was created or sent again under the same id, or AWS IoT queued it for a retry.";

test("the job is deleted and created again while the dialog is open: the new execution is not canceled", async ({
  openCancel,
  executionPage,
  emulator,
}) => {
  const { thingName, jobId, dialog } = await openCancel();
  await emulator.recreateJob(jobId, [thingName]);
  await dialog.cancel.click();

  await expect(dialog.heading(CHANGED)).toBeVisible();
  await expect(dialog.alert).toHaveText(IS_GONE);
  // Status and version are the same, so the time in the queue has to distinguish them.
  await expect(dialog.comparison("Version")).toContainText("11");
  await expectTwoTimes(dialog, "Queued");
  expect(await emulator.callsOf(API, thingName)).toEqual([]);
  expect(await emulator.statusesOf(jobId)).toEqual({ [thingName]: "QUEUED" });

  await dialog.button("Retry on version 1").click();
  await expect(executionPage.status("Canceled")).toBeVisible();
  expect(await emulator.statusesOf(jobId)).toEqual({ [thingName]: "CANCELED" });
});

test("it was in progress, and so is the one that took its place: force has to be ticked again", async ({
  openCancel,
  emulator,
  expectAccessible,
}) => {
  const { thingName, jobId, dialog } = await openCancel({ status: "IN_PROGRESS", versionNumber: 2 });
  await dialog.force.check();
  await dialog.onlyAtVersion(2).uncheck();
  await emulator.recreateJob(jobId, [thingName]);
  await emulator.deviceAct({ thingName, jobId, act: "start" });
  await dialog.forceCancel.click();

  await expect(dialog.alert).toHaveText(IS_GONE);
  await expectTwoTimes(dialog, "Queued");
  await expectTwoTimes(dialog, "Started");
  await expect(dialog.force).not.toBeChecked();
  await expect(dialog.button("Retry on version 2")).toHaveAttribute("aria-disabled", "true");
  await expectAccessible();
  await dialog.button("Leave it running").click();
  expect(await emulator.callsOf(API, thingName)).toEqual([]);
  expect(await emulator.statusesOf(jobId)).toEqual({ [thingName]: "IN_PROGRESS" });
});

test("the attempt that was seen failed, and the next one runs: it is not canceled in its place", async ({
  seedThing,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing(
    { job: "QUEUED" },
    { job: { retry: [{ failureType: "FAILED", numberOfRetries: 3 }] } },
  );
  const ref = { thingName, jobId: jobs.job };
  await emulator.deviceAct({ ...ref, act: "start" });
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await dialog.force.check();
  await dialog.onlyAtVersion(2).uncheck();
  await emulator.deviceAct({ ...ref, act: "fail" });
  await expect.poll(() => emulator.tryDeviceActs([{ ...ref, act: "start" }])).toMatchObject([{ ok: true }]);
  await dialog.forceCancel.click();

  await expect(dialog.alert).toHaveText(IS_GONE);
  await expectTwoTimes(dialog, "Started");
  await expect(dialog.force).not.toBeChecked();
  expect(await emulator.callsOf(API, thingName)).toEqual([]);
  expect(await emulator.statusesOf(jobs.job)).toEqual({ [thingName]: "IN_PROGRESS" });
});

test("AWS does not say when it was queued: the dialog says what distinguishes it from another one", async ({
  seedThing,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  const fault = { api: "DescribeJobExecution", kind: "omit", member: "queuedAt" } as const;
  await emulator.fault({ ...fault, count: "unlimited", match: { thingName } });
  const words =
    "AWS IoT did not say when this execution was queued, so only its number and version can tell it from another one.";
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await expect(dialog.root).toContainText(words);
  // The version is all that is left, so it counts whatever was asked.
  await dialog.onlyAtVersion(1).uncheck();
  await emulator.deviceAct({ thingName, jobId: jobs.job, act: "start" });
  await dialog.cancel.click();

  await expect(dialog.heading(CHANGED)).toBeVisible();
  await expect(dialog.comparison("Queued")).toContainText("——");
  await expect(dialog.root).toContainText(words);
  expect(await emulator.callsOf(API, thingName)).toEqual([]);
});

for (const [comment, words] of [
  ["", "Canceled, by you or by someone else: AWS's answer was lost"],
  ["wrong image", "Canceled in AWS IoT: the job"],
] as const)
  test(`a whole job is canceled and AWS's answer is lost, with ${comment ? "a" : "no"} comment that says whose it is`, async ({
    page,
    jobPage,
    emulator,
  }) => {
    const { jobId } = await seedQueued(emulator, 2);
    const plan = new PlanDialog(page);
    await plan.openForJob(jobPage, jobId);
    await plan.comment.fill(comment);
    await plan.jobIdTyped.fill(jobId);
    await emulator.fault({ api: "CancelJob", kind: "lose-answer", match: { jobId } });
    await plan.button("Cancel the job").click();

    await expect(toasts(page)).toContainText(words);
    await expect(toasts(page)).toContainText("Its executions follow.");
    await expect
      .poll(async () => Object.values(await emulator.statusesOf(jobId)))
      .toEqual(["CANCELED", "CANCELED"]);
  });

test("a whole job is deleted and created again while its dialog is open: the new job goes on", async ({
  page,
  jobPage,
  emulator,
}) => {
  const { jobId, things } = await seedQueued(emulator, 2);
  const plan = new PlanDialog(page);
  await plan.openForJob(jobPage, jobId);
  await plan.comment.fill("wrong image");
  await plan.jobIdTyped.fill(jobId);
  await emulator.recreateJob(jobId, things);
  await plan.button("Cancel the job").click();

  await expect(plan.root.getByRole("alert")).toHaveText(
    "Nothing was canceled. The job you saw was deleted, and another one now has its id.",
  );
  await expect(plan.fact("You saw the job created")).not.toHaveText("—");
  await expect(plan.button("Cancel the job")).toHaveAttribute("aria-disabled", "true");
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(["QUEUED", "QUEUED"]);

  await test.step("a new plan is of the new job", async () => {
    await plan.button("Make a new plan").click();
    await expect(plan.heading("Cancel 2 executions?")).toBeVisible();
    await plan.button("Cancel the job instead…").click();
    await expect(plan.comment).toHaveValue("wrong image");
    await plan.jobIdTyped.fill(jobId);
    await plan.button("Cancel the job").click();
    await expect(plan.root).toHaveCount(0);
    await expect
      .poll(async () => Object.values(await emulator.statusesOf(jobId)))
      .toEqual(["CANCELED", "CANCELED"]);
  });
});

/** The two differ, both are shown exactly, and the new one stands out. */
async function expectTwoTimes(dialog: CancelDialog, name: string) {
  const [saw, now] = [
    dialog.comparison(name).getByRole("cell").first(),
    dialog.comparison(name).getByRole("cell").last(),
  ];
  for (const cell of [saw, now]) await expect(cell).toContainText(/\w{3} \d{1,2}, \d{4}, \d\d:\d\d:\d\d/);
  expect(await now.textContent()).not.toBe(await saw.textContent());
  await expect(now).toHaveCSS("font-weight", "600");
}
