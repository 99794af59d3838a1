import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures/test";
import { FLEET, toasts } from "./pages/console-pages";

test("a job's rows by keyboard alone: move, first, last, filter, open, back", async ({
  page,
  emulator,
  jobPage,
}) => {
  const suffix = randomUUID().slice(0, 8);
  const prefix = `unit-${suffix}-`;
  const jobId = `keys-${suffix}`;
  const range = { prefix, from: 1, count: 40, pad: 2 };
  await emulator.seed({
    groups: [{ name: `units-${suffix}` }],
    thingRange: [{ ...range, groups: [`units-${suffix}`] }],
    jobs: [{ jobId, targets: { groups: [`units-${suffix}`] }, executions: "queued" }],
  });
  await jobPage.open(jobId, "?sort=thing");
  const row = (number: number) => page.locator(`tr[aria-rowindex='${number + 1}']`);
  await expect(row(1)).toContainText(`${prefix}01`);

  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(row(1)).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(row(3)).toBeFocused();
  await expect(row(3)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("k");
  await expect(row(2)).toBeFocused();
  await page.keyboard.press("End");
  await expect(row(40)).toBeFocused();
  await expect(row(40)).toBeInViewport();
  await page.keyboard.press("j");
  await expect(row(40)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(row(1)).toBeFocused();

  await page.keyboard.press("/");
  const filter = page.getByRole("searchbox", { name: "Filter by thing name" });
  await expect(filter).toBeFocused();
  await page.keyboard.type(`${prefix}3`);
  await expect(filter).toHaveValue(`${prefix}3`);
  await expect(page.getByRole("main")).toContainText("10 of the 40 loaded match the name.");
  await page.keyboard.type("7");
  await expect(row(1)).toContainText(`${prefix}37`);
  await filter.blur();
  await page.keyboard.press("j");
  await expect(row(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/things/${prefix}37/executions/${jobId}$`));
  await page.goBack();
  await expect(filter).toHaveValue(`${prefix}37`);
});

test("the lists of things and jobs by keyboard: / to the filter, Enter into the row", async ({
  page,
  seedThing,
}) => {
  const { thingName } = await seedThing({ roll: "QUEUED" });
  await page.goto(`/${FLEET}/things`);
  const filter = page.getByRole("searchbox", { name: "Name begins with" });
  const exactName = page.getByRole("textbox", { name: "Exact name, then Enter" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(filter.or(exactName)).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.type(thingName);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toContainText(thingName);

  await page.goto(`/${FLEET}/jobs`);
  const firstRow = page.locator("tr[aria-rowindex='2']");
  await expect(firstRow).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(firstRow).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/${FLEET}/jobs/.+`));
  await expect(page.getByRole("tab", { name: "Executions" })).toBeVisible();
});

test("c cancels the execution of the row, and on an ended one says why it cannot", async ({
  page,
  seedThing,
  jobPage,
  thingPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ over: "SUCCEEDED", open: "QUEUED" });
  const pressC = async (ready: () => Promise<void>) => {
    await expect(async () => {
      await page.keyboard.press("Home");
      await expect(page.locator("tr[aria-rowindex='2']")).toBeFocused({ timeout: 1_000 });
    }).toPass();
    await page.keyboard.press("c");
    await ready();
  };

  await jobPage.open(jobs.over);
  await pressC(() =>
    expect(toasts(page)).toContainText(
      `${jobs.over} on ${thingName}: Succeeded: there is nothing to cancel.`,
    ),
  );
  await expect(jobPage.dialog.root).toHaveCount(0);

  await page.goto(`/${FLEET}/things/${thingName}?tab=finished`);
  await expect(thingPage.row(jobs.over)).toBeVisible();
  await pressC(() => expect(toasts(page)).toContainText("there is nothing to cancel."));
  await expect(thingPage.dialog.root).toHaveCount(0);

  await jobPage.open(jobs.open);
  await pressC(() => expect(jobPage.dialog.cancel).toBeVisible());
  await page.keyboard.press("Escape");
  await expect(jobPage.dialog.root).toHaveCount(0);
  expect(await emulator.callsOf("CancelJobExecution", thingName)).toEqual([]);
});
