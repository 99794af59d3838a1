import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

const segment = encodeURIComponent;

/** Valid names in AWS IoT. */
const ODD_DETAILS = {
  html: "<img src=x onerror=alert(1)>",
  script: "</script><script>alert('details')</script>",
  template: "${process.env.HOME} {{7*7}}",
  rtl: "جارٍ التثبيت على الجهاز 14",
  emoji: "🔥🚒 done ✅",
  combining: "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚a̴͓l̶̰g̵̦o",
  unbroken: "0123456789".repeat(100),
  ["k".repeat(128)]: "a key as long as it may be",
};
const ODD_DESCRIPTION = `</title><b>bold</b> “quotes” & 100 % ${"wide".repeat(60)}`;

for (const width of [1280, 390])
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 800 } });

    test("the longest names and unusual letters are shown in full, and no page scrolls sideways", async ({
      page,
      emulator,
      executionPage,
    }) => {
      test.setTimeout(60_000); // a dozen pages
      const suffix = randomUUID().slice(0, 8);
      const thingName = `lab:${suffix}:`.padEnd(128, "0123456789_");
      const jobId = `acceptance-${suffix}-`.padEnd(64, "x");
      const group = `group-${suffix}-`.padEnd(128, "g");
      const type = `type-${suffix}-`.padEnd(128, "t");
      const oddJob = `-${suffix}_-`;
      const oddThing = `__proto__${suffix}`;
      await emulator.seed({
        thingTypes: [{ name: type }],
        groups: [{ name: group }],
        things: [
          { name: thingName, type, groups: [group], attributes: { ["a".repeat(128)]: "v".repeat(800) } },
          { name: oddThing },
        ],
        jobs: [
          {
            jobId,
            description: ODD_DESCRIPTION,
            document: JSON.stringify({ unbroken: "d".repeat(2_000), odd: ODD_DETAILS.html }),
            targets: { things: [thingName], groups: [group] },
            executions: [{ thingName, status: "IN_PROGRESS", statusDetails: ODD_DETAILS }],
          },
          {
            jobId: oddJob,
            targets: { things: [oddThing] },
            executions: [{ thingName: oddThing, status: "QUEUED" }],
          },
        ],
      });

      const thingPath = `things/${segment(thingName)}`;
      const pages = [
        ["things", null],
        ["jobs", null],
        [thingPath, thingName],
        [`${thingPath}?tab=finished`, thingName],
        [`${thingPath}/executions/${jobId}`, ODD_DETAILS.unbroken],
        [`jobs/${jobId}`, thingName],
        [`jobs/${jobId}?tab=document`, ODD_DETAILS.html],
        [`jobs/${jobId}?tab=configuration`, group],
        [`jobs/${jobId}?name=${"n".repeat(128)}`, "No thing of that name"],
        [`jobs/${jobId}?name=${"n".repeat(128)}`, "Select all queued executions"], // its bar comes after the page
        [`jobs?group=${group}`, jobId],
        [`things/${segment(oddThing)}/executions/${segment(oddJob)}`, oddThing],
        [`jobs/${segment(oddJob)}`, oddThing],
      ] as const;
      for (const [path, words] of pages)
        await test.step(path.slice(0, 40), async () => {
          await page.goto(`/${FLEET}/${path}`);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          if (words !== null) await expect(page.getByRole("main")).toContainText(words);
          await expectNoSidewaysScroll(page);
        });

      await executionPage.open(thingName, jobId);
      for (const [key, value] of Object.entries(ODD_DETAILS))
        await expect(executionPage.detail(key)).toContainText(value);
      await expect(page.getByRole("main").locator("img")).toHaveCount(0);
      await executionPage.cancelButton.click();
      await executionPage.dialog.hasRead();
      await expect(executionPage.dialog.root).toContainText(thingName);
      await expectNoSidewaysScroll(page);
      const dialog = await executionPage.dialog.root.boundingBox();
      expect(dialog!.x).toBeGreaterThanOrEqual(0);
      expect(dialog!.x + dialog!.width).toBeLessThanOrEqual(width);
    });
  });

/** Neither the page nor its parts are wider than the window. (Tables scroll in a box of their own.) */
async function expectNoSidewaysScroll(page: Page) {
  const overflow = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const main = document.querySelector("main")!;
      return { page: scrollWidth - clientWidth, main: main.scrollWidth - main.clientWidth };
    });
  await expect.poll(overflow).toEqual({ page: 0, main: 0 });
}
