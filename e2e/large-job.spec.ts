import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";

const JOB = "fleet-wide-rollout";
const EXECUTIONS = 100_000;
const API = "ListJobExecutionsForJob";

test.use({ ownWorld: { fleet: "large" }, allowedConsoleErrors: [/403 \(Forbidden\)/] });

test("100,000 executions load with progress, can be stopped and continued, and the page stays responsive", async ({
  page,
  emulator,
  jobPage,
}) => {
  test.setTimeout(300_000);
  await jobPage.open(JOB);
  const main = page.getByRole("main");
  const table = page.getByRole("table", { name: "Executions of this job" });
  const progress = page.getByRole("progressbar", { name: "Loading all executions" });
  const button = (name: string) => main.getByRole("button", { name, exact: true });
  await expect(main).toContainText("Snapshot · 100,000 executions");
  await expect(main).toContainText(/2[5-7]\d loaded of about 100,000\./); // AWS may cut pages
  await expect(main).toContainText("Live · read");

  await button("Load all").click();
  await expect(progress).toBeVisible();
  await expect.poll(() => loaded(main)).toBeGreaterThan(1_000);
  await button("Stop loading").click();
  await expect(progress).toHaveCount(0);
  await expect(main).toContainText("With so many loaded they do not refresh by themselves: use Refresh.");
  const stoppedAt = await loaded(main);
  expect(stoppedAt).toBeLessThan(EXECUTIONS);

  await button("Load all").click();
  await expect.poll(() => loaded(main)).toBeGreaterThan(stoppedAt);
  await emulator.fault({ api: API, kind: "deny", count: 1 });
  await expect(main.getByRole("alert").filter({ hasText: "Loading all paused." })).toContainText(
    `AWS denied iot:${API}`,
  );
  await button("Go on").click();
  await expect(progress).toBeVisible();

  await expect(main).toContainText("100,000 executions, all loaded.", { timeout: 240_000 });
  await expect(table).toHaveAttribute("aria-rowcount", String(EXECUTIONS + 1));

  await page.locator("tr[aria-rowindex='2']").focus();
  await page.keyboard.press("End");
  const last = page.locator(`tr[aria-rowindex='${EXECUTIONS + 1}']`);
  await expect(last).toBeFocused();
  expect(await table.locator("tr[data-row]").count(), "rows in the page").toBeLessThan(100);

  await page.getByRole("columnheader", { name: "Thing" }).getByRole("button").click();
  const first = page.locator("tr[aria-rowindex='2']");
  await expect(first).toContainText("agv_000001");
  await expect(main).not.toContainText("The order acts on");
  await page.getByRole("searchbox", { name: "Filter by thing name" }).fill("meter-0599");
  await expect(main).toContainText("100 of the 100,000 loaded match the name.");

  const before = await callsOfApi(page, emulator.url);
  await first.getByRole("link", { name: "meter-059900", exact: true }).click();
  await expect(page).toHaveURL(/\/executions\//);
  await page.goBack();
  await expect(main).toContainText("100 of the 100,000 loaded match the name.");
  await expect(page.getByRole("columnheader", { name: "Thing" })).toHaveAttribute("aria-sort", "ascending");
  expect((await callsOfApi(page, emulator.url)) - before, "pages read again on coming back").toBeLessThan(3);
});

/** How many the page says are loaded. */
async function loaded(main: Locator): Promise<number> {
  const [, count = "0"] = /([\d,]+) loaded of about/.exec(await main.innerText()) ?? [];
  return Number(count.replaceAll(",", ""));
}

async function callsOfApi(page: Page, emulatorUrl: string): Promise<number> {
  const stats = await page.request.get(`${emulatorUrl}/_emulator/stats`);
  const { calls } = (await stats.json()) as { calls: Record<string, { calls: number }> };
  return calls[API]?.calls ?? 0;
}
