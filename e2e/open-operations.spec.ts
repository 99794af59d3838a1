import { expect, test } from "./fixtures/test";
import { OperationPage, seedQueued } from "./pages/operation-page";

test.use({
  ownWorld: { name: "open-operations", env: { IOT_QUOTAS: '{"CancelJobExecution": 2}', QUOTA_SHARE: "1" } },
});
test.describe.configure({ timeout: 60_000 });

/** Well below the pace at which the navigation asks by itself. */
const AT_ONCE = { timeout: 4_000 };

test("the navigation names what is running and paused, and follows the page of an operation at once", async ({
  page,
  emulator,
}) => {
  const { jobId } = await seedQueued(emulator, 12);
  const operation = new OperationPage(page);
  const entry = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Operations/ });
  await operation.begin(jobId, 12);
  await expect(entry).toContainText("1 running");

  await operation.button("Pause").click();
  await expect(operation.state("Paused")).toBeVisible();
  await expect(entry).toContainText("1 paused", AT_ONCE);
  await expect(entry).not.toContainText("running");

  await operation.button("Resume").click();
  await expect(operation.state("Running")).toBeVisible();
  await expect(entry).toContainText("1 running", AT_ONCE);
  await expect(operation.state("Finished")).toBeVisible({ timeout: 20_000 });
  await expect(entry).toHaveText("Operations", AT_ONCE);
});
