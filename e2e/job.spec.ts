import { randomUUID } from "node:crypto";
import type { EmulatorClient } from "../lib/testing/emulator-client";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

const HOUR_MS = 3_600_000;

/** AWS's page of 250 rows, and up to 24 more where it cut the pages before it. */
const FIRST_PAGE = "2[5-7]\\d";
const FIRST_PAGE_LOADED = new RegExp(`${FIRST_PAGE} loaded of about 300\\.`);

test("several statuses are read as several lists, and the page says that they are merged", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId, name } = await seedRollout(emulator);
  await jobPage.open(jobId);
  const main = page.getByRole("main");
  const chips = page.getByRole("group", { name: "Execution status" });
  const chip = (words: string) => chips.locator("label", { hasText: words });
  const checkbox = (words: RegExp) => chips.getByRole("checkbox", { name: words });

  await chip("Failed").click();
  await expect(page).toHaveURL(/status=FAILED$/);
  await expect(main).toContainText("12 executions, all loaded.");
  await expect(main).not.toContainText("are merged here");

  await chip("Succeeded").click();
  await expect(checkbox(/^Failed/)).toBeChecked();
  await expect(main).toContainText("2 statuses are on: AWS lists one at a time, so 2 lists are merged here.");
  await expect(main).toContainText("20 executions, all loaded.");
  await expect(jobPage.row(name(281))).toContainText("Failed");
  await jobPage.row(name(281)).focus();
  await page.keyboard.press("End");
  await expect(jobPage.row(name(300))).toContainText("Succeeded");

  await chip("All").click();
  await expect(checkbox(/^Failed/)).not.toBeChecked();
  await expect(main).toContainText(FIRST_PAGE_LOADED);
});

test("a status without executions is shown as empty, with a way back", async ({
  page,
  seedThing,
  jobPage,
}) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  await jobPage.open(jobs.roll, "?status=REJECTED");
  await expect(page.getByText("No execution of this job has that status")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(jobPage.row(thingName)).toBeVisible();
});

test("the name filter applies to the loaded rows, says so, and covers everything once all are loaded", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId, name } = await seedRollout(emulator);
  await jobPage.open(jobId);
  const main = page.getByRole("main");
  const filter = page.getByRole("searchbox", { name: "Filter by thing name" });
  await expect(main).toContainText(FIRST_PAGE_LOADED);

  await filter.fill(name(29).slice(0, -1).toUpperCase());
  await expect(main).toContainText(
    new RegExp(
      `10 of the ${FIRST_PAGE} loaded match the name\\. The filter acts on the ${FIRST_PAGE} loaded of about 300\\.`,
    ),
  );
  await expect(page).toHaveURL(/name=/);

  await filter.fill(name(299));
  await expect(page.getByText("No thing of that name among the executions loaded")).toBeVisible();
  await expect(main).toContainText("There are more to load");
  await page.getByRole("button", { name: "Load all" }).click();
  await expect(jobPage.row(name(299))).toBeVisible();
  await expect(main).toContainText("300 executions, all loaded. 1 of the 300 loaded match the name.");

  await filter.fill("");
  await expect(jobPage.row(name(1))).toBeVisible();
});

test("sorting applies to the loaded rows and says so, and the same header reverses it", async ({
  page,
  emulator,
  jobPage,
}) => {
  const { jobId, name } = await seedRollout(emulator);
  await jobPage.open(jobId);
  const main = page.getByRole("main");
  const header = page.getByRole("columnheader", { name: "Thing" });
  const firstRow = page.locator("tr[aria-rowindex='2']");

  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await expect(firstRow).toContainText(name(1));
  await expect(main).toContainText(new RegExp(`The order acts on the ${FIRST_PAGE} loaded of about 300\\.`));

  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect(firstRow).not.toContainText(name(1));
  await page.getByRole("button", { name: "Load all" }).click();
  await expect(main).toContainText("300 executions, all loaded.");
  await expect(firstRow).toContainText(name(300));
  await expect(main).not.toContainText("The order acts");

  await page.getByRole("columnheader", { name: "Status" }).getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "none");
  await page.goBack();
  await expect(header).toHaveAttribute("aria-sort", "descending");
});

test("the bar and the chips show AWS's counters, and update", async ({
  page,
  emulator,
  jobPage,
  seedThing,
}) => {
  const { jobId } = await seedRollout(emulator);
  await jobPage.open(jobId);
  await expect(page.getByRole("img", { name: /^Executions:/ })).toHaveAccessibleName(
    "Executions: Succeeded 8, Queued 280, Failed 12",
  );
  const chips = page.getByRole("group", { name: "Execution status" });
  await expect(chips.getByRole("checkbox", { name: "All 300" })).toBeChecked();
  await expect(chips.getByRole("checkbox", { name: "Timed out 0" })).not.toBeChecked();

  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  await jobPage.open(jobs.roll);
  await expect(chips.getByRole("checkbox", { name: "Queued 1" })).toBeVisible();
  await emulator.deviceAct({ thingName, jobId: jobs.roll, act: "start" });
  await expect(chips.getByRole("checkbox", { name: "In progress 1" })).toBeVisible({ timeout: 20_000 });
});

