import { launchEmulator } from "../lib/scripts/launch.ts";
import { makeTemporaryStore } from "../lib/scripts/temporary-store.ts";
import { EmulatorClient } from "../lib/testing/emulator-client";
import { createSeedThing } from "./fixtures/seed-thing";
import { cancelOverHttp, toCookieHeader } from "./fixtures/sign-in-over-http";
import { expect, test } from "./fixtures/test";
import { startConsole } from "./fixtures/two-fleets";
import { FLEET } from "./pages/console-pages";
import { OperationPage, seedQueued } from "./pages/operation-page";

type Entry = { thingName: string | null; outcome: { kind: string; completedBy: string } | null };

test("a console that is killed and restarted finds out what AWS did, and continues while a person watches", async ({
  browser,
  signedInState,
}) => {
  test.setTimeout(180_000); // two consoles start, one after the other
  const emulatorProcess = await launchEmulator();
  const emulator = new EmulatorClient(emulatorProcess.url);
  const dataDir = await makeTemporaryStore();
  const start = (port?: number) =>
    startConsole(
      emulatorProcess.url,
      { STANDDOWN_DEMO: "1", IOT_QUOTAS: "off", DATA_DIR: dataDir },
      { ...(port && { port }) },
    );
  const { thingName, jobs } = await createSeedThing(emulator)({ roll: "QUEUED", flash: "QUEUED" });
  const { jobId } = await seedQueued(emulator, 12);
  const forever = { kind: "slow", delayMs: 600_000, count: 100 } as const;
  await emulator.fault({ ...forever, api: "CancelJobExecution", match: { jobId } });

  const killed = await start();
  const storageState = await signedInState(killed.url, "supervisor");
  const page = await browser.newPage({ baseURL: killed.url, storageState });
  const operation = new OperationPage(page);
  await operation.start(jobId, 12);
  await expect(operation.state("Running")).toBeVisible();
  // Some are in flight: AWS was called, and does not answer.
  await expect(operation.main).toContainText("0 of 12 done");

  const cookie = toCookieHeader(storageState.cookies.map(({ name, value }) => `${name}=${value}`));
  // AWS acts, and its answer never comes.
  await emulator.fault({ api: "CancelJobExecution", kind: "hang", afterActing: true, match: { thingName } });
  const call = cancelOverHttp(killed.url, cookie, { thingName, jobId: jobs.roll }).catch(() => null);
  await expect.poll(() => emulator.callsOf("CancelJobExecution", thingName)).toHaveLength(1);
  killed.kill("SIGKILL");
  expect(await call).toBeNull();
  await killed.exited;
  await emulator.clearFaults();
  await expect(operation.main).toContainText(
    /The server does not answer\. Last read (just now|\d+ (s|min) ago)\./,
  );
  await expect(operation.main).toContainText("Last known: running, 0 of 12 done.");
  await expect(operation.state("Last known: running")).toBeVisible();
  await expect(operation.state("Running")).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Main" })).not.toContainText("running", {
    timeout: 20_000,
  });

  const again = await start(Number(new URL(killed.url).port));
  // The session is in the same store, so its person is still signed in.
  const entries = async () => {
    const response = await fetch(`${again.url}/api/${FLEET}/audit?thing=${encodeURIComponent(thingName)}`, {
      headers: { cookie },
    });
    return ((await response.json()) as { rows: Entry[] }).rows;
  };
  // No status details were sent, so nothing in AWS distinguishes it from another person's cancellation.
  await expect
    .poll(entries)
    .toMatchObject([{ thingName, outcome: { kind: "canceled-by-us-or-others", completedBy: "later-read" } }]);
  expect(await emulator.callsOf("CancelJobExecution", thingName)).toHaveLength(1); // a read resolved it, no second call

  await expect(operation.state("Finished")).toBeVisible({ timeout: 30_000 });
  await expect(operation.main).toContainText("12 of 12 done · 100%");
  await expect(operation.announced).toHaveText("Finished: 12 canceled.");
  await expect(operation.main).not.toContainText("could not be read");
  await page.close();
  await again.stop();
  await emulatorProcess.stop();
});
