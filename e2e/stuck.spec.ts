import type { Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import type { EmulatorClient } from "../lib/testing/emulator-client";
import { expect, test } from "./fixtures/test";
import { PlanDialog } from "./pages/bulk-cancel";
import { chip, FLEET, toasts } from "./pages/console-pages";
import { OperationPage } from "./pages/operation-page";

const HOUR_MS = 3_600_000;
const ago = (hours: number) => Date.now() - hours * HOUR_MS;
/** The index updates in the background, within some seconds. */
const FOUND = { timeout: 45_000 };

test.use({
  ownWorld: {
    name: "indexed-open",
    env: {
      INDEX_SHARE: "1",
      ALERT_STUCK_MORE_THAN: "0",
      WEBHOOK_URL: "http://127.0.0.1:9/nobody-listens",
      WEBHOOK_SECRET: "known-to-both-sides-only",
    },
    indexing: { mode: "REGISTRY", connectivity: "STATUS" },
  },
});
test.setTimeout(120_000);

const table = (page: Page) => page.getByRole("table", { name: "Stuck executions" });
const rowOf = (page: Page, name: string) => table(page).getByRole("row").filter({ hasText: name });
const runningSince = (hours: number) =>
  ({
    status: "IN_PROGRESS",
    queuedAtMs: ago(hours + 1),
    startedAtMs: ago(hours),
    lastUpdatedAtMs: ago(hours),
  }) as const;

test("a device gets stuck: it is listed with the reason, is freed by force, and its queue moves on", async ({
  page,
  seedThing,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing(
    { update: runningSince(98), next: { status: "QUEUED", queuedAtMs: ago(3) } },
    {
      connectivity: {
        connected: false,
        timestampMs: ago(1 / 3), // AWS forgets a disconnect within the hour
        disconnectReason: "MQTT_KEEP_ALIVE_TIMEOUT",
      },
    },
  );
  await page.goto(`/${FLEET}/stuck?thing=${thingName}`);
  const row = rowOf(page, thingName);
  await expect(row).toContainText(
    /In progress for 4 d 2 h with no update, the job has no timeout, the device is disconnected, 1 waits behind it\./,
    FOUND,
  );
  await expect(page.getByRole("main")).toContainText(/Index: read (just now|\d+ s ago)/);
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Stuck/ }),
  ).toContainText(/\d+ stuck/, FOUND);

  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Cancel 1 execution…" }).click();
  const plan = page.getByRole("dialog");
  await plan.getByRole("checkbox", { name: /force/i }).check();
  await plan.getByRole("textbox", { name: /Reason/ }).fill("hangs since Thursday");
  await plan.getByRole("textbox", { name: /number|type/i }).fill("1");
  await plan.getByRole("button", { name: /^Force cancel/ }).click();
  await expect(page).toHaveURL(/\/operations\/op_/, FOUND);
  await expect(page.getByRole("main")).toContainText(/Finished/i, FOUND);

  await emulator.deviceAct(
    { thingName, act: "connect" },
    { thingName, act: "start", jobId: jobs.next },
    { thingName, act: "succeed", jobId: jobs.next },
  );
  await page.goto(`/${FLEET}/things/${thingName}?tab=finished`);
  await expect(page.getByRole("row").filter({ hasText: jobs.next })).toContainText("Succeeded", FOUND);
  await page.goto(`/${FLEET}/stuck?thing=${thingName}`);
  await expect(page.getByRole("main")).toContainText("Nothing matches these filters", FOUND);
});

