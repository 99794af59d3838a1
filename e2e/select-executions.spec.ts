import { randomUUID } from "node:crypto";
import type { EmulatorClient } from "../lib/testing/emulator-client";
import type { SeededJob } from "../lib/testing/emulator-seed";
import { expect, test } from "./fixtures/test";
import { Selecting } from "./pages/bulk-cancel";

test("a click selects a row, shift-click selects a range, and ended executions cannot be selected", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId, name } = await seedJob(emulator, 6, { [4]: "SUCCEEDED" });
  await jobPage.open(jobId, "?sort=thing");
  const { bar, box, allRows } = new Selecting(page);

  await expect(bar).toContainText("None selected");
  await expect(bar).toContainText("Select all 5 queued executions of this job");
  await box(name(2)).check();
  await expect(bar).toContainText("1 selected");
  await expect(allRows).toHaveJSProperty("indeterminate", true);
  await box(name(6)).click({ modifiers: ["Shift"] });
  await expect(bar).toContainText("4 selected");
  await expect(box(name(3))).toBeChecked();
  await expect(box(name(4))).toBeDisabled();
  await expect(box(name(4))).not.toBeChecked();
  await expect(box(name(4))).toHaveAccessibleName(
    `Select ${name(4)}: Succeeded: there is nothing to cancel.`,
  );
  await box(name(3)).uncheck();
  await expect(bar).toContainText("3 selected");
  await expect(bar.getByRole("button", { name: "Cancel 3 executions…" })).toBeVisible();
});

test("the check box of the header selects and clears the rows shown", async ({ page, emulator, jobPage }) => {
  const { jobId, name } = await seedJob(emulator, 5, { [1]: "FAILED" });
  await jobPage.open(jobId);
  const { bar, allRows, box } = new Selecting(page);

  await allRows.check();
  await expect(bar).toContainText("4 selected");
  await expect(box(name(1))).not.toBeChecked();
  await allRows.uncheck();
  await expect(bar).toContainText("None selected");
});

test("selecting all of a job selects by its filters, and says so", async ({ page, emulator, jobPage }) => {
  const { jobId, name } = await seedJob(emulator, 8, {
    [1]: "IN_PROGRESS",
    [2]: "IN_PROGRESS",
    [3]: "FAILED",
  });
  await jobPage.open(jobId);
  const selecting = new Selecting(page);
  const { bar, box } = selecting;

  await selecting.selectAll("Select all 5 queued executions of this job").click();
  await expect(bar).toContainText("All 5 queued executions of this job selected");
  await expect(bar).toContainText("also those that are not loaded");
  await expect(box(name(5))).toBeChecked();
  await expect(box(name(1))).not.toBeChecked();
  await expect(box(name(5))).toBeDisabled();
  await expect(selecting.cancel).toHaveText("Cancel all queued…");

  await page.getByRole("searchbox", { name: "Filter by thing name" }).fill(name(7));
  await expect(bar).toContainText("The filter has changed, so nothing is selected any more.");
  await expect(
    selecting.selectAll(`Select all queued executions of this job on things with “${name(7)}” in their name`),
  ).toBeVisible();
  await page.getByRole("searchbox", { name: "Filter by thing name" }).fill("");

  const chips = page.getByRole("group", { name: "Execution status" });
  await chips.locator("label", { hasText: "In progress" }).click();
  await expect(selecting.selectAll("Select all 2 in-progress executions of this job")).toBeVisible();
  await chips.locator("label", { hasText: "Queued" }).click();
  await selecting.selectAll("Select all 7 queued and in-progress executions of this job").click();
  await expect(bar).toContainText("All 7 queued and in-progress executions of this job selected");
  await selecting.clear.click();
  await expect(bar).toContainText("None selected");

  await jobPage.open(jobId, "?status=FAILED");
  await expect(bar).toContainText("None selected");
  await expect(bar.getByRole("button")).toHaveCount(0);
});

test("x selects the row, shift-x selects a range, and Esc does not change the selection", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId, name } = await seedJob(emulator, 5);
  await jobPage.open(jobId, "?sort=thing");
  const { bar, box } = new Selecting(page);
  const row = (number: number) => page.locator(`tr[aria-rowindex='${number + 1}']`);
  await expect(row(1)).toContainText(name(1));
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(row(1)).toBeFocused({ timeout: 1_000 });
  }).toPass();

  await page.keyboard.press("x");
  await expect(box(name(1))).toBeChecked();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await expect(bar).toContainText("3 selected");
  await page.keyboard.press("Escape");
  await expect(bar).toContainText("3 selected");
  await page.keyboard.press("x");
  await expect(bar).toContainText("2 selected");
});

