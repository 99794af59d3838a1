import { expect, test } from "./fixtures/test";
import { toasts } from "./pages/console-pages";

const API = "CancelJobExecution";

test("AWS denies it: the IAM action and the resource are named", async ({ openCancel, executionPage }) => {
  const { thingName, jobId, dialog, failCancel } = await openCancel();
  await dialog.addPairs(["reason", "kept"]);
  await failCancel({ kind: "deny" });
  await dialog.cancel.click();

  await expect(dialog.alert).toContainText(
    `AWS denied iot:CancelJobExecution on job/${jobId} and thing/${thingName}.`,
  );
  await expect(dialog.value(1)).toHaveValue("kept");
  await dialog.cancel.click();
  await expect(executionPage.status("Canceled")).toBeVisible();
});

test("AWS finds the request invalid: its words stand above the form, and nothing typed is lost", async ({
  openCancel,
  executionPage,
}) => {
  const { dialog, failCancel } = await openCancel();
  await dialog.addPairs(["reason", "kept"]);
  const message = "The value of reason is not what AWS takes.";
  await failCancel({ kind: "error", errorName: "InvalidRequestException", message });
  await dialog.cancel.click();

  await expect(dialog.alert).toHaveText(`Nothing was canceled. AWS refused CancelJobExecution: ${message}`);
  await expect(dialog.heading("Cancel job execution")).toBeVisible();
  await expect(dialog.value(1)).toHaveValue("kept");
  await dialog.cancel.click();
  await expect(executionPage.detail("reason")).toContainText("kept");
});

test("throttling is waited out where one can see it", async ({ page, openCancel }) => {
  const { dialog, failCancel } = await openCancel();
  await failCancel({ kind: "throttle", count: 1 });
  await dialog.cancel.click();

  await expect(dialog.alert).toContainText("CancelJobExecution is throttled. Nothing was canceled yet.");
  await expect(toasts(page)).toContainText("Canceled in AWS IoT");
});