/** Selects two devices that hang in one job, and plans to cancel them by force. */
async function planByForce(page: Page, emulator: EmulatorClient) {
  const suffix = randomUUID().slice(0, 8);
  const jobId = `hang-${suffix}`;
  const things = [`press-${suffix}-1`, `press-${suffix}-2`] as const;
  const executions = things.map((thingName) => ({ thingName, ...runningSince(30) }));
  await emulator.seed({
    things: things.map((name) => ({ name })),
    jobs: [{ jobId, targets: { things: [...things] }, executions }],
  });
  await page.goto(`/${FLEET}/stuck?job=${jobId}`);
  for (const thing of things) {
    await expect(rowOf(page, thing)).toBeVisible(FOUND);
    await rowOf(page, thing).getByRole("checkbox").check();
  }
  await page.getByRole("button", { name: "Cancel 2 executions…" }).click();
  const plan = new PlanDialog(page);
  await plan.force.check();
  await plan.reason.fill("both hang");
  await plan.typed.fill("2");
  return { jobId, things, plan };
}

test("one of two devices reports progress before the plan is confirmed: it is left running, and the other is freed", async ({
  page,
  emulator,
}) => {
  const { jobId, things, plan } = await planByForce(page, emulator);
  const [alive, hanging] = things;
  await emulator.deviceAct({ thingName: alive, jobId, act: "progress", statusDetails: { step: "unpack" } });
  await plan.confirm.click();

  const operation = new OperationPage(page);
  await expect(operation.state("Finished")).toBeVisible(FOUND);
  await expect(operation.row(alive)).toContainText("Changed meanwhile");
  await expect(operation.row(alive)).toContainText(
    "Was in progress, now v3 in progress, reports step: unpack",
  );
  await expect(operation.row(hanging)).toContainText("Canceled");
  await expect(operation.asked("Guard")).toHaveText("same execution, no progress reported since the plan");
  expect(await emulator.statusesOf(jobId)).toEqual({ [alive]: "IN_PROGRESS", [hanging]: "CANCELED" });
});

test("with “Even if they report progress” both are canceled, and the operation says so", async ({
  page,
  emulator,
}) => {
  const { jobId, things, plan } = await planByForce(page, emulator);
  const [alive, hanging] = things;
  await plan.evenIfProgressed.check();
  await emulator.deviceAct({ thingName: alive, jobId, act: "progress", statusDetails: { step: "unpack" } });
  await plan.confirm.click();

  const operation = new OperationPage(page);
  await expect(operation.state("Finished")).toBeVisible(FOUND);
  await expect(operation.announced).toHaveText("Finished: 2 canceled.");
  await expect(operation.asked("Guard")).toHaveText("same execution, even if it reported progress");
  expect(await emulator.statusesOf(jobId)).toEqual({ [alive]: "CANCELED", [hanging]: "CANCELED" });
});

