import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1280, 390] as const)
    test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test("every page has zero violations", async ({ page, seedThing, expectAccessible }) => {
        const { thingName, jobs } = await seedThing(
          {
            queued: "QUEUED",
            running: { status: "IN_PROGRESS", statusDetails: { step: "flashing" } },
            failed: "FAILED",
            "timed-out": "TIMED_OUT",
          },
          { attributes: { site: "ams" }, job: { description: "A job to look at" } },
        );
        const pages = [
          ["things", "thing-"], // of other tests, too: theirs may fill what one sees
          ["jobs", jobs.queued],
          [`things/${thingName}`, jobs.running],
          [`things/${thingName}?tab=finished`, jobs.failed],
          [`things/${thingName}/executions/${jobs.running}`, "flashing"],
          [`jobs/${jobs.running}`, thingName],
          [`jobs/${jobs.running}?tab=configuration`, jobs.running],
        ] as const;
        for (const [path, words] of pages) {
          await page.goto(`/${FLEET}/${path}`);
          await expect(page.getByRole("main")).toContainText(words);
          await expectAccessible();
        }
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
