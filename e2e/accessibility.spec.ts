import type { SeededNames } from "./fixtures/seed-thing";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

type Seeded = SeededNames<"queued" | "running" | "failed" | "timed-out">;

/** Each page with its path and a text that it shows once it was read. */
const PAGES: readonly [name: string, find: (seeded: Seeded) => [path: string, words: string]][] = [
  ["the list of things", () => ["things", "thing-"]], // of other tests, too: theirs may fill what one sees
  ["the list of jobs", ({ jobs }) => ["jobs", jobs.queued]],
  ["a thing", ({ thingName, jobs }) => [`things/${thingName}`, jobs.running]],
  [
    "a thing's finished executions",
    ({ thingName, jobs }) => [`things/${thingName}?tab=finished`, jobs.failed],
  ],
  ["an execution", ({ thingName, jobs }) => [`things/${thingName}/executions/${jobs.running}`, "flashing"]],
  ["a job", ({ thingName, jobs }) => [`jobs/${jobs.running}`, thingName]],
  ["a job's configuration", ({ jobs }) => [`jobs/${jobs.running}?tab=configuration`, jobs.running]],
];

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1280, 390] as const)
    test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      for (const [name, find] of PAGES)
        test(`${name} has zero violations`, async ({ page, seedThing, expectAccessible }) => {
          const [path, words] = find(
            await seedThing(
              {
                queued: "QUEUED",
                running: { status: "IN_PROGRESS", statusDetails: { step: "flashing" } },
                failed: "FAILED",
                "timed-out": "TIMED_OUT",
              },
              { attributes: { site: "ams" }, job: { description: "A job to look at" } },
            ),
          );
          await page.goto(`/${FLEET}/${path}`);
          await expect(page.getByRole("main")).toContainText(words);
          await expectAccessible();
        });

      test("the cancel dialog and its conflict view have zero violations", async ({
        seedThing,
        executionPage,
        emulator,
        expectAccessible,
      }) => {
        const { thingName, jobs } = await seedThing({
          job: { status: "IN_PROGRESS", statusDetails: { step: "flashing" } },
        });
        const dialog = await executionPage.openCancel(thingName, jobs.job);
        await dialog.addPairs(["canceled by", "x"]);
        await expectAccessible();

        await dialog.key(1).fill("canceled-by");
        await dialog.force.check();
        await emulator.deviceAct({
          thingName,
          jobId: jobs.job,
          act: "progress",
          statusDetails: { step: "done" },
        });
        await dialog.forceCancel.click();
        await expect(dialog.heading("It changed while you were deciding")).toBeVisible();
        await expectAccessible();
      });
    });
