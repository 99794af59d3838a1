import type { Seed } from "../lib/testing/emulator-seed";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

const WORLD = { name: "all-pages-down" };
const THING = "press-line-07";
const JOB = "recipe-204";

const SEED: Seed = {
  things: [{ name: THING }],
  jobs: [
    { jobId: JOB, targets: { things: [THING] }, executions: [{ thingName: THING, status: "IN_PROGRESS" }] },
  ],
};

const PAGES = [
  { path: "things", calls: /(GetIndexingConfiguration|SearchIndex|ListThings) failed\./, words: THING },
  { path: "jobs", calls: /ListJobs failed\./, words: JOB },
  { path: `things/${THING}`, calls: /DescribeThing failed\./, words: JOB },
  { path: `jobs/${JOB}`, calls: /ListJobExecutionsForJob failed\./, words: THING },
  {
    path: `things/${THING}/executions/${JOB}`,
    calls: /DescribeJobExecution failed\./,
    words: "In progress",
  },
];

test.describe("with AWS down", () => {
  test.use({ ownWorld: WORLD, allowedConsoleErrors: [/502 \(Bad Gateway\)/] });

  test("every page names the failed call, and recovers by itself when AWS is back", async ({
    context,
    ownConsole,
    baseURL,
  }) => {
    test.setTimeout(90_000);
    const world = await ownConsole(WORLD);
    await world.stopEmulator();
    const opened = await Promise.all(
      PAGES.map(async ({ path }) => {
        const page = await context.newPage();
        await page.goto(`${baseURL}/${FLEET}/${path}`);
        return page.getByRole("main");
      }),
    );
    for (const [at, { calls }] of PAGES.entries()) {
      const alert = opened[at]!.getByRole("alert").filter({ hasText: calls });
      await expect(alert).toContainText("AWS IoT's address cannot be reached from the server.");
      await expect(alert.getByRole("button", { name: "Retry" })).toBeVisible();
    }

    await world.startEmulator();
    await world.emulator.seed(SEED);
    for (const [at, { path, words }] of PAGES.entries()) {
      await expect(opened[at]!, path).toContainText(words, { timeout: 40_000 });
      await expect(opened[at]!.getByRole("alert"), path).toHaveCount(0, { timeout: 40_000 });
    }
  });
});

test.describe("with AWS gone while one looks", () => {
  const world = { name: "gone-while-looking" };
  test.use({ ownWorld: world, allowedConsoleErrors: [/502 \(Bad Gateway\)/] });

  test("rows that were read stay, are marked as old, and refresh again when AWS is back", async ({
    page,
    jobPage,
    ownConsole,
  }) => {
    test.setTimeout(60_000);
    const { emulator, stopEmulator, startEmulator } = await ownConsole(world);
    await emulator.seed(SEED);
    await jobPage.open(JOB);
    await expect(jobPage.row(THING)).toBeVisible();
    await stopEmulator();
    const alert = page
      .getByRole("main")
      .getByRole("alert")
      .filter({ hasText: "The executions could not be read again." });
    await expect(alert).toContainText("What is below is from the last read.", { timeout: 20_000 });
    await expect(page.getByRole("main")).toContainText(/Cannot be read · last read \d+ s ago/);
    await expect(jobPage.row(THING)).toContainText("In progress");

    await startEmulator();
    await emulator.seed(SEED);
    await emulator.deviceAct({ thingName: THING, jobId: JOB, act: "succeed" });
    await expect(jobPage.row(THING)).toContainText("Succeeded", { timeout: 20_000 });
    await expect(alert).toHaveCount(0);
  });
});
