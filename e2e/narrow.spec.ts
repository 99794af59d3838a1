import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures/test";

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`on a phone, ${colorScheme}`, () => {
    test.use({ viewport: { width: 390, height: 800 }, colorScheme });

    test("an execution is canceled from the thing and from the job without scrolling sideways", async ({
      page,
      seedThing,
      thingPage,
      jobPage,
    }) => {
      const { thingName, jobs } = await seedThing({ one: "QUEUED", two: "IN_PROGRESS" });
      await thingPage.open(thingName);
      await expectWholeInView(thingPage.cancelButton(jobs.one));
      await expectWholeInView(thingPage.row(jobs.one).getByText("queued", { exact: true }));
      await thingPage.cancelButton(jobs.one).click();
      await thingPage.dialog.cancel.click();
      await expect(thingPage.row(jobs.one)).toHaveCount(0);

      const table = page.getByRole("region", { name: "Executions of this job, scrollable" });
      await jobPage.open(jobs.two);
      await expectWholeInView(jobPage.cancelButton(thingName));
      await expectWholeInView(jobPage.row(thingName).getByText("in progress", { exact: true }));
      const scrolled = () => table.evaluate(({ scrollLeft }) => scrollLeft);
      await jobPage.cancelButton(thingName).focus();
      expect(await scrolled()).toBe(0);
      // It stays in place while the columns scroll under it.
      const before = await jobPage.cancelButton(thingName).boundingBox();
      await table.evaluate((element) => element.scrollTo({ left: 300 }));
      await expect.poll(scrolled).toBe(300);
      expect(await jobPage.cancelButton(thingName).boundingBox()).toEqual(before);
      await expectWholeInView(jobPage.cancelButton(thingName));
      await jobPage.cancelButton(thingName).click();
      await expect(jobPage.dialog.forceCancel).toBeVisible();
    });
  });

/** The element is completely in the window, and nothing covers it. */
async function expectWholeInView(what: Locator) {
  await expect(what).toBeInViewport({ ratio: 1 });
  const isOnTop = () =>
    what.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const points = [left + 3, right - 3].map((x) => document.elementFromPoint(x, (top + bottom) / 2));
      return points.every((point) => point !== null && element.contains(point));
    });
  await expect.poll(isOnTop).toBe(true);
}
