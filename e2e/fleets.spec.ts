import { launchEmulator } from "../lib/scripts/launch.ts";
import { createSeedThing } from "./fixtures/seed-thing";
import { expect, test as base } from "./fixtures/test";
import {
  CANCEL_ROLE,
  READ_ROLE,
  startConsole,
  startTwoFleets,
  type TwoFleets,
  writeFleets,
} from "./fixtures/two-fleets";
import { CancelDialog } from "./pages/cancel-dialog";

const test = base.extend<object, { fleets: TwoFleets }>({
  fleets: [
    async ({}, use) => {
      const fleets = await startTwoFleets();
      await use(fleets);
      await fleets.stop();
    },
    { scope: "worker" },
  ],
  world: async ({ fleets }, use) => use({ url: fleets.url, emulator: fleets.eu }),
});

const SUPERVISOR = "supervisor@demo.invalid";

test("the switcher moves to the other fleet and keeps the page", async ({
  page,
  seedThing,
  expectAccessible,
}) => {
  const { thingName } = await seedThing({ roll: "QUEUED" });
  const switchTo = async (name: RegExp) => {
    await page.getByRole("button", { name: /^Fleet:/ }).click();
    await page.getByRole("navigation", { name: "Fleets" }).getByRole("link", { name }).click();
  };

  await page.goto("/eu/jobs");
  await page.getByRole("button", { name: /^Fleet:\s*Kiosks EU/ }).click();
  await expectAccessible();
  await page.keyboard.press("Escape");
  await switchTo(/Kiosks US/);
  await expect(page).toHaveURL(/\/us\/jobs$/);
  await expect(page.getByRole("button", { name: /^Fleet:\s*Kiosks US/ })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Fleets" })).toBeHidden();

  await page.goto(`/eu/things/${thingName}`);
  await switchTo(/Kiosks US/);
  await expect(page).toHaveURL(/\/us\/things$/);
  await expect(page.getByText(thingName)).toHaveCount(0);
});

test("a cancellation reaches AWS in the person's own session of the fleet's role for it", async ({
  page,
  seedThing,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  await page.goto(`/eu/things/${thingName}/executions/${jobs.roll}`);
  await page.getByRole("main").getByRole("button", { name: "Cancel…" }).click();
  const dialog = new CancelDialog(page);
  await dialog.hasRead();
  const reason = dialog.root.getByRole("textbox", { name: /reason/i });
  if ((await reason.count()) > 0) await reason.fill("wrong image");
  await dialog.cancel.click();
  await expect(dialog.root).toHaveCount(0);

  const [canceled] = await emulator.callsOf("CancelJobExecution", thingName);
  expect(canceled).toMatchObject({ status: 200, sessionName: SUPERVISOR, roleArn: CANCEL_ROLE });
  for (const read of await emulator.callsOf("DescribeJobExecution", thingName))
    expect(read).toMatchObject({ sessionName: SUPERVISOR, roleArn: READ_ROLE });
});

test("the audit log can be filtered by each fleet that the person can see", async ({ page }) => {
  await page.goto("/eu/audit");
  const filter = page.getByRole("search").getByLabel("Fleet", { exact: true });
  await expect(filter.getByRole("option")).toHaveText(["All fleets", "Kiosks EU", "Kiosks US"]);
  await filter.selectOption("Kiosks US");
  await expect(page).toHaveURL(/[?&]fleet=us(&|$)/);
});

test("an action that a fleet forbids is refused there for every role", async ({ page, fleets }) => {
  const { thingName, jobs } = await createSeedThing(fleets.us)({ flash: "IN_PROGRESS" });
  await page.goto(`/us/things/${thingName}/executions/${jobs.flash}`);
  await page.getByRole("main").getByRole("button", { name: "Cancel…" }).click();
  const dialog = new CancelDialog(page);
  await dialog.hasRead();
  await expect(dialog.root).toContainText(
    "The fleet Kiosks US does not allow forced cancellation: it is turned off in fleets.json.",
  );
  await expect(dialog.force).toHaveCount(0);
  await expect(dialog.forceCancel).toHaveAttribute("aria-disabled", "true");
  expect(await fleets.us.callsOf("CancelJobExecution", thingName)).toEqual([]);
});

test("an unknown fleet is a page not found", async ({ page }) => {
  const response = await page.request.get("/nowhere/things");
  expect(response.status()).toBe(404);
});

test("every issue of fleets.json is reported at the start, with its path", async () => {
  const emulator = await launchEmulator();
  const fleets = await writeFleets([
    { id: "eu", region: "europe" },
    { id: "eu", region: "eu-west-1", colour: "red" },
  ]);
  const start = startConsole(emulator.url, { FLEETS_FILE: fleets.file });
  await expect(start).rejects.toThrow(
    /fleets\.json:0\.region is not a region[^]*fleets\.json:1\.colour is no member/,
  );
  await emulator.stop();
  await fleets.remove();
});