test("a selection survives a refresh: ended executions are dropped with a message, and no row moves", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId, name } = await seedJob(emulator, 4);
  await jobPage.open(jobId, "?sort=thing");
  const { bar, box, allRows } = new Selecting(page);
  const main = page.getByRole("main");
  await allRows.check();
  await expect(bar).toContainText("4 selected");
  await expect(main).toContainText("Rows are selected: refreshes each minute");

  await emulator.deviceAct(
    { thingName: name(2), jobId, act: "start" },
    { thingName: name(2), jobId, act: "succeed" },
  );
  await emulator.deleteExecution(name(3), jobId);
  // The server shares a list for two seconds, so the first refresh may still return the earlier one.
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(bar).toContainText("2 selected", { timeout: 1_000 });
  }).toPass();
  await expect(bar).toContainText("1 of your selection ended meanwhile and was dropped.");
  await expect(bar).toContainText("1 of your selection is no longer in this list and was dropped.");
  await expect(box(name(1))).toBeChecked();
  await expect(box(name(4))).toBeChecked();
  await expect(box(name(2))).toBeDisabled();
  await expect(page.locator("tr[data-row='2']")).toContainText(name(3));
  await expect(page.locator("tr[data-row='2']")).toHaveAttribute("aria-disabled", "true");

  await new Selecting(page).clear.click();
  await expect(main).toContainText("Live · read");
  await expect(page.locator("tr[data-row='2']")).toContainText(name(4));
});

test("a thing's open executions are selected the same way", async ({ page, seedThing, thingPage }) => {
  const { thingName, jobs } = await seedThing({ first: "IN_PROGRESS", second: "QUEUED", third: "QUEUED" });
  await thingPage.open(thingName);
  const selecting = new Selecting(page);

  await selecting.selectAll("Select all 2 queued executions of this thing").click();
  await expect(selecting.box(jobs.second)).toBeChecked();
  await expect(selecting.box(jobs.first)).not.toBeChecked();
  await selecting.clear.click();
  await selecting.box(jobs.third).check();
  await expect(selecting.bar).toContainText("1 selected");

  const shown = page.getByRole("group", { name: "Executions shown" });
  await shown.locator("label", { hasText: "Finished" }).click();
  await expect(selecting.bar).toHaveCount(0);
  await shown.locator("label", { hasText: "Open" }).click();
  await expect(selecting.bar).toContainText("None selected");
});

test.describe("as a viewer", () => {
  test.use({ signedInAs: "viewer" });

  test("a viewer sees why the selection cannot be canceled", async ({ page, seedThing, jobPage }) => {
    const { thingName, jobs } = await seedThing({ job: "QUEUED" });
    await jobPage.open(jobs.job);
    const selecting = new Selecting(page);
    await selecting.box(thingName).check();
    await expect(selecting.cancel).toHaveAttribute("aria-disabled", "true");
    await selecting.cancel.hover();
    await expect(page.getByRole("tooltip")).toContainText(
      "Your role may not cancel executions. Ask an operator.",
    );
  });
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1360, 390])
    test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 860 } });

      test("a selection has zero violations", async ({ emulator, page, jobPage, expectAccessible }) => {
        const { jobId, name } = await seedJob(emulator, 4, { [2]: "FAILED" });
        const { bar, box } = new Selecting(page);
        await jobPage.open(jobId);
        await box(name(1)).check();
        await expect(bar).toContainText("1 selected");
        await expectAccessible();
      });
    });

/** A job of `count` things, all queued except those in `statuses`, by their number from 1. */
async function seedJob(
  emulator: EmulatorClient,
  count: number,
  statuses: Record<number, "IN_PROGRESS" | "SUCCEEDED" | "FAILED"> = {},
) {
  const suffix = randomUUID().slice(0, 8);
  const name = (number: number) => `unit-${suffix}-${number}`;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const job: SeededJob = {
    jobId: `roll-${suffix}`,
    targets: { things: numbers.map(name) },
    executions: numbers.map((number) => ({ thingName: name(number), status: statuses[number] ?? "QUEUED" })),
  };
  await emulator.seed({ things: numbers.map((number) => ({ name: name(number) })), jobs: [job] });
  return { jobId: job.jobId, name };
}
