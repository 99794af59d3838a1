import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

/** 29 February in some time zones, and not in others. */
const QUEUED_AT_MS = Date.UTC(2024, 1, 28, 12, 5, 9);
const UTC = "2024-02-28 12:05:09 UTC";

const PLACES = [
  ["Pacific/Kiritimati", "Feb 29, 2024, 02:05:09 GMT+14"],
  ["America/St_Johns", "Feb 28, 2024, 08:35:09 GMT-3:30"],
  ["Asia/Kathmandu", "Feb 28, 2024, 17:50:09 GMT+5:45"],
] as const;

for (const [timezoneId, local] of PLACES)
  test.describe(`in ${timezoneId}`, () => {
    test.use({ timezoneId });

    test("the exact time shows on hover and on focus, local and in UTC", async ({
      page,
      seedThing,
      jobPage,
      executionPage,
    }) => {
      const { thingName, jobs } = await seedThing({
        old: { status: "QUEUED", queuedAtMs: QUEUED_AT_MS, lastUpdatedAtMs: QUEUED_AT_MS },
      });
      const tip = page.getByRole("tooltip");
      const instant = new Date(QUEUED_AT_MS).toISOString();

      await jobPage.open(jobs.old);
      const inRow = jobPage.row(thingName).locator(`time[datetime="${instant}"]`).first();
      await expect(async () => {
        await page.mouse.move(0, 0);
        await inRow.hover();
        await expect(tip).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await expect(tip).toContainText(local);
      await expect(tip).toContainText(UTC);
      await page.mouse.move(0, 0);
      await expect(tip).toHaveCount(0);

      await executionPage.open(thingName, jobs.old);
      const fact = page.getByRole("main").locator(`time[datetime="${instant}"]`).first();
      await expect(async () => {
        await fact.blur();
        await fact.focus();
        await expect(tip).toBeVisible({ timeout: 1_000 });
      }).toPass();
      await expect(fact).toHaveAccessibleDescription(`${local} ${UTC}`);
      await page.keyboard.press("Escape");
      await expect(tip).toHaveCount(0);
      await expect(page).toHaveURL(new RegExp(`/${FLEET}/things/`));
    });
  });
