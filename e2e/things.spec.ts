import { randomUUID } from "node:crypto";
import type { SeededJob } from "../lib/testing/emulator-seed";
import { expect, test } from "./fixtures/test";
import { chip, FLEET } from "./pages/console-pages";

const things = `/${FLEET}/things`;
/** A disconnect so recent that AWS still reports its time and reason, which it does for an hour. */
const lost = () => ({
  connected: false,
  timestampMs: Date.now() - 20.5 * 60_000,
  disconnectReason: "MQTT_KEEP_ALIVE_TIMEOUT",
});

test.describe("with fleet indexing on", () => {
  test.use({ ownWorld: { indexing: { mode: "REGISTRY", connectivity: "STATUS" }, name: "indexed" } });
  test.describe.configure({ mode: "default" }); // one world, whose things the first test counts

  test("a person finds things by the start of their name, and typed wildcards do not widen the search", async ({
    page,
    emulator,
    expectAccessible,
  }) => {
    await emulator.seed({
      things: [
        { name: "agv_1", connectivity: { connected: true, timestampMs: Date.now() - 60_000 } },
        { name: "agv_2", connectivity: lost() },
        { name: "kiosk:ams-1" },
      ],
    });
    await page.goto(things);
    const table = page.getByRole("table", { name: "Things" });
    await expect(table.getByRole("row")).toHaveCount(4);
    await expect(page.getByRole("main")).toContainText("3 things loaded: these are all.");
    await expect(table.getByRole("row", { name: /agv_1/ })).toContainText("Connected 1 min");
    await expect(table.getByRole("row", { name: /agv_2/ })).toContainText("Disconnected 20 min");
    await expect(table.getByRole("row", { name: /kiosk/ })).toContainText("Not connected");

    const search = page.getByRole("searchbox", { name: "Name begins with" });
    await search.fill("kiosk:a");
    await expect(table.getByRole("row")).toHaveCount(2);
    await expect(page).toHaveURL(/search=kiosk%3Aa/);
    await search.fill("* OR thingName:agv_1");
    await expect(page.getByRole("main")).toContainText("No thing matches these filters");
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(table.getByRole("row")).toHaveCount(4);

    await chip(page, "Not connected").click();
    await expect(table.getByRole("row")).toHaveCount(2);
    await expect(table).toContainText("kiosk:ams-1");

    await emulator.settings({ variants: { neverConnected: "absent" } });
    await chip(page, "Unknown").click();
    await expect(page).toHaveURL(/connectivity=unknown/);
    await expect(table.getByRole("row", { name: /kiosk/ })).toContainText("Unknown");
    await expect(table.getByRole("row")).toHaveCount(2);
    await page.goto(things);
    await expect(table.getByRole("row")).toHaveCount(4);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible();
    }
  });

  test("a thing's page and the consent to force show that its device is not connected, and why", async ({
    page,
    seedThing,
    thingPage,
  }) => {
    const { thingName, jobs } = await seedThing({ flash: "IN_PROGRESS" }, { connectivity: lost() });
    await thingPage.open(thingName);
    await expect(page.getByRole("main").getByText(/^Disconnected 20 min/)).toBeVisible();
    await thingPage.cancelButton(jobs.flash).click();
    await expect(thingPage.dialog.root).toContainText(
      "device disconnected for 20 min (MQTT_KEEP_ALIVE_TIMEOUT)",
    );
  });

  test("a device that AWS reports as not connected without a time is not shown as disconnected", async ({
    page,
    seedThing,
    thingPage,
  }) => {
    const since = Date.now() - 4 * 86_400_000;
    const { thingName, jobs } = await seedThing(
      { flash: { status: "IN_PROGRESS", startedAtMs: since, lastUpdatedAtMs: since } },
      { connectivity: { connected: false } },
    );
    const left = "never, long ago, or under another client id";
    await thingPage.open(thingName);
    const main = page.getByRole("main");
    await expect(main.getByText(/^Not connected/)).toBeVisible();
    await expect(main).toContainText(`with no update, the device is not connected (${left})`);
    await expect(main).not.toContainText(/disconnected/i);
    await thingPage.cancelButton(jobs.flash).click();
    await expect(thingPage.dialog.root).toContainText(`device not connected (${left})`);

    await page.goto(`${things}?connectivity=not-connected`);
    const table = page.getByRole("table", { name: "Things" });
    await expect(table.getByRole("row", { name: new RegExp(thingName) })).toContainText("Not connected");
    await chip(page, "Disconnected").click();
    await expect(page).toHaveURL(/connectivity=disconnected/);
    await expect(table.getByRole("row", { name: new RegExp(thingName) })).toHaveCount(0);
  });
});

