import type { EmulatorClient } from "../lib/testing/emulator-client";
import { hearNotifications } from "./fixtures/hear-notifications";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";
import { OperationPage, seedQueued } from "./pages/operation-page";

// Faults strike all calls, so this file has its own world and runs its tests one after another.
test.use({
  ownWorld: {
    name: "suspended",
    env: {
      IOT_QUOTAS: '{"CancelJobExecution": 5}',
      QUOTA_SHARE: "1",
      SUSPEND_AT_MOST_MINUTES: "1", // the least that can be set
    },
  },
  allowedConsoleErrors: [/502 \(Bad Gateway\)/],
});
test.describe.configure({ mode: "default", timeout: 90_000 });
test.beforeEach(({ emulator }) => emulator.clearFaults());

/** AWS's answer to every call once the console's credentials have expired. */
const expireCredentials = (emulator: EmulatorClient) =>
  emulator.fault({ api: "*", kind: "error", errorName: "ExpiredTokenException", count: "unlimited" });

const SOON = { timeout: 30_000 };

test("while credentials have expired, an operation is suspended, says why, and continues by itself", async ({
  page,
  emulator,
  expectAccessible,
}) => {
  const { jobId, things } = await seedQueued(emulator, 12);
  const operation = new OperationPage(page);
  const id = await operation.start(jobId, 12, {
    reason: "while credentials expire",
    beforehand: () => expireCredentials(emulator),
  });

  await expect(operation.state("Suspended")).toBeVisible(SOON);
  await expect(page.getByRole("navigation", { name: "Main" })).toContainText("1 suspended");
  await expect(operation.main).toContainText(
    /Suspended (just now|\d+ s ago)\. AWS does not accept the console’s credentials \(ExpiredTokenException\)\./,
  );
  await expect(operation.main).toContainText(
    /A single call checks (now|in about \d+ s) whether that is over/,
  );
  await expect(operation.main).toContainText("nothing is canceled until it continues by itself");
  await expect(operation.main).not.toContainText(/\bleft\b/);
  await expect(operation.announced).toHaveText("Suspended: 0 percent done.");
  for (const thing of things) expect(await emulator.countAccepted("CancelJobExecution", thing)).toBe(0);
  await expectAccessible();

  await test.step("the list of operations says so too", async () => {
    await page.goto(`/${FLEET}/operations`);
    const row = page.getByRole("row", { name: /while credentials expire/ });
    await expect(row).toContainText("Suspended");
    await expect(row.getByRole("cell").last()).toHaveText("—");
    await operation.open(id);
  });

  await emulator.clearFaults();
  await expect(operation.state("Finished")).toBeVisible({ timeout: 60_000 });
  await expect(operation.announced).toHaveText("Finished: 12 canceled.");
  await expect(operation.main).not.toContainText("Suspended");
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(things.map(() => "CANCELED"));
});

test("a suspended operation that is stopped ends at once, and nothing is canceled", async ({
  page,
  emulator,
}) => {
  const { jobId, things } = await seedQueued(emulator, 12);
  const operation = new OperationPage(page);
  await operation.start(jobId, 12, { beforehand: () => expireCredentials(emulator) });
  await expect(operation.state("Suspended")).toBeVisible(SOON);

  await operation.button("Stop…").click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop the operation" }).click();
  await expect(operation.state("Stopped")).toBeVisible(SOON);
  await expect(operation.announced).toHaveText("Stopped: 12 stopped.");
  await emulator.clearFaults();
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(things.map(() => "QUEUED"));
});

test("a suspended operation that is paused and resumed waits again, and then continues", async ({
  page,
  emulator,
}) => {
  const { jobId, things } = await seedQueued(emulator, 3);
  const operation = new OperationPage(page);
  await operation.start(jobId, 3, { beforehand: () => expireCredentials(emulator) });
  await expect(operation.state("Suspended")).toBeVisible(SOON);

  await operation.button("Pause").click();
  await expect(operation.state("Paused")).toBeVisible();
  await expect(operation.main).not.toContainText("Suspended");
  await operation.button("Resume").click();
  await expect(operation.state("Suspended")).toBeVisible(SOON);
  await emulator.clearFaults();
  await expect(operation.state("Finished")).toBeVisible({ timeout: 60_000 });
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(things.map(() => "CANCELED"));
});

test("a suspension that lasts too long becomes a pause, the person is notified, and the operation can be resumed", async ({
  page,
  emulator,
}) => {
  test.setTimeout(180_000); // the minute is a real one
  const heard = await hearNotifications(page);
  const { jobId, things } = await seedQueued(emulator, 3);
  const operation = new OperationPage(page);
  await operation.start(jobId, 3, { beforehand: () => expireCredentials(emulator) });
  await operation.button("Notify me when done").click();
  await expect(operation.state("Suspended")).toBeVisible(SOON);

  await expect(operation.state("Paused")).toBeVisible({ timeout: 90_000 });
  const words =
    "It waited too long for AWS, so it was paused. Resume it once AWS can be reached and accepts its calls.";
  await expect(operation.main).toContainText(`Paused automatically. ${words}`);
  await expect(operation.main).not.toContainText("Continues if you close this page");
  await expect.poll(heard).toEqual([`Cancel 3 queued executions: paused by itself: ${words}`]);

  await emulator.clearFaults();
  await operation.button("Resume").click();
  await expect(operation.state("Finished")).toBeVisible(SOON);
  await expect.poll(async () => (await heard()).at(-1)).toBe("Cancel 3 queued executions: done: 3 canceled");
  expect(Object.values(await emulator.statusesOf(jobId))).toEqual(things.map(() => "CANCELED"));
});
