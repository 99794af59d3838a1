import { openCancelOfStaleRow } from "./fixtures/open-cancel";
import { expect, test } from "./fixtures/test";
import { toasts } from "./pages/console-pages";

test("an operator cancels a queued execution and sees it canceled", async ({
  page,
  seedThing,
  executionPage,
}) => {
  const { thingName, jobs } = await seedThing({ "update-firmware": "QUEUED" });
  const dialog = await executionPage.openCancel(thingName, jobs["update-firmware"]);

  await expect(dialog.force).toHaveCount(0);
  await dialog.cancel.click();

  await expect(dialog.root).toHaveCount(0);
  await expect(toasts(page)).toContainText(`Canceled in AWS IoT: ${jobs["update-firmware"]} on ${thingName}`);
  await expect(executionPage.status("Canceled")).toBeVisible();
  await expect(executionPage.cancelButton).toHaveAttribute("aria-disabled", "true");
  await expect(executionPage.cancelButton).toBeFocused();
});

test("an execution in progress is not canceled before force is ticked", async ({
  page,
  seedThing,
  executionPage,
}) => {
  const { thingName, jobs } = await seedThing({
    flash: { status: "IN_PROGRESS", statusDetails: { step: "flashing" } },
  });
  const dialog = await executionPage.openCancel(thingName, jobs.flash);

  await expect(dialog.root).toContainText("AWS IoT does not offer this job to it again");
  // Focus on a time would show its note, right over the warning.
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  await expect(dialog.root).toContainText("step: flashing");
  await expect(dialog.force).not.toBeChecked();
  await expect(dialog.forceCancel).toHaveAttribute("aria-disabled", "true");

  await dialog.force.check();
  await dialog.forceCancel.click();

  await expect(executionPage.status("Canceled")).toBeVisible();
  await expect(executionPage.main).toContainText("canceled by force");
  await expect(executionPage.detail("step")).toContainText("flashing");
});

test.describe("with connectivity indexed", () => {
  test.use({
    ownWorld: { indexing: { mode: "REGISTRY", connectivity: "STATUS" }, name: "force" },
    allowedConsoleErrors: [/403 \(Forbidden\)/],
  });

  test("consent to force stands on what is known: since when, the last report, the connection, and what is next", async ({
    seedThing,
    executionPage,
  }) => {
    const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000 - 60_000;
    const stuck = {
      status: "IN_PROGRESS" as const,
      queuedAtMs: hoursAgo(150),
      startedAtMs: hoursAgo(146),
      lastUpdatedAtMs: hoursAgo(95),
    };
    const queued = (hours: number) => ({ status: "QUEUED" as const, queuedAtMs: hoursAgo(hours) });
    const { thingName, jobs } = await seedThing(
      { stuck, late: queued(3), early: queued(20) },
      { connectivity: { connected: true, timestampMs: hoursAgo(30) } },
    );
    const dialog = await executionPage.openCancel(thingName, jobs.stuck);

    await expect(dialog.root).toContainText(
      "In progress for 6 d 2 h, last report 3 d 23 h ago, device connected for 1 d 6 h.",
    );
    await expect(dialog.root).toContainText(`Next: ${jobs.early}.`);
  });

  test("what could not be read of the device is not stated", async ({
    seedThing,
    executionPage,
    emulator,
  }) => {
    const { thingName, jobs } = await seedThing({ stuck: "IN_PROGRESS", waits: "QUEUED" });
    await executionPage.open(thingName, jobs.stuck);
    const api = "ListJobExecutionsForThing";
    await emulator.fault({ api, kind: "deny", count: "unlimited", match: { thingName } });
    await executionPage.cancelButton.click();

    await expect(executionPage.dialog.root).toContainText(
      "What starts next on the device could not be read.",
    );
    await expect(executionPage.dialog.root).not.toContainText("Next:");
  });
});