test.describe("with fleet indexing off", () => {
  test.use({ ownWorld: { indexing: { mode: "OFF", connectivity: "OFF" }, name: "not-indexed" } });

  test("the page says so, an exact name opens the thing, and an invalid name is reported", async ({
    page,
    seedThing,
  }) => {
    const { thingName } = await seedThing({ job: "QUEUED" });
    await page.goto(things);
    await expect(page.getByRole("main")).toContainText("Fleet indexing is off in this account");
    const name = page.getByRole("textbox", { name: "Exact name, then Enter" });
    await name.fill("not a name");
    await name.press("Enter");
    await expect(name).toHaveAccessibleDescription(/1 to 128 letters/);
    await name.fill(thingName);
    await name.press("Enter");
    await expect(page.getByRole("heading", { name: thingName, level: 1 })).toBeVisible();
  });

  test("a link with filters that AWS does not support says so, and a click removes them", async ({
    page,
    seedThing,
  }) => {
    const { thingName } = await seedThing({ job: "QUEUED" });
    await page.goto(`${things}?search=thing&connectivity=connected`);
    const main = page.getByRole("main");
    await expect(main).toContainText("needs fleet indexing, which this console has to do without here");
    await expect(main).toContainText("Fleet indexing is off in this account");
    await expect(page.getByRole("textbox", { name: "Exact name, then Enter" })).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(page.getByRole("table", { name: "Things" })).toContainText(thingName);
  });
});

test.describe("of an empty fleet", () => {
  test.use({ ownWorld: { name: "empty" } });

  test("things and jobs say that there are none, and what to do", async ({ page }) => {
    await page.goto(things);
    await expect(page.getByRole("main")).toContainText("No things in this account and region");
    await page.goto(`/${FLEET}/jobs`);
    await expect(page.getByRole("main")).toContainText(/No jobs/i);
  });
});

test.describe("while AWS refuses", () => {
  test.use({ ownWorld: { name: "refusing" }, allowedConsoleErrors: [/40[03]|429|50[0-9]/] });

  test("the list shows the failed call and the reason, and Retry loads it", async ({
    page,
    seedThing,
    emulator,
  }) => {
    const { thingName } = await seedThing({ job: "QUEUED" });
    await emulator.fault({ api: "ListThings", kind: "deny", count: 1_000 });
    await page.goto(things);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("ListThings failed.");
    await expect(page.getByRole("main").getByRole("alert")).toContainText("AWS denied iot:ListThings");
    await emulator.clearFaults();
    await page.getByRole("button", { name: "Retry" }).click();
    await expect(page.getByRole("table", { name: "Things" })).toContainText(thingName);
  });

  test("rows that were read stay while new ones cannot be read", async ({
    page,
    seedThing,
    emulator,
    thingPage,
  }) => {
    const { thingName, jobs } = await seedThing({ job: "QUEUED" });
    await thingPage.open(thingName);
    await expect(thingPage.row(jobs.job)).toBeVisible();
    await emulator.fault({
      api: "ListJobExecutionsForThing",
      kind: "deny",
      count: 1_000,
      match: { thingName },
    });
    await expect(page.getByRole("main").getByRole("alert").first()).toContainText(
      "AWS denied iot:ListJobExecutionsForThing",
      {
        timeout: 20_000,
      },
    );
    await expect(thingPage.row(jobs.job)).toBeVisible();
  });
});

