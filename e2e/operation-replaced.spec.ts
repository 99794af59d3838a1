import { expect, test } from "./fixtures/test";
import { OperationPage, seedQueued } from "./pages/operation-page";

const API = "CancelJobExecution";

// Slow enough to be paused before it is done.
test.use({
  ownWorld: { name: "operations", env: { IOT_QUOTAS: '{"CancelJobExecution": 2}', QUOTA_SHARE: "1" } },
});
test.describe.configure({ timeout: 60_000 });

test("the job is deleted and created again before a plan is confirmed: none of its executions is canceled", async ({
  page,
  emulator,
}) => {
  const { jobId, things } = await seedQueued(emulator, 4);
  const operation = new OperationPage(page);
  await operation.start(jobId, 4, { beforehand: () => emulator.recreateJob(jobId, things) });

  await expect(operation.state("Finished")).toBeVisible({ timeout: 20_000 });
  await expect(operation.announced).toHaveText("Finished: 4 changed meanwhile.");
  for (const thing of things) {
    await expect(operation.row(thing)).toContainText(
      "Replaced or started again since it was planned, now v1 queued",
    );
    expect(await emulator.callsOf(API, thing)).toEqual([]);
  }
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(things.map(() => "QUEUED"));
});

test("the job is deleted and created again while an operation is paused: resumed, it cancels none of the new ones", async ({
  page,
  emulator,
}) => {
  const { jobId, things } = await seedQueued(emulator, 20);
  const operation = new OperationPage(page);
  await operation.start(jobId, 20);
  await operation.button("Pause").click();
  await expect(operation.state("Paused")).toBeVisible();
  await expect(operation.table).not.toContainText("In hand");
  await emulator.recreateJob(jobId, things);
  await operation.button("Resume").click();

  await expect(operation.state("Finished")).toBeVisible({ timeout: 20_000 });
  await expect(operation.announced).toHaveText(/^Finished: (\d canceled, )?\d\d changed meanwhile\.$/);
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(things.map(() => "QUEUED"));
});