test("a finished execution says what happened and offers only to close", async ({
  page,
  seedThing,
  thingPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ rotate: "IN_PROGRESS" });
  const ref = { thingName, jobId: jobs.rotate };
  await openCancelOfStaleRow(thingPage, emulator, ref, [{ act: "succeed" }]);

  await expect(thingPage.dialog.heading("Nothing to cancel")).toBeVisible();
  await expect(thingPage.dialog.root).toContainText("This execution has ended: succeeded.");
  await expect(thingPage.dialog.root.getByRole("button")).toHaveText(["Close"]);
  await page.keyboard.press("Escape");
  await expect(thingPage.dialog.root).toHaveCount(0);
});

test("keeping it, and Escape, do nothing to the execution", async ({
  page,
  openCancel,
  executionPage,
  emulator,
}) => {
  const { thingName, dialog } = await openCancel();
  await dialog.keepIt.click();
  await expect(dialog.root).toHaveCount(0);
  await executionPage.cancelButton.click();
  await expect(dialog.cancel).toBeVisible();
  // A slip beside the dialog loses nothing that was typed; with nothing typed it closes.
  await dialog.reason.fill("superseded");
  await page.mouse.click(5, 400);
  await expect(dialog.reason).toHaveValue("superseded");
  await dialog.reason.fill("");
  await page.mouse.click(5, 400);
  await expect(dialog.root).toHaveCount(0);
  await executionPage.cancelButton.click();
  await expect(dialog.cancel).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog.root).toHaveCount(0);

  await expect(executionPage.cancelButton).toBeFocused();
  expect(await emulator.callsOf("CancelJobExecution", thingName)).toEqual([]);
});

test("a support person cancels from the thing, and the rest of its queue stays", async ({
  page,
  seedThing,
  thingPage,
}) => {
  const { thingName, jobs } = await seedThing({ first: "QUEUED", second: "QUEUED" });
  await thingPage.open(thingName);
  await thingPage.cancelButton(jobs.first).click();
  await thingPage.dialog.cancel.click();

  await page.mouse.move(0, 0);
  await expect(thingPage.row(jobs.first)).toHaveCount(0);
  await expect(thingPage.row(jobs.second)).toContainText("Queued");
  await thingPage.openTab("Finished");
  await expect(thingPage.row(jobs.first)).toContainText("Canceled");
});

test("an operator cancels from the job, and sees the row canceled", async ({ seedThing, jobPage }) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  await jobPage.open(jobs.roll);
  await jobPage.cancelButton(thingName).click();
  await jobPage.dialog.cancel.click();
  await expect(jobPage.row(thingName)).toContainText("Canceled");
});

test("status details are recorded on the execution", async ({ openCancel, executionPage }) => {
  const { dialog } = await openCancel();
  await dialog.addPairs(["reason", "superseded by fw 4.2.1"], ["ticket", "OPS-4417"]);
  await expect(dialog.root).toContainText("2 of 10 pairs");
  await dialog.cancel.click();

  await expect(executionPage.detail("reason")).toContainText("superseded by fw 4.2.1");
  await expect(executionPage.detail("ticket")).toContainText("OPS-4417");
});

test("the device's details are replaced, unless one keeps them too", async ({ seedThing, executionPage }) => {
  const reported = { status: "IN_PROGRESS", statusDetails: { step: "flashing", percent: "61" } } as const;
  const { thingName, jobs } = await seedThing({ replaced: reported, kept: reported });

  const dialog = await executionPage.openCancel(thingName, jobs.replaced);
  await dialog.force.check();
  await dialog.addPairs(["reason", "recall"]);
  await dialog.forceCancel.click();
  await expect(executionPage.detail("reason")).toBeVisible();
  await expect(executionPage.detail("step")).toHaveCount(0);

  await executionPage.openCancel(thingName, jobs.kept);
  await dialog.force.check();
  await dialog.addPairs(["reason", "recall"], ["percent", "stopped"]);
  await dialog.keepDeviceDetails.check();
  await expect(dialog.root).toContainText("3 of 10 pairs");
  await dialog.forceCancel.click();
  await expect(executionPage.detail("step")).toContainText("flashing");
  await expect(executionPage.detail("percent")).toContainText("stopped");
});

