import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

test.describe("where AWS answers empty pages with a token", () => {
  test.use({ ownWorld: { name: "empty-pages" } });
  test.describe.configure({ mode: "default" }); // one world, and faults strike all of its lists

  test("a thing with an execution in progress is never shown as idle", async ({
    page,
    seedThing,
    thingPage,
    emulator,
  }) => {
    const { thingName, jobs } = await seedThing({ flash: "IN_PROGRESS" });
    const match = { thingName };
    const fault = { api: "ListJobExecutionsForThing", kind: "empty-page", match } as const;
    await emulator.fault({ ...fault, count: "unlimited" });
    await thingPage.open(thingName);
    const main = page.getByRole("main");
    await expect(main).toContainText("None so far");
    await expect(main).toContainText("Not known yet: no open execution was listed so far");
    await expect(main).not.toContainText("Nothing open");

    await emulator.clearFaults();
    await page.getByRole("button", { name: "Load more" }).click();
    await expect(page.getByRole("table", { name: /Open executions/ })).toContainText(jobs.flash);
    await expect(main).toContainText(`Working on ${jobs.flash}`);

    await emulator.fault({ ...fault, count: 3 });
    await thingPage.open(thingName);
    await expect(page.getByRole("table", { name: /Open executions/ })).toContainText(jobs.flash);
  });

  test("lists of jobs, executions and things say that there are none so far, and Load more loads them", async ({
    page,
    seedThing,
    emulator,
  }) => {
    const { thingName, jobs } = await seedThing({ fw: "QUEUED" });
    for (const [path, name] of [
      ["jobs", jobs.fw],
      [`jobs/${jobs.fw}`, thingName],
      ["things", thingName],
    ] as const) {
      for (const api of ["ListJobs", "ListJobExecutionsForJob", "ListThings", "SearchIndex"])
        await emulator.fault({ api, kind: "empty-page", count: "unlimited" });
      await page.goto(`/${FLEET}/${path}`);
      const main = page.getByRole("main");
      await expect(main).toContainText("None so far");
      await expect(main).not.toContainText(/in this account and region|has no executions/);
      await emulator.clearFaults();
      await page.getByRole("button", { name: "Load more" }).click();
      await expect(main.getByRole("table")).toContainText(name);
    }
  });
});