test("the page says that the counters count tries where the rows show it or could", async ({
  page,
  seedThing,
  emulator,
  jobPage,
}) => {
  const retry = [{ failureType: "FAILED", numberOfRetries: 2 }];
  const { thingName, jobs } = await seedThing({ flash: "QUEUED" }, { job: { retry } });
  const main = page.getByRole("main");
  for (let tries = 0; tries < 3; tries += 1)
    await emulator.deviceAct({ thingName, jobId: jobs.flash, act: "fail" });

  await jobPage.open(jobs.flash);
  await expect(main).toContainText("1 execution, all loaded.");
  await expect(main.getByRole("group", { name: "Execution status" })).toContainText("Failed3");
  await expect(main).toContainText(
    "AWS counts tries: 2 tries that failed or timed out were retried and have no row of their own.",
  );
  await jobPage.open(jobs.flash, "?status=FAILED");
  await expect(main).toContainText("“Failed” and “Timed out” may count more than there are rows.");
});

test.describe("the document", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("JSON is formatted for reading, and copied as AWS has it", async ({ page, seedThing, jobPage }) => {
    const document = '{"operation":"install","serial":12345678901234567890,"steps":["fetch","flash"]}';
    const { jobs } = await seedThing({ roll: "QUEUED" }, { job: { document } });
    await jobPage.open(jobs.roll);
    await page.getByRole("tab", { name: "Document" }).click();
    await expect(page).toHaveURL(/tab=document$/);
    const text = page.getByRole("region", { name: "Text of the job document" });
    await expect(text).toHaveText(
      '{\n  "operation": "install",\n  "serial": 12345678901234567890,\n  "steps": [\n    "fetch",\n    "flash"\n  ]\n}',
      { useInnerText: true },
    );

    await page.getByRole("main").getByRole("button", { name: "Copy" }).click();
    await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(document);
  });

  test("a document that is not JSON is shown unchanged, as text", async ({ page, seedThing, jobPage }) => {
    const document = "#!/bin/sh\n<img src=x onerror=alert(1)>\n  reboot  now";
    const { jobs } = await seedThing({ roll: "QUEUED" }, { job: { document } });
    await jobPage.open(jobs.roll, "?tab=document");
    await expect(page.getByRole("main")).toContainText("This is not JSON; it is shown as AWS stores it.");
    const text = page.getByRole("region", { name: "Text of the job document" });
    expect(await text.textContent()).toBe(document);
    await expect(text.locator("img")).toHaveCount(0);
  });
});

test("the configuration is described in words, with AWS's own names beside them", async ({
  page,
  seedThing,
  jobPage,
}) => {
  const { thingName, jobs } = await seedThing(
    { roll: "QUEUED" },
    {
      job: {
        timeoutMinutes: 45,
        rolloutPerMinute: 20,
        abort: [
          { failureType: "FAILED", action: "CANCEL", thresholdPercentage: 25, minNumberOfExecutedThings: 40 },
        ],
        retry: [{ failureType: "TIMED_OUT", numberOfRetries: 3 }],
        scheduling: { maintenanceWindows: [{ startTime: "cron(0 18 ? * SUN *)", durationInMinutes: 90 }] },
      },
    },
  );
  await jobPage.open(jobs.roll);
  await page.getByRole("tab", { name: "Executions" }).focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("tab", { name: "Configuration" })).toHaveAttribute("aria-selected", "true");
  const setting = (api: string) =>
    page.getByRole("main").locator("dl > div").filter({ hasText: api }).getByRole("definition");
  await expect(setting("targetSelection")).toContainText("Snapshot");
  await expect(setting("jobExecutionsRolloutConfig")).toHaveText("At most 20 things a minute.");
  await expect(setting("abortConfig")).toContainText("Cancels the job once 25%");
  await expect(setting("timeoutConfig")).toContainText("After 45 min in progress");
  await expect(setting("jobExecutionsRetryConfig")).toContainText("Up to 3 retries");
  await expect(setting("schedulingConfig").getByRole("paragraph")).toHaveText([
    "Rolls out only in its maintenance window: cron(0 18 ? * SUN *), for 90 minutes.",
    /^Next windows by AWS IoT: \d{4}-\d\d-\d\d 18:00, /,
  ]);

  await page.getByRole("list", { name: "Targets" }).getByRole("link", { name: thingName }).click();
  await expect(page).toHaveURL(new RegExp(`/${FLEET}/things/${thingName}$`));
});

/** A job with more executions than AWS lists at once: 280 queued, 12 failed, 8 succeeded. */
async function seedRollout(emulator: EmulatorClient) {
  const suffix = randomUUID().slice(0, 8);
  const prefix = `dock-${suffix}-`;
  const jobId = `rollout-${suffix}`;
  const group = `docks-${suffix}`;
  const range = (from: number, count: number) => ({ prefix, from, count, pad: 3 });
  const queuedAtMs = Date.now() - 5 * HOUR_MS;
  const ended = { queuedAtMs, startedAtMs: queuedAtMs + HOUR_MS, lastUpdatedAtMs: queuedAtMs + 2 * HOUR_MS };
  await emulator.seed({
    groups: [{ name: group }],
    thingRange: [{ ...range(1, 300), groups: [group] }],
    jobs: [
      {
        jobId,
        targets: { groups: [group] },
        executions: [
          { forThings: range(1, 280), status: "QUEUED", queuedAtMs },
          { forThings: range(281, 12), status: "FAILED", ...ended },
          { forThings: range(293, 8), status: "SUCCEEDED", ...ended },
        ],
      },
    ],
  });
  return { jobId, name: (number: number) => prefix + String(number).padStart(3, "0") };
}
