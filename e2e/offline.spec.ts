import { expect, test } from "./fixtures/test";

test.use({ allowedConsoleErrors: [/net::ERR_(INTERNET_DISCONNECTED|FAILED)/] });

test("without a network, rows that were read stay and are marked as old, and refresh by themselves afterwards", async ({
  page,
  context,
  seedThing,
  jobPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ roll: "IN_PROGRESS" });
  await jobPage.open(jobs.roll);
  await expect(jobPage.row(thingName)).toContainText("In progress");
  await context.setOffline(true);
  const alert = page
    .getByRole("main")
    .getByRole("alert")
    .filter({ hasText: "The executions could not be read again." });
  await expect(alert).toContainText("does not answer", { timeout: 20_000 });
  await expect(alert).toContainText("What is below is from the last read.");
  await expect(jobPage.row(thingName)).toContainText("In progress");

  await emulator.deviceAct({ thingName, jobId: jobs.roll, act: "succeed" });
  await context.setOffline(false);
  await expect(jobPage.row(thingName)).toContainText("Succeeded", { timeout: 20_000 });
  await expect(alert).toHaveCount(0);
});

test("a page that was never fetched cannot be opened without a network: the console says so, and opens it when the network is back", async ({
  page,
  seedThing,
  executionPage,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  let isCut = true;
  await page.route(/\.js(\?|$)/, async (route) => {
    const response = await route.fetch();
    const isOfShortcuts = (await response.text()).includes("Keyboard shortcuts");
    return isOfShortcuts && isCut ? route.abort() : route.fulfill({ response });
  });
  await executionPage.open(thingName, jobs.job);
  const alert = page.getByRole("alert").filter({ hasText: "A part of this page could not be fetched" });
  const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(async () => {
    await page.keyboard.press("?"); // until the page listens
    await expect(alert).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(jobs.job);
  await alert.getByRole("button", { name: "Retry" }).click();
  await expect(alert).toBeVisible();

  isCut = false;
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(shortcuts).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test("a dialog opened without a network says so, and reads when the network is back", async ({
  context,
  seedThing,
  thingPage,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  await thingPage.open(thingName);
  await thingPage.cancelButton(jobs.job).hover(); // the dialog's script is fetched as one reaches for it
  await thingPage.cancelButton(jobs.job).click();
  await thingPage.dialog.keepIt.click();

  await context.setOffline(true);
  await thingPage.cancelButton(jobs.job).click();
  await expect(thingPage.dialog.root).toContainText("The execution could not be read");
  await expect(thingPage.dialog.root).toContainText("does not answer");
  await expect(thingPage.dialog.cancel).toHaveCount(0);

  await context.setOffline(false);
  await thingPage.dialog.button("Retry").click();
  await expect(thingPage.dialog.cancel).toBeEnabled();
});

test("a cancellation without a network fails, and nothing is sent later", async ({
  context,
  seedThing,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await dialog.addPairs(["reason", "typed before"]);
  await context.setOffline(true);
  await dialog.cancel.click();
  await expect(dialog.alert).toContainText("Whether it was canceled is not known yet.");

  await context.setOffline(false);
  await dialog.button("Read it again").click();
  await expect(dialog.heading("It was not confirmed")).toBeVisible();
  await expect(dialog.alert).toContainText(
    "Standdown's own server did not answer. It was read again just now and is not canceled: queued at version 1",
  );
  expect(await emulator.callsOf("CancelJobExecution", thingName)).toEqual([]);
  await dialog.button("Retry on version 1").click();
  await expect(executionPage.detail("reason")).toContainText("typed before");
});