test("the same cancellation can be copied for the AWS CLI", async ({
  page,
  context,
  openCancel,
  emulator,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { thingName, jobId, dialog } = await openCancel({ status: "QUEUED", versionNumber: 1 });
  await dialog.addPairs(["reason", "it's over"]);
  await dialog.button("Copy as AWS CLI").click();
  await expect(dialog.button("Copied")).toBeVisible();

  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(
    `aws iot cancel-job-execution --endpoint-url ${emulator.url} --region eu-west-1 --job-id ${jobId} --thing-name ${thingName} ` +
      `--expected-version 1 --status-details '{"reason":"it'\\''s over"}'`,
  );
});

test("an execution is canceled by keyboard alone", async ({ page, seedThing, thingPage }) => {
  const { thingName, jobs } = await seedThing({ only: "QUEUED" });
  await thingPage.open(thingName);
  await expect(thingPage.row(jobs.only)).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(thingPage.row(jobs.only)).toBeFocused();
  }).toPass();
  await page.keyboard.press("c");
  await expect(thingPage.dialog.cancel).toBeVisible();
  while (!(await thingPage.dialog.cancel.evaluate((button) => button === document.activeElement)))
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  await expect(toasts(page)).toContainText("Canceled in AWS IoT");
  await expect(thingPage.row(jobs.only)).toHaveCount(0);
  // Its row has left with the focus on it: that stays in the list, not at the top of the page.
  await expect(page.getByRole("region", { name: `Open executions of ${thingName}` })).toBeFocused();
});

test.describe("where AWS shows a cancellation late", () => {
  test.use({ ownWorld: { lagMs: 9_000, name: "lag" } });

  test("its row and its page say requested until a read confirms", async ({
    page,
    seedThing,
    thingPage,
    executionPage,
  }) => {
    const { thingName, jobs } = await seedThing({ job: "QUEUED" });
    await thingPage.open(thingName);
    await thingPage.cancelButton(jobs.job).click();
    await thingPage.dialog.cancel.click();

    await expect(toasts(page)).toContainText("Cancel requested");
    await expect(thingPage.row(jobs.job)).toContainText("Queuedcancel requested");
    await toasts(page).getByRole("link", { name: "See the execution" }).click();
    await expect(page.getByRole("heading", { name: jobs.job, level: 1 })).toBeVisible();
    await expect(executionPage.main).toContainText("cancel requested");
    await expect(executionPage.status("Canceled")).toBeVisible({ timeout: 20_000 });
    await expect(executionPage.main).not.toContainText("cancel requested");
  });
});

test.describe("a person whose role may not", () => {
  test.describe("force", () => {
    test.use({ signedInAs: "operator" });

    test("sees why, and the server would refuse too", async ({ seedThing, executionPage }) => {
      const { thingName, jobs } = await seedThing({ flash: "IN_PROGRESS", wait: "QUEUED" });
      const dialog = await executionPage.openCancel(thingName, jobs.flash);
      await expect(dialog.root).toContainText("Your role may not cancel by force.");
      await expect(dialog.force).toHaveCount(0);
      await expect(dialog.forceCancel).toHaveAttribute("aria-disabled", "true");

      await executionPage.openCancel(thingName, jobs.wait);
      await dialog.cancel.click();
      await expect(executionPage.status("Canceled")).toBeVisible();
    });
  });

  test.describe("cancel", () => {
    test.use({ signedInAs: "viewer" });

    test("sees why", async ({ openCancel }) => {
      const { dialog } = await openCancel();
      await expect(dialog.root).toContainText("Your role may not cancel executions.");
      await expect(dialog.cancel).toHaveAttribute("aria-disabled", "true");
    });
  });
});
