import { readFile } from "node:fs/promises";
import { hearNotifications } from "./fixtures/hear-notifications";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";
import { OperationPage, seedQueued } from "./pages/operation-page";

// Two a second: those that have to be under way for a while have a hundred executions, those that have to end a few.
test.use({
  ownWorld: { name: "operations", env: { IOT_QUOTAS: '{"CancelJobExecution": 2}', QUOTA_SHARE: "1" } },
});
// Of the usual half minute an operation of twelve takes six seconds by its quota alone.
test.describe.configure({ timeout: 60_000 });

test("an operation shows its progress to the end, and the outcome and reason of each execution", async ({
  page,
  emulator,
  browser,
  world,
  signedInState,
}) => {
  const { jobId, things } = await seedQueued(emulator, 12);
  const operation = new OperationPage(page);
  const id = await operation.start(jobId, 12, {
    beforehand: async () => {
      await emulator.deviceAct({ thingName: things[3]!, act: "start", jobId });
      await emulator.fault({ api: "CancelJobExecution", kind: "deny", match: { thingName: things[5]! } });
    },
  });
  await expect(operation.state("Finished")).toBeVisible({ timeout: 20_000 });
  await expect(operation.main).toContainText("12 of 12 done · 100%");
  await expect(operation.announced).toHaveText("Finished: 10 canceled, 1 started meanwhile, 1 denied.");
  await expect(operation.button("Pause")).toHaveCount(0);

  await operation.chip("Needs a look").click();
  await expect(page).toHaveURL(/show=needs-a-look/);
  await expect(operation.row(things[3]!)).toContainText("the device has started on it, now v2 in progress");
  await expect(operation.row(things[5]!)).toContainText("AWS denied the call on this thing");
  await expect(operation.table.getByRole("row")).toHaveCount(3);

  await test.step("a colleague who is given the link sees the same", async () => {
    const storageState = await signedInState(world.url, "viewer");
    const colleague = await browser.newPage({ baseURL: world.url, storageState });
    await colleague.goto(page.url());
    const theirs = new OperationPage(colleague);
    await expect(theirs.row(things[5]!)).toContainText("Denied");
    await expect(theirs.table.getByRole("row")).toHaveCount(3);
    await expect(theirs.main).toContainText("wrong image");
    await colleague.close();
  });

  await test.step("it can be downloaded, as far as it is filtered", async () => {
    const waiting = page.waitForEvent("download");
    await operation.main.getByRole("link", { name: "CSV" }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe(`standdown-${id}.csv`);
    const [header, ...rows] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    expect(header).toMatch(/^seq,thing,job,outcome,why,/);
    expect(rows).toHaveLength(2);
    expect(rows.join("\n")).toContain(`${things[3]},${jobId},started-meanwhile,"Was queued,`);
  });

  await test.step("an execution leads to the operation, and the audit log to all that it did", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/things/${things[3]}/executions/${jobId}$`));
    const mention = page.getByRole("region", { name: "Operations" });
    await expect(mention).toContainText("Started meanwhile");
    await mention.getByRole("link", { name: id }).click();
    await expect(operation.state("Finished")).toBeVisible();
    await operation.main.getByRole("link", { name: "In the audit log" }).click();
    await expect(page).toHaveURL(new RegExp(`operation=${id}`));
    const log = page.getByRole("table", { name: "Audit log" });
    for (const action of ["Start an operation", "Finish an operation"])
      await expect(log).toContainText(action);
    // It is read before it is canceled: for the one that had started nothing was sent, so nothing is on record.
    await expect(log.getByRole("row").filter({ hasText: "Cancel execution" })).toHaveCount(11);
  });
});

test("a thing is found by a part of its name", async ({ page, emulator }) => {
  const { jobId, things } = await seedQueued(emulator, 12);
  const operation = new OperationPage(page);
  await operation.start(jobId, 12);
  await page.getByRole("searchbox", { name: "Filter by thing name" }).fill("KIOSK-11");
  await expect(operation.table.getByRole("row")).toHaveCount(2);
  await expect(operation.row(things[11]!)).toBeVisible();
  await expect(page).toHaveURL(/name=KIOSK-11/);
});

test("the remaining executions are retried with a new plan, and the two operations link to each other", async ({
  page,
  emulator,
}) => {
  const { jobId, things } = await seedQueued(emulator, 3);
  const operation = new OperationPage(page);
  const first = await operation.start(jobId, 3, {
    beforehand: () => emulator.deviceAct({ thingName: things[1]!, act: "start", jobId }),
  });
  await expect(operation.state("Finished")).toBeVisible({ timeout: 20_000 });
  await operation.button("Retry 1…").click();
  const plan = page.getByRole("dialog");
  await plan.getByRole("checkbox", { name: /^Force cancel/ }).check();
  await plan.getByRole("textbox", { name: "Reason" }).fill("it must not start");
  await plan.getByRole("textbox", { name: /^Type 1 to confirm/ }).fill("1");
  await plan.getByRole("button", { name: "Force cancel 1 execution" }).click();

  await expect(operation.main.getByRole("heading", { level: 1 })).toHaveText("Cancel 1 open execution");
  await expect(operation.state("Finished")).toBeVisible({ timeout: 20_000 });
  await expect(operation.row(things[1]!)).toContainText("AWS IoT accepted the cancellation");
  const second = new URL(page.url()).pathname.split("/").at(-1)!;
  await operation.main.getByRole("link", { name: first }).click();
  await expect(operation.main.getByRole("link", { name: second })).toBeVisible();
});

test("an operation can be paused, resumed and stopped, and shows the outcome of the rest", async ({
  page,
  emulator,
}) => {
  const { jobId } = await seedQueued(emulator, 100);
  const operation = new OperationPage(page);
  const id = await operation.start(jobId, 100);
  await expect(operation.state("Running")).toBeVisible();
  await expect(operation.main).toContainText(/quota 2 · about \d+ (s|min) left/);
  await expect(operation.main).toContainText("Continues if you close this page or the server restarts.");

  await operation.button("Pause").click();
  await expect(operation.state("Paused")).toBeVisible();
  await expect(operation.main).toContainText("nothing more is canceled until somebody resumes it");
  await expect(operation.button("Resume")).toBeFocused();
  await operation.button("Resume").click();
  await expect(operation.state("Running")).toBeVisible();

  await operation.button("Stop…").click();
  const dialog = page.getByRole("dialog", { name: "Stop this operation?" });
  await expect(dialog).toContainText("stays as it is, and is listed as stopped");
  await dialog.getByRole("button", { name: "Keep it going" }).click();
  await expect(dialog).toHaveCount(0);
  await operation.button("Stop…").click();
  await dialog.getByRole("button", { name: "Stop the operation" }).click();
  await expect(operation.state("Stopped")).toBeVisible({ timeout: 15_000 });
  await expect(operation.main).toContainText("Somebody stopped it");
  await operation.chip("Stopped").click();
  await expect(operation.table).toContainText("The operation was stopped before its turn");

  await page.goto(`/${FLEET}/audit?operation=${id}`);
  const log = page.getByRole("table", { name: "Audit log" });
  for (const action of ["Pause", "Resume", "Stop"]) await expect(log).toContainText(`${action} an operation`);
});

test("an operation continues when the tab is closed, and is in the list", async ({
  page,
  context,
  emulator,
}) => {
  const { jobId } = await seedQueued(emulator, 8);
  const id = await new OperationPage(page).start(jobId, 8, { reason: "closed the tab" });
  await page.close();

  const later = await context.newPage();
  await later.goto(`/${FLEET}/operations`);
  const row = later.getByRole("table", { name: "Operations" }).getByRole("row", { name: /closed the tab/ });
  await expect(row).toContainText("Finished", { timeout: 30_000 });
  await expect(row).toContainText("8 of 8");
  await row.getByRole("link").click();
  await expect(later).toHaveURL(new RegExp(`${id}$`));
  await later.keyboard.press("Control+k");
  await later.getByRole("combobox").fill(id);
  await expect(later.getByRole("option", { name: `Open operation ${id}` })).toBeVisible();
});

test("a person who allowed notifications is notified by the browser when an operation ends", async ({
  page,
  emulator,
}) => {
  const heard = await hearNotifications(page);
  const { jobId } = await seedQueued(emulator, 12);
  const operation = new OperationPage(page);
  await operation.start(jobId, 12);
  await operation.button("Notify me when done").click();
  await expect(operation.button("Notifies while this tab is open")).toHaveAttribute("aria-pressed", "true");
  await expect.poll(heard, { timeout: 30_000 }).toEqual(["Cancel 12 queued executions: done: 12 canceled"]);
});

test.describe("as a viewer", () => {
  test.use({ signedInAs: "viewer" });

  test("a viewer sees the progress, and who can control the operation", async ({
    page,
    emulator,
    browser,
    world,
    signedInState,
  }) => {
    const { jobId } = await seedQueued(emulator, 100);
    const storageState = await signedInState(world.url, "operator");
    const operator = await browser.newPage({ baseURL: world.url, storageState });
    const id = await new OperationPage(operator).start(jobId, 100);
    await operator.close();

    const operation = new OperationPage(page);
    await operation.open(id);
    await expect(operation.button("Pause")).toHaveAttribute("aria-disabled", "true");
    await operation.button("Pause").hover();
    await expect(page.getByRole("tooltip")).toContainText("Your role may not pause, resume or stop");
  });
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1360, 390] as const)
    test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 860 } });

      test("operations have zero violations", async ({ page, emulator, expectAccessible }) => {
        const { jobId } = await seedQueued(emulator, 100);
        const operation = new OperationPage(page);
        await operation.start(jobId, 100);
        await expectAccessible();
        await operation.button("Stop…").click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible();
        await page.getByRole("dialog").getByRole("button", { name: "Stop the operation" }).click();
        await expect(operation.state("Stopped")).toBeVisible();
        await expectAccessible();
        await page.goto(`/${FLEET}/operations`);
        await expect(page.getByRole("table", { name: "Operations" })).toContainText("Cancel 100 queued");
        await expectAccessible();
      });
    });
