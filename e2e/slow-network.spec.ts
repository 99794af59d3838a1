import { holdScripts } from "./fixtures/hold-scripts";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

/** By then what the server drew is old, and the page wants to read it again as soon as it can. */
const OLD_MS = 7_000;

test("a page whose script comes late shows its rows at once, and takes over without a fault", async ({
  context,
  baseURL,
  seedThing,
}) => {
  test.setTimeout(90_000);
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
  const scripts = Promise.withResolvers<void>();
  await holdScripts(context, scripts.promise);
  const opened = await Promise.all(
    paths.map(async (path) => {
      const page = await context.newPage();
      await page.goto(`${baseURL}/${FLEET}/${path}`, { waitUntil: "commit" });
      await expect(page.getByRole("main"), path).toContainText("Live · read", { timeout: 30_000 });
      return { path, page };
    }),
  );
  setTimeout(scripts.resolve, OLD_MS); // from the last that was drawn, however busy the machine is
  await Promise.all(
    opened.map(({ path, page }) =>
      expect(async () => {
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog"), path).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 40_000 }),
    ),
  );
});

test("a filter typed or chosen before the page's script came is kept, and acts when it comes", async ({
  page,
  context,
  seedThing,
  jobPage,
}) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  const scripts = Promise.withResolvers<void>();
  await holdScripts(context, scripts.promise);
  await page.goto(`/${FLEET}/jobs/${jobs.roll}`, { waitUntil: "commit" });
  await expect(jobPage.row(thingName)).toBeVisible();
  const filter = page.getByRole("searchbox", { name: "Filter by thing name" });
  await filter.fill(thingName.toUpperCase());
  const chips = page.getByRole("group", { name: "Execution status" });
  await chips.locator("label", { hasText: "Queued" }).click();
  const box = (name: string) => page.getByRole("checkbox", { name });
  for (const name of ["Select all rows shown", `Select ${thingName}`]) await box(name).check();

  scripts.resolve();
  await expect(page.getByRole("main")).toContainText("match the name");
  await expect(page).toHaveURL(new RegExp(`status=QUEUED&name=${thingName.toUpperCase()}`));
  await expect(filter).toHaveValue(thingName.toUpperCase());
  await expect(chips.getByRole("checkbox", { name: /^Queued/ })).toBeChecked();
  // Rows may have moved since they were ticked: none is taken for selected, and none looks so.
  await expect(page.getByText("None selected")).toBeVisible();
  for (const name of ["Select all rows shown", `Select ${thingName}`])
    await expect(box(name)).not.toBeChecked();
});

test("a choice made before the page's script came acts when it comes", async ({ page, context }) => {
  const scripts = Promise.withResolvers<void>();
  await holdScripts(context, scripts.promise);
  await page.goto(`/${FLEET}/audit`, { waitUntil: "commit" });
  const result = page.getByRole("combobox", { name: "Outcome" });
  await result.selectOption("refused");
  scripts.resolve();
  await expect(page).toHaveURL(/outcome=refused/);
  await expect(result).toHaveValue("refused");
});

test("a filter chosen in the moment in which the page takes over is not lost", async ({
  page,
  seedThing,
  jobPage,
}) => {
  const { jobs } = await seedThing({ roll: "QUEUED" });
  // The router hears of addresses by a `replaceState` of its own: this changes the address just before that is there.
  await page.addInitScript(() => {
    const replaceState = window.history.replaceState.bind(window.history);
    const define = (descriptor: PropertyDescriptor) =>
      Object.defineProperty(window.history, "replaceState", { ...descriptor, configurable: true });
    define({
      get: () => replaceState,
      set(ofTheRouter: typeof replaceState) {
        define({ value: ofTheRouter, writable: true });
        replaceState(null, "", "?name=nothing-of-that-name");
      },
    });
  });
  await jobPage.open(jobs.roll);
  await expect(page.getByText("No thing of that name among the executions loaded")).toBeVisible();
  await expect(page).toHaveURL(/name=nothing-of-that-name/);
});
