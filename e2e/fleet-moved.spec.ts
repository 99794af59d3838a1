import { launchEmulator } from "../lib/scripts/launch.ts";
import { makeTemporaryStore } from "../lib/scripts/temporary-store.ts";
import { EmulatorClient } from "../lib/testing/emulator-client";
import { expect, test } from "./fixtures/test";
import { startConsole } from "./fixtures/two-fleets";
import { ExecutionPage } from "./pages/console-pages";
import { OperationPage } from "./pages/operation-page";

const OURS = "123456789012";
const OTHER = "999999999999";
const API = "CancelJobExecution";
/** The same in both accounts, to the millisecond: only the account distinguishes their executions. */
const QUEUED_AT_MS = Date.parse("2026-11-23T12:00:00.250Z");
const ONE = { thingName: "kiosk-one", jobId: "fw-one" };
const THINGS = Array.from({ length: 12 }, (_, at) => `kiosk-${at}`);

/** An AWS account in which a thing and a job of these names exist. */
async function startAccount(account: string, port?: number) {
  const aws = await launchEmulator({ account, ...(port !== undefined && { port }) });
  const emulator = new EmulatorClient(aws.url);
  const queued = (thingName: string) => ({
    thingName,
    status: "QUEUED" as const,
    queuedAtMs: QUEUED_AT_MS,
    lastUpdatedAtMs: QUEUED_AT_MS,
  });
  await emulator.seed({
    things: [ONE.thingName, ...THINGS].map((name) => ({ name })),
    jobs: [
      { jobId: ONE.jobId, targets: { things: [ONE.thingName] }, executions: [queued(ONE.thingName)] },
      { jobId: "fw-all", targets: { things: THINGS }, executions: THINGS.map(queued) },
    ],
  });
  return { aws, emulator };
}

test("a fleet is pointed to another account while a dialog is open and an operation is paused: nothing is canceled there", async ({
  browser,
  signedInState,
}) => {
  test.setTimeout(180_000); // three consoles start, one after the other
  const dataDir = await makeTemporaryStore();
  let { aws, emulator } = await startAccount(OURS);
  const awsPort = Number(new URL(aws.url).port);
  const start = (port?: number) =>
    startConsole(
      aws.url,
      { STANDDOWN_DEMO: "1", IOT_QUOTAS: "off", DATA_DIR: dataDir },
      { ...(port !== undefined && { port }) },
    );
  let server = await start();
  const consolePort = Number(new URL(server.url).port);
  const pointTo = async (account: string) => {
    await Promise.all([server.stop(), aws.stop()]);
    ({ aws, emulator } = await startAccount(account, awsPort));
    server = await start(consolePort);
  };

  await using _ = {
    async [Symbol.asyncDispose]() {
      await Promise.all([server.stop(), aws.stop()]);
    },
  };
  const storageState = await signedInState(server.url, "supervisor");
  const context = await browser.newContext({ baseURL: server.url, storageState });
  const page = await context.newPage();
  const operation = new OperationPage(page);
  const id = await operation.start("fw-all", THINGS.length, {
    beforehand: () => emulator.fault({ api: API, kind: "throttle", count: "unlimited" }),
  });
  await operation.button("Pause").click();
  await expect(operation.state("Paused")).toBeVisible();
  const dialog = await new ExecutionPage(await context.newPage()).openCancel(ONE.thingName, ONE.jobId);

  await pointTo(OTHER);
  await dialog.cancel.click();
  await expect(dialog.heading("It changed while you were deciding")).toBeVisible();
  await expect(dialog.alert).toContainText("another account or region than the one you saw");
  await expect(dialog.comparison("Account").getByRole("cell")).toHaveText([
    `${OURS} · eu-west-1`,
    `${OTHER} · eu-west-1`,
  ]);
  await operation.open(id);
  await operation.button("Resume").click();
  await expect(operation.state("Suspended")).toBeVisible({ timeout: 30_000 });
  await expect(operation.main).toContainText(`This fleet now points to ${OTHER}`);
  for (const thing of [ONE.thingName, ...THINGS])
    expect(await emulator.callsOf(API, thing), `${thing} of the other account`).toEqual([]);

  await pointTo(OURS);
  await expect(operation.state("Finished")).toBeVisible({ timeout: 60_000 });
  await expect(operation.announced).toHaveText(`Finished: ${THINGS.length} canceled.`);
  expect(Object.values(await emulator.statusesOf(ONE.jobId))).toEqual(["QUEUED"]);
  await context.close();
});
