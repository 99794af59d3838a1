import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

/** By then what the server drew is old, and the page wants to read it again as soon as it can. */
const SCRIPT_DELAY_MS = 7_000;

test("a page whose script comes late shows its rows at once, and takes over without a fault", async ({
  context,
  baseURL,
  seedThing,
}) => {
  test.setTimeout(60_000);
  const { thingName, jobs } = await seedThing({ roll: "IN_PROGRESS" });
  const thingPath = `things/${thingName}`;
  const paths = [
    "things",
    "jobs",
    thingPath,
    `${thingPath}/executions/${jobs.roll}`,
    `jobs/${jobs.roll}`,
    `jobs/${jobs.roll}?tab=configuration`,
  ];
  const late = new Promise((resolve) => setTimeout(resolve, SCRIPT_DELAY_MS));
  await context.route(/\/_next\/static\/.*\.js/, async (route) => {
    await late;
    await route.continue();
  });
  await Promise.all(
    paths.map(async (path) => {
      const page = await context.newPage();
      await page.goto(`${baseURL}/${FLEET}/${path}`, { waitUntil: "commit" });
      await expect(page.getByRole("main"), path).toContainText("Live · read", { timeout: SCRIPT_DELAY_MS });
      await expect(async () => {
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog"), path).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 40_000 });
    }),
  );
});
