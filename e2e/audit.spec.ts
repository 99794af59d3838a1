import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures/test";

test("a cancellation is in the audit log, with its reason and AWS's answer", async ({
  page,
  seedThing,
  executionPage,
  auditPage,
  expectAccessible,
}) => {
  const { thingName, jobs } = await seedThing({ "update-firmware": "QUEUED" });
  const dialog = await executionPage.openCancel(thingName, jobs["update-firmware"]);
  await dialog.reason.fill("=wrong image");
  await dialog.cancel.click();
  await expect(executionPage.status("Canceled")).toBeVisible();
  await expect(executionPage.history).toContainText("“=wrong image”");

  await auditPage.open({ thing: thingName });
  await expect(auditPage.row(thingName)).toContainText("Canceled");
  await expect(auditPage.row(thingName)).toContainText("=wrong image");
  await expectAccessible();

  await auditPage
    .row(thingName)
    .getByRole("button", { name: /^Cancel execution/ })
    .click();
  const entry = page.getByRole("dialog");
  await expect(entry.getByRole("table", { name: "Before", exact: true })).toContainText("QUEUED");
  await expect(entry.getByRole("table", { name: "After", exact: true })).toContainText("CANCELED");
  await expect(entry).toContainText("AWS request id");
  await expectAccessible();
  await expect(page).toHaveURL(/entry=\d+/);
  await page.reload();
  await expect(entry.getByRole("table", { name: "Request" })).toContainText("=wrong image");
});

test("filters are kept in the URL, and the filtered entries can be downloaded without spreadsheet formulas", async ({
  page,
  seedThing,
  executionPage,
  auditPage,
}) => {
  const { thingName, jobs } = await seedThing({ fw: "QUEUED" });
  const dialog = await executionPage.openCancel(thingName, jobs.fw);
  await dialog.reason.fill("=1+1");
  await dialog.cancel.click();
  await expect(executionPage.status("Canceled")).toBeVisible();

  await auditPage.open();
  await auditPage.filter("Thing").fill(thingName);
  await auditPage.filter("Thing").press("Enter");
  await expect(page).toHaveURL(new RegExp(`thing=${thingName}`));
  await expect(auditPage.row(thingName)).toHaveCount(1);
  await page.getByLabel("Outcome").selectOption({ label: "Denied by AWS" });
  await expect(page.getByText("No entry matches these filters")).toBeVisible();
  await page.getByLabel("Outcome").selectOption({ label: "Canceled" });
  await expect(auditPage.row(thingName)).toHaveCount(1);

  const csv = await auditPage.download("CSV");
  expect(csv.name).toMatch(/^standdown-audit-.*\.csv$/);
  const [, row] = (await readFile(csv.path, "utf8")).trim().split("\r\n");
  expect(row).toContain(`,${thingName},`);
  expect(row).toContain(",'=1+1,canceled,");

  const lines = await readFile((await auditPage.download("JSON Lines")).path, "utf8");
  expect(JSON.parse(lines)).toMatchObject({ thingName, asked: { reason: "=1+1" } });
});