test("leaving the page while it waits sends nothing more, and says so", async ({
  page,
  seedThing,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  await page.goto("/");
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await emulator.fault({ api: API, kind: "throttle", count: 1, match: { thingName } });
  await dialog.cancel.click();
  await expect(dialog.button("Stop waiting")).toBeVisible();
  await page.goBack();

  await expect(page.getByRole("heading", { name: "Things", level: 1 })).toBeVisible();
  await executionPage.open(thingName, jobs.job);
  await expect(executionPage.status("Queued")).toBeVisible();
  expect(await emulator.callsOf(API, thingName)).toHaveLength(1);
});

test("Enter in a field cancels nothing, and what cannot be pressed cannot be sent", async ({
  page,
  openCancel,
  emulator,
}) => {
  const { thingName, dialog } = await openCancel();
  await dialog.addPairs(["reason", "typed"]);
  await dialog.value(1).press("Enter");
  await expect(dialog.cancel).toBeVisible();
  expect(await emulator.callsOf(API, thingName)).toEqual([]);
  await dialog.cancel.dblclick();
  await expect(toasts(page)).toContainText("Canceled in AWS IoT");
  expect(await emulator.callsOf(API, thingName)).toHaveLength(1);
});

test("one can stop waiting for throttling, and loses nothing", async ({ openCancel, executionPage }) => {
  const { dialog, failCancel } = await openCancel();
  await dialog.addPairs(["ticket", "OPS-2"]);
  await failCancel({ kind: "throttle", count: 1 });
  await dialog.cancel.click();
  await dialog.button("Stop waiting").click();

  await expect(dialog.alert).toContainText("CancelJobExecution is throttled: the account's quota");
  await expect(dialog.value(1)).toHaveValue("OPS-2");
  await dialog.cancel.click();
  await expect(executionPage.status("Canceled")).toBeVisible();
});

test("the answer is lost after AWS acted: it is read again and shown as canceled", async ({
  page,
  openCancel,
  emulator,
}) => {
  const { thingName, dialog, failCancel } = await openCancel();
  await failCancel({ kind: "lose-answer" });
  await dialog.cancel.click();

  // Nothing on the execution distinguishes this cancellation from another person's, so it is not claimed.
  await expect(toasts(page)).toContainText("Canceled, by you or by someone else: AWS's answer was lost");
  expect(await emulator.callsOf(API, thingName)).toHaveLength(1);
});

test("the answer is lost after AWS acted, and our status details are there: shown as ours", async ({
  page,
  openCancel,
  emulator,
}) => {
  const { thingName, dialog, failCancel } = await openCancel();
  await dialog.addPairs(["ticket", "OPS-6"]);
  await failCancel({ kind: "lose-answer" });
  await dialog.cancel.click();

  await expect(toasts(page)).toContainText("Canceled in AWS IoT");
  expect(await emulator.callsOf(API, thingName)).toHaveLength(1);
});

for (const [kind, named] of [
  ["error", "InternalFailureException"],
  ["html-500", "HTTP 500 text/html"],
] as const)
  test(`AWS answers with an error of its own (${kind}) and has not acted: shown as not canceled`, async ({
    openCancel,
    executionPage,
  }) => {
    const { dialog, failCancel } = await openCancel();
    await failCancel({ kind });
    await dialog.cancel.click();

    await expect(dialog.heading("AWS did not confirm")).toBeVisible();
    await expect(dialog.alert).toContainText(
      `AWS did not confirm (${named}). It was read again just now and is not canceled: queued at version 1`,
    );
    await dialog.button("Retry on version 1").click();
    await expect(executionPage.status("Canceled")).toBeVisible();
  });

test.describe("with faults of its own", () => {
  test.use({ ownWorld: { name: "faults" }, allowedConsoleErrors: [/403 \(Forbidden\)/] });

  test("nothing can be read after AWS did not confirm: shown as unknown until a read succeeds", async ({
    openCancel,
    emulator,
  }) => {
    const { dialog } = await openCancel();
    await expect(dialog.cancel).toBeVisible();
    await emulator.fault({ api: API, kind: "lose-answer" });
    // The read before the cancellation goes through, those after it do not.
    await emulator.fault({ api: "DescribeJobExecution", kind: "slow", delayMs: 1, count: 1 });
    await emulator.fault({ api: "DescribeJobExecution", kind: "deny", count: 50 });
    await dialog.cancel.click();

    await expect(dialog.alert).toContainText("No later read can tell yet whether it was canceled.");
    await emulator.clearFaults();
    await dialog.button("Read it again").click();
    await expect(dialog.heading("Already canceled")).toBeVisible();
  });
});

test.describe("of an execution that was deleted", () => {
  test.use({ allowedConsoleErrors: [/404 \(Not Found\)/] });

  test("the execution is gone: said so, and the list is read again", async ({
    seedThing,
    thingPage,
    emulator,
  }) => {
    const { thingName, jobs } = await seedThing({ stays: "QUEUED", goes: "QUEUED" });
    await thingPage.open(thingName);
    await thingPage.cancelButton(jobs.goes).click();
    await expect(thingPage.dialog.cancel).toBeVisible();
    await emulator.deleteExecution(thingName, jobs.goes);
    await thingPage.dialog.cancel.click();

    await expect(thingPage.dialog.heading("The execution is gone")).toBeVisible();
    await thingPage.dialog.button("Close").click();
    await expect(thingPage.row(jobs.goes)).toHaveCount(0);
    await expect(thingPage.row(jobs.stays)).toBeVisible();
  });
});

test.describe("with AWS down and back", () => {
  test.use({ ownWorld: { name: "down-and-back" }, allowedConsoleErrors: [/502 \(Bad Gateway\)/] });

  test("the dialog says what cannot be reached, keeps what was typed, and works when AWS is back", async ({
    seedThing,
    executionPage,
    ownConsole,
  }) => {
    // The same one after AWS is back, not another one under its names.
    const execution = { status: "QUEUED", queuedAtMs: Date.now() - 60_000 } as const;
    const names = await seedThing({ job: execution });
    const dialog = await executionPage.openCancel(names.thingName, names.jobs.job);
    await dialog.addPairs(["reason", "still here"]);
    const world = await ownConsole({ name: "down-and-back" });
    await world.stopEmulator();
    await dialog.cancel.click();
    await expect(dialog.alert).toContainText("AWS IoT's address cannot be reached from the server.");
    await expect(dialog.value(1)).toHaveValue("still here");

    await world.startEmulator();
    await world.emulator.seed({
      things: [{ name: names.thingName }],
      jobs: [
        {
          jobId: names.jobs.job,
          targets: { things: [names.thingName] },
          executions: [{ thingName: names.thingName, ...execution }],
        },
      ],
    });
    await dialog.cancel.click();
    await expect(executionPage.status("Canceled")).toBeVisible();
    await expect(executionPage.detail("reason")).toContainText("still here");
  });
});