test("a person filters, sorts, groups and saves the view, and a colleague opens its link", async ({
  page,
  seedThing,
}) => {
  const old = await seedThing({ old: runningSince(400) });
  const young = await seedThing({ young: runningSince(2) }, { job: { timeoutMinutes: 9_000 } });
  await page.goto(`/${FLEET}/stuck`);
  await expect(rowOf(page, old.thingName)).toBeVisible(FOUND);
  await expect(rowOf(page, young.thingName)).toBeVisible(FOUND);

  await page.getByLabel("Job has a timeout").selectOption("no");
  await expect(rowOf(page, young.thingName)).toHaveCount(0);
  await page.getByLabel("For longer than").selectOption("168");
  await expect(rowOf(page, old.thingName)).toBeVisible();
  await expect(page).toHaveURL(/timeout=no&older=168|older=168.*timeout=no/);
  await table(page).getByRole("button", { name: "Thing" }).click();
  await expect(page).toHaveURL(/sort=thing/);

  await page.getByRole("button", { name: "Save this view…" }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("a week, no timeout");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const views = page.getByRole("list", { name: "Saved views" });
  await expect(views.getByRole("link", { name: "a week, no timeout" })).toBeVisible();

  await chip(page, "By job").click();
  const byJob = page.getByRole("table", { name: "Stuck by job" });
  await expect(byJob.getByRole("row").filter({ hasText: old.jobs.old })).toBeVisible();
  // How many wait was not asked.
  await expect(byJob.getByRole("columnheader")).toHaveText(["Job", "Stuck", "Longest since", "Actions"]);
  await page.goto(`/${FLEET}/stuck`);
  await views.getByRole("link", { name: "a week, no timeout" }).click();
  await expect(page).toHaveURL(/timeout=no/);
  await expect(rowOf(page, young.thingName)).toHaveCount(0);
  await page.getByRole("button", { name: "Rename the view a week, no timeout" }).click();
  const newName = page.getByRole("textbox", { name: "New name of a week, no timeout" });
  await newName.fill(" ");
  await expect(page.getByRole("button", { name: "Rename", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await newName.fill("old ones");
  await newName.press("Enter");
  await expect(views.getByRole("link")).toHaveText(["old ones"]);
  await page.getByRole("button", { name: "Save this view…" }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("old ones");
  await expect(page.getByRole("button", { name: "Replace the one with this name" })).toBeVisible();
  await page.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("button", { name: "Remove the view old ones" }).click();
  await expect(views.getByRole("link")).toHaveCount(0);
});

test("the rows of one thing belong to that thing alone, even if other names start with its name", async ({
  page,
  seedThing,
}) => {
  const { thingName } = await seedThing({ update: runningSince(5) });
  const near = await seedThing({ update: runningSince(4) }, { name: `${thingName}-1` });
  await page.goto(`/${FLEET}/stuck?view=thing&thing=${thingName}`);
  const things = page.getByRole("table", { name: "Stuck by thing" });
  await expect(things.getByRole("link", { name: near.thingName })).toBeVisible(FOUND);
  await page.getByRole("button", { name: `Show the executions of ${thingName}`, exact: true }).click(FOUND);
  await expect(rowOf(page, thingName)).toHaveCount(1);
  await expect(rowOf(page, near.thingName)).toHaveCount(0);
  const filter = page.getByRole("textbox", { name: "Thing name is exactly" });
  await expect(filter).toHaveValue(thingName);
  await filter.fill("");
  await filter.press("Enter");
  await expect(page.getByRole("textbox", { name: "Thing name contains" })).toHaveValue("");
});

test("the timeline of a thing shows when executions waited, ran and went silent, as lines and as a table", async ({
  page,
  seedThing,
}) => {
  const { thingName, jobs } = await seedThing({
    done: { status: "SUCCEEDED", queuedAtMs: ago(9), startedAtMs: ago(8), lastUpdatedAtMs: ago(6) },
    update: { status: "IN_PROGRESS", queuedAtMs: ago(10), startedAtMs: ago(5), lastUpdatedAtMs: ago(3) },
    next: { status: "QUEUED", queuedAtMs: ago(2) },
  });
  await page.goto(`/${FLEET}/things/${thingName}`);
  const line = page.getByRole("link", { name: new RegExp(`${jobs.update} · in progress ?, queued 10 h`) });
  await line.focus();
  await expect(page.getByRole("tooltip")).toContainText("No update for 3 h");
  await chip(page, "Table").click();
  const table = page.getByRole("table", { name: "Timeline" });
  const cells = (job: string) => table.getByRole("row").filter({ hasText: job }).getByRole("cell");
  await expect(cells(jobs.update)).toHaveText(["In progress", /^10 h/, /^5 h/, /^5 h/, /^3 h/]);
  await expect(cells(jobs.done)).toHaveText(["Succeeded", /^9 h/, "1 h", "2 h", "—"]);
  await expect(cells(jobs.next)).toHaveText(["Queued", /^2 h/, /^2 h/, "—", "—"]);
  await page.reload();
  await expect(table).toBeVisible();
});

test("the job and the list of things link to stuck executions", async ({ page, seedThing }) => {
  const { thingName, jobs } = await seedThing({ update: runningSince(5), next: "QUEUED" });
  await page.goto(`/${FLEET}/jobs/${jobs.update}`);
  const chip = page.getByRole("link", { name: "1 stuck", exact: true });
  await expect(chip).toBeVisible(FOUND);
  await page.goto(`/${FLEET}/things?search=${thingName}`);
  const row = page.getByRole("table", { name: "Things" }).getByRole("row").filter({ hasText: thingName });
  await expect(row).toContainText("2 · 1 in progress", FOUND);
  await expect(row.getByRole("link", { name: new RegExp(`by ${jobs.update}`) })).toBeVisible(FOUND);
});

test("the trend is a chart whose points the keyboard reaches, and also a table", async ({
  page,
  seedThing,
  expectAccessible,
}) => {
  const { jobs } = await seedThing({ update: runningSince(5) });
  await page.goto(`/${FLEET}/stuck?job=${jobs.update}`);
  const chart = page.getByRole("img", { name: /Executions by the hour since/ });
  await expect(async () => {
    await page.reload();
    await expect(chart).toHaveAccessibleName(/at most 1 open at once, at most 1 stuck, 0 canceled/, {
      timeout: 4_000,
    });
  }).toPass(FOUND);
  await expect(chart).toHaveAccessibleName(/hours were not read/);
  await expect(page.getByRole("main")).toContainText(
    /Something is stuck\. It began .+; the webhook has not accepted it yet/,
    FOUND,
  );
  const point = page.getByRole("slider", { name: "Hour to look at" });
  await expect(point).toHaveAttribute("aria-valuetext", /1 open, 1 stuck, 0 canceled/);
  await point.focus();
  await page.keyboard.press("Home");
  await expect(point).toHaveAttribute("aria-valuetext", /not read$/);

  const over = page.getByRole("region", { name: "Over time", exact: true });
  await chip(over, "Table").click();
  await expect(page).toHaveURL(/trend=table/);
  await chip(over, "7 days").click();
  await page.reload();
  const figures = page.getByRole("table", { name: "Over time" }).getByRole("row");
  await expect(figures.nth(1).getByRole("cell").nth(1)).toHaveText("1");
  await expect(figures.last()).toContainText(/ to .*not read/);

  await page.goto(`/${FLEET}/jobs/${jobs.update}`);
  await page.getByRole("tab", { name: "Over time" }).click();
  await expect(chart).toHaveAccessibleName(/at most 1 stuck/);
  await expectAccessible();
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1360, 390])
    test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });

      test("the list of stuck executions has zero violations", async ({
        page,
        seedThing,
        expectAccessible,
      }, info) => {
        const { thingName } = await seedThing({ update: runningSince(30), next: "QUEUED" });
        await page.goto(`/${FLEET}/stuck`);
        await expect(rowOf(page, thingName)).toBeVisible(FOUND);
        await expectAccessible();
        await page.screenshot({ path: info.outputPath(`stuck-${colorScheme}-${width}.png`) });
        // Without scrolling sideways one reads why it is here, on a phone in short.
        const why = width === 390 ? "1 d 6 h, not connected" : /^In progress for 1 d 6 h/;
        const words = rowOf(page, thingName).getByText(why).first();
        await words.scrollIntoViewIfNeeded();
        await expect(words).toBeInViewport({ ratio: 1 });
        const box = page.getByRole("region", { name: "Stuck executions, scrollable" });
        expect(await box.evaluate(({ scrollLeft }) => scrollLeft)).toBe(0);
        await page.goto(`/${FLEET}/stuck?view=reason&state=both`);
        await expect(page.getByRole("table", { name: "Stuck by reason" })).toContainText("Stuck", FOUND);
        await expectAccessible();
      });
    });

for (const [width, last] of [
  [1280, "Severity"],
  [1360, "Behind"],
] as const)
  test.describe(`in a window of ${width} px`, () => {
    test.use({ viewport: { width, height: 900 } });

    test(`the columns up to ${last} are fully visible beside the buttons`, async ({ page }) => {
      await page.goto(`/${FLEET}/stuck`);
      const header = (name: string) => table(page).getByRole("columnheader", { name, exact: true });
      const [shown, buttons] = [await header(last).boundingBox(), await header("Actions").boundingBox()];
      expect(shown!.x + shown!.width).toBeLessThanOrEqual(buttons!.x);
    });
  });

test("long names that differ at their ends, and the longest sentence, are not truncated", async ({
  page,
  seedThing,
}) => {
  const { thingName } = await seedThing(
    { "turbine-pitch-tune": runningSince(98), next: "QUEUED" },
    { name: "gw:plant-a:line-7:edge-01", connectivity: { connected: false } },
  );
  await page.goto(`/${FLEET}/stuck?only=${thingName}`);
  const words = rowOf(page, thingName).getByRole("link", {
    name: /^(gw:|turbine-|In progress.*not connected, 1 )/,
  });
  await expect(words).toHaveCount(3, FOUND);
  for (const one of await words.all())
    expect(
      await one.evaluate((link) => {
        const { right, bottom } = link.closest("td")!.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(link);
        const text = range.getBoundingClientRect();
        return text.right <= right && text.bottom <= bottom && link.scrollHeight <= link.clientHeight;
      }),
    ).toBe(true);
});

test.describe("of a quiet fleet", () => {
  test.use({ ownWorld: { name: "quiet", env: { INDEX_SHARE: "1" } } });

  test("nothing is stuck, and the page says since when the index is complete, and which job it may not read", async ({
    page,
    emulator,
  }) => {
    await page.goto(`/${FLEET}/stuck`);
    await expect(page.getByRole("main")).toContainText("Nothing is stuck", FOUND);
    await expect(page.getByRole("main")).toContainText(/The index was read/);

    const [thingName, jobId] = ["not-for-us", "not-for-us-job"];
    await emulator.fault({ api: "ListJobExecutionsForJob", kind: "deny", count: 1_000, match: { jobId } });
    await emulator.seed({
      things: [{ name: thingName }],
      jobs: [{ jobId, targets: { things: [thingName] }, executions: [{ thingName, ...runningSince(5) }] }],
    });
    await expect(page.getByRole("main")).toContainText(
      /1 job cannot be read\. AWS denies the console iot:ListJobExecutionsForJob/,
      FOUND,
    );
    await expect(page.getByRole("main").getByRole("link", { name: jobId })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Nothing is stuck in what can be read");
  });

  test("all stuck executions can be loaded and selected, however many there are", async ({
    page,
    emulator,
  }) => {
    const forThings = { prefix: "hang-", from: 1, count: 120 };
    const things = Array.from({ length: forThings.count }, (_, at) => `${forThings.prefix}${at + 1}`);
    await emulator.seed({
      thingRange: [forThings],
      jobs: [{ jobId: "hangs", targets: { things }, executions: [{ forThings, ...runningSince(5) }] }],
    });
    const main = page.getByRole("main");
    await page.goto(`/${FLEET}/stuck`);
    await expect(main).toContainText("100 executions loaded, more to come. 120 executions in all.", FOUND);
    await page.getByRole("button", { name: "Load all" }).click();
    await expect(main).toContainText("120 executions loaded");
    await table(page).getByRole("checkbox", { name: /all/i }).check();
    await expect(main).toContainText("120 selected");
  });
});

test.describe("of a fleet without an index", () => {
  test.use({ ownWorld: null });

  test("the page says so, and the navigation does not offer it", async ({ page }) => {
    await page.goto(`/${FLEET}/stuck`);
    await expect(page.getByRole("main")).toContainText("This fleet has no index");
    await expect(
      page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /Stuck/ }),
    ).toHaveCount(0);
    await expect(toasts(page)).not.toContainText("failed");
  });
});