test("rows refresh by themselves and say when they were read", async ({
  page,
  seedThing,
  thingPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  await thingPage.open(thingName);
  await expect(page.getByRole("main")).toContainText("Live · read");
  await emulator.deviceAct({ thingName, jobId: jobs.job, act: "start" });
  await expect(thingPage.row(jobs.job)).toContainText("In progress", { timeout: 20_000 });
});

test("the diagnosis distinguishes other namespaces and maintenance windows from what waits in the queue", async ({
  page,
  emulator,
  thingPage,
}) => {
  const suffix = randomUUID().slice(0, 8);
  const thingName = `gateway-${suffix}`;
  const opensAt = new Date(Date.now() + 5 * 3_600_000);
  const window = {
    startTime: `cron(${opensAt.getUTCMinutes()} ${opensAt.getUTCHours()} * * ? *)`,
    durationInMinutes: 30,
  };
  const job = (name: string, status: "QUEUED" | "IN_PROGRESS", more: Partial<SeededJob> = {}): SeededJob => ({
    jobId: `${name}-${suffix}`,
    targets: { things: [thingName] },
    executions: [{ thingName, status }],
    ...more,
  });
  await emulator.seed({
    things: [{ name: thingName }],
    jobs: [
      job("flash", "IN_PROGRESS"),
      job("after", "QUEUED"),
      job("deploy", "QUEUED", { namespaceId: "aws-gg-deployment" }),
      job("night", "QUEUED", { scheduling: { maintenanceWindows: [window] } }),
    ],
  });
  await thingPage.open(thingName);
  const main = page.getByRole("main");
  await expect(main).toContainText(`Working on flash-${suffix}: 1 job waits behind it.`);
  await expect(main).toContainText(
    "1 more is open in the namespace aws-gg-deployment, which devices ask for apart.",
  );
  const at = opensAt.toISOString().slice(0, 16).replace("T", " ");
  await expect(main).toContainText(
    `night-${suffix} is scheduled: AWS IoT does not list it to the device before its next maintenance window, at ${at}.`,
  );

  await page.goto(`/${FLEET}/jobs/night-${suffix}`);
  await expect(main).toContainText(
    `Scheduled: it rolls out in its maintenance windows only, the next at ${at}.`,
  );
});

test("the diagnosis and the row say what blocks the queue", async ({
  page,
  seedThing,
  thingPage,
  jobPage,
}) => {
  const hoursAgo = (hours: number) => Date.now() - hours * 3_600_000;
  const { thingName, jobs } = await seedThing({
    stuck: {
      status: "IN_PROGRESS",
      queuedAtMs: hoursAgo(120),
      startedAtMs: hoursAgo(98.5),
      lastUpdatedAtMs: hoursAgo(98.5),
    },
    behind: "QUEUED",
    last: "QUEUED",
  });
  await thingPage.open(thingName);
  await expect(
    page.getByText("In progress for 4 d 2 h with no update: 2 jobs wait behind it."),
  ).toBeVisible();
  await expect(thingPage.row(jobs.stuck)).toContainText("In progressstuck");
  await jobPage.open(jobs.stuck);
  await expect(jobPage.row(thingName)).toContainText("In progressstuck");
});

test("no row moves or disappears under the pointer, and a row that left the list says so", async ({
  page,
  seedThing,
  thingPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ stays: "QUEUED", ends: "IN_PROGRESS" });
  await thingPage.open(thingName);
  await thingPage.row(jobs.ends).hover();
  const before = await thingPage.row(jobs.stays).boundingBox();
  await emulator.deviceAct({ thingName, jobId: jobs.ends, act: "succeed" });

  await expect(thingPage.row(jobs.ends)).toContainText("left the list", { timeout: 20_000 });
  expect(await thingPage.row(jobs.stays).boundingBox()).toEqual(before);
  await page.mouse.move(0, 0);
  await expect(thingPage.row(jobs.ends)).toHaveCount(0);
});

test("while AWS is slow the page is shown, says that it is loading, and fills by itself", async ({
  page,
  seedThing,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  const slow = { kind: "slow", delayMs: 6_000, count: 20, match: { thingName } } as const;
  await emulator.fault({ api: "ListJobExecutionsForThing", ...slow });
  await page.goto(`/${FLEET}/things/${thingName}`, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: thingName, level: 1 })).toBeVisible();
  const table = page.getByRole("table", { name: `Open executions of ${thingName}` });
  await expect(page.getByRole("main").getByText("Loading").first()).toBeAttached();
  await expect(table).toContainText(jobs.job, { timeout: 20_000 });
});

test("a list of ended executions says when it was read, and is read again with a click", async ({
  page,
  seedThing,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ over: "SUCCEEDED", next: "QUEUED" });
  await page.goto(`/${FLEET}/things/${thingName}?tab=finished`);
  const finished = page.getByRole("table", { name: `Finished executions of ${thingName}` });
  await expect(finished).toContainText(jobs.over);
  await emulator.deviceAct(
    { thingName, jobId: jobs.next, act: "start" },
    { thingName, jobId: jobs.next, act: "succeed" },
  );
  // An answer is shared for two seconds; by itself the list is read again only after thirty.
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(finished).toContainText(jobs.next, { timeout: 3_000 });
  }).toPass({ timeout: 15_000 });
});
