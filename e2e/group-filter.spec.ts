import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

const HOUR_MS = 3_600_000;
/** The index updates in the background, within some seconds. */
const FOUND = { timeout: 45_000 };

const rows = (page: Page, table: string) =>
  page.getByRole("table", { name: table }).locator("tbody tr[data-row]");

// It is unknown whether AWS lists the parents of a thing's groups. The pages have to be right in both cases.
for (const way of ["direct", "with-parents"] as const)
  test.describe(`where AWS names the groups of a thing ${way}`, () => {
    test.use({
      ownWorld: {
        name: `groups-${way}`,
        env: { INDEX_SHARE: "1" },
        indexing: { mode: "REGISTRY", connectivity: "STATUS" },
      },
    });
    test.setTimeout(120_000);

    test("the filter by a parent group includes its child groups, on Things, Jobs and Stuck, and the pages say so", async ({
      page,
      emulator,
    }) => {
      const queuedAtMs = Date.now() - 99 * HOUR_MS;
      await emulator.settings({ variants: { groupsInIndex: way, groupsOfThing: way } });
      await emulator.seed({
        groups: [
          ...[{ name: "sites" }, { name: "windparks", parent: "sites" }, { name: "yard", parent: "sites" }],
          ...[
            { name: "park-north", parent: "windparks" },
            { name: "park-south", parent: "windparks" },
          ],
        ],
        things: [
          { name: "turbine-1", groups: ["park-north"] },
          { name: "turbine-2", groups: ["park-north", "park-south"] },
          { name: "agv-1", groups: ["yard"] },
        ],
        jobs: [
          {
            jobId: "blades",
            targets: { groups: ["park-north", "park-south"] },
            executions: ["turbine-1", "turbine-2"].map((thingName) => ({
              ...{ thingName, status: "IN_PROGRESS", queuedAtMs },
              ...{ startedAtMs: queuedAtMs, lastUpdatedAtMs: queuedAtMs },
            })),
          },
          {
            jobId: "maps",
            targets: { groups: ["yard"] },
            executions: [
              {
                ...{ thingName: "agv-1", status: "IN_PROGRESS", queuedAtMs },
                ...{ startedAtMs: queuedAtMs, lastUpdatedAtMs: queuedAtMs },
              },
            ],
          },
        ],
      });
      const main = page.getByRole("main");

      await page.goto(`/${FLEET}/things?group=windparks`);
      await expect(page.getByRole("combobox", { name: "Thing group" })).toHaveValue("windparks");
      await expect(rows(page, "Things")).toHaveCount(2);
      await expect(main).toContainText("Things in windparks or its 2 child groups: park-north, park-south.");
      await expect(main).toContainText("2 things loaded: these are all.");

      await page.goto(`/${FLEET}/jobs?group=windparks`);
      await expect(rows(page, "Jobs")).toHaveCount(1);
      await expect(rows(page, "Jobs")).toContainText("blades");
      await expect(main).toContainText(
        "Jobs that target windparks or its 2 child groups: park-north, park-south.",
      );

      await page.goto(`/${FLEET}/stuck`);
      await expect(rows(page, "Stuck executions")).toHaveCount(3, FOUND);
      await page.goto(`/${FLEET}/stuck?group=windparks`);
      await expect(rows(page, "Stuck executions")).toHaveCount(2, FOUND);
      await expect(main).toContainText("Things in windparks or its 2 child groups: park-north, park-south.");
      await page.goto(`/${FLEET}/stuck?group=park-south&view=thing`);
      await expect(main.getByRole("table").locator("tbody tr[data-row]")).toHaveCount(1);
      await expect(main).toContainText("Things in park-south, which has no child groups.");
    });
  });
