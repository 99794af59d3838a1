import { expect, test } from "./fixtures/test";
import { OperationPage, seedQueued } from "./pages/operation-page";

test.use({
  ownWorld: { name: "open-operations", env: { IOT_QUOTAS: '{"CancelJobExecution": 2}', QUOTA_SHARE: "1" } },
});
test.describe.configure({ timeout: 120_000 });

/** Well below the interval of 15 s at which the navigation refreshes by itself. */
const AT_ONCE = { timeout: 4_000 };
/** Twenty seconds at this fleet's rate: enough to be paused and resumed in. */
const EXECUTIONS = 40;

test("the navigation names what is running and paused, and follows the page of an operation at once", async ({
  page,
  context,
  emulator,
}) => {
  const { jobId } = await seedQueued(emulator, EXECUTIONS);
  const operation = new OperationPage(page);
  const entry = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Operations/ });
  const id = await operation.start(jobId, EXECUTIONS);
  await expect(entry).toContainText("1 running");

  // By a colleague: a pause on this page makes the navigation count again, whatever changed.
  const elsewhere = new OperationPage(await context.newPage());
  await elsewhere.open(id);
  await elsewhere.button("Pause").click();
  await page.bringToFront();
  await expect(operation.state("Paused")).toBeVisible();
  await expect(entry).toContainText("1 paused", AT_ONCE);
  await expect(entry).not.toContainText("running");

  await elsewhere.button("Resume").click();
  await expect(operation.state("Running")).toBeVisible();
  await expect(entry).toContainText("1 running", AT_ONCE);
  await expect(operation.state("Finished")).toBeVisible({ timeout: 60_000 });
  await expect(entry).toHaveText("Operations", AT_ONCE);
});
