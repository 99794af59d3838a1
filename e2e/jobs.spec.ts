import type { EmulatorClient } from "../lib/testing/emulator-client";
import type { SeededJob } from "../lib/testing/emulator-seed";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

const jobs = `/${FLEET}/jobs`;

test.describe("a list of a few", () => {
  test.use({ ownWorld: { name: "few-jobs" } });

  test("jobs are filtered by status, target selection and group, and the URL keeps the filters", async ({
    page,
    emulator,
  }) => {
    await emulator.seed({
      groups: [{ name: "yard" }, { name: "press-hall" }],
      things: [{ name: "agv_1", groups: ["yard"] }, { name: "press-1" }],
      jobs: [
        { jobId: "map-118", targets: { groups: ["yard"] }, targetSelection: "CONTINUOUS" },
        { jobId: "recipe-205", targets: { things: ["press-1"] }, namespaceId: "aws-gg-deployment" },
        { jobId: "recipe-204", targets: { things: ["press-1"] } },
        { jobId: "recipe-203", targets: { things: ["press-1"] }, status: "CANCELED", executions: [] },
      ],
    });
    await page.goto(jobs);
    const table = page.getByRole("table", { name: "Jobs" });
    const rows = table.locator("tbody tr[data-row]");
    await expect(rows).toHaveCount(4);
    await expect(page.getByRole("main")).toContainText("4 jobs loaded: these are all.");
    await expect(table.getByRole("row", { name: /map-118/ })).toContainText("Continuous");

    const status = page.getByRole("group", { name: "Job status" });
    await status.getByText("Canceled", { exact: true }).click();
    await expect(page).toHaveURL(/status=CANCELED$/);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("recipe-203");
    await status.getByText("All", { exact: true }).click();
    await expect(rows).toHaveCount(4);

    // Lists do not have the namespace: it is read with the counters.
    await expect(table.getByRole("row", { name: /recipe-205/ })).toContainText("aws-gg-deployment");
    const namespace = page.getByRole("textbox", { name: "Namespace" });
    await namespace.fill("no blanks");
    await namespace.press("Enter");
    await expect(page.getByRole("main")).toContainText("Use 1 to 64 letters");
    await expect(rows).toHaveCount(4);
    await namespace.fill("aws-gg-deployment");
    await namespace.press("Enter");
    await expect(page).toHaveURL(/namespace=aws-gg-deployment$/);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("recipe-205");
    await page.goBack();
    await expect(rows).toHaveCount(4);

    await status.getByText("In progress", { exact: true }).click();
    await namespace.fill("no blanks");
    await page.getByRole("button", { name: "Clear filters" }).first().click();
    await expect(namespace).toHaveValue("");
    await expect(page.getByRole("main")).not.toContainText("Use 1 to 64 letters");
    await expect(rows).toHaveCount(4);

    await page.getByRole("combobox", { name: "Target selection" }).selectOption("Continuous");
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("map-118");
    const group = page.getByRole("combobox", { name: /^Thing group/ });
    await group.fill("press-hall");
    await group.press("Enter");
    await expect(page.getByRole("main")).toContainText("No job matches these filters");
    await page.reload();
    await expect(page.getByRole("main")).toContainText("No job matches these filters");

    await page.getByRole("button", { name: "Clear filters" }).first().click();
    await expect(rows).toHaveCount(4);
    await expect(page).toHaveURL(new RegExp(`${jobs}$`));
  });
});

test.describe("a list of many", () => {
  test.use({ ownWorld: { name: "many-jobs" } });

  test("counters are read for the jobs in view, and for others once they are scrolled into view", async ({
    page,
    emulator,
  }) => {
    const ids = Array.from({ length: 120 }, (_, at) => `job-${String(at).padStart(3, "0")}`);
    await emulator.seed({
      things: [{ name: "unit" }],
      jobs: ids.map((jobId): SeededJob => ({ jobId, targets: { things: ["unit"] }, executions: "queued" })),
    });
    await page.goto(jobs);
    const rows = page.getByRole("table", { name: "Jobs" }).locator("tbody tr[data-row]");
    const bar = (row: number) => rows.nth(row).getByRole("img", { name: "Executions: Queued 1" });
    await expect(bar(0)).toBeVisible();
    await expect(page.getByRole("main")).toContainText("120 jobs loaded: these are all.");
    await expect(bar(5)).toBeVisible();
    const first = await describedJobs(emulator);
    expect(first.size, "jobs whose counters were read").toBeLessThan(40);

    await rows.first().focus();
    await page.keyboard.press("End");
    const last = page.locator("tr[aria-rowindex='121']");
    await expect(last.getByRole("img", { name: "Executions: Queued 1" })).toBeVisible();
    expect((await describedJobs(emulator)).size).toBeLessThan(80);
  });
});

test.describe("while AWS refuses", () => {
  test.use({ ownWorld: { name: "refused-jobs" }, allowedConsoleErrors: [/403/] });

  test("the list shows the failed call and the reason, and Retry loads it", async ({
    page,
    seedThing,
    emulator,
  }) => {
    const { jobs: seeded } = await seedThing({ roll: "QUEUED" });
    await emulator.fault({ api: "ListJobs", kind: "deny", count: 1_000 });
    await page.goto(jobs);
    const alert = page.getByRole("main").getByRole("alert");
    await expect(alert).toContainText("The jobs could not be read");
    await expect(alert).toContainText("ListJobs failed.");
    await expect(alert).toContainText("AWS denied iot:ListJobs");
    await emulator.clearFaults();
    await page.getByRole("button", { name: "Retry" }).click();
    await expect(page.getByRole("table", { name: "Jobs" })).toContainText(seeded.roll);
  });

  test("refused counters are shown as not read, each with the reason, and the list stays", async ({
    page,
    seedThing,
    emulator,
  }) => {
    const { jobs: seeded } = await seedThing({ uncounted: "QUEUED" });
    await emulator.fault({
      api: "DescribeJob",
      kind: "deny",
      count: 1_000,
      match: { jobId: seeded.uncounted },
    });
    await page.goto(jobs);
    const row = page.getByRole("row").filter({ hasText: seeded.uncounted });
    await expect(row).toContainText("not read");
    await expect(row).toContainText("AWS denied iot:DescribeJob");
  });
});

async function describedJobs(emulator: EmulatorClient): Promise<Set<string | undefined>> {
  const { calls } = (await emulator.log()) as { calls: { api: string; jobId?: string }[] };
  return new Set(calls.filter(({ api }) => api === "DescribeJob").map(({ jobId }) => jobId));
}
