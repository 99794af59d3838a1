import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchEmulator } from "../lib/commands/launch.ts";
import { EmulatorClient } from "./fixtures/emulator-client";
import { createSeedThing } from "./fixtures/seed-thing";
import { cancelOverHttp, signInOverHttp, toCookieHeader } from "./fixtures/sign-in-over-http";
import { expect, test } from "./fixtures/test";
import { startConsole } from "./fixtures/two-fleets";
import { FLEET } from "./pages/console-pages";

type Entry = { thingName: string | null; outcome: { kind: string; settledBy: string } | null };

test("a console killed after AWS has canceled tells the outcome when it is started again", async () => {
  test.setTimeout(180_000); // two consoles start, one after the other
  const emulatorProcess = await launchEmulator();
  const emulator = new EmulatorClient(emulatorProcess.url);
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-killed-"));
  const start = () =>
    startConsole(emulatorProcess.url, { STANDDOWN_DEMO: "1", IOT_QUOTAS: "off", DATA_DIR: dataDir });
  const { thingName, jobs } = await createSeedThing(emulator)({ roll: "QUEUED", flash: "QUEUED" });

  const killed = await start();
  const cookie = toCookieHeader(await signInOverHttp(killed.url, "supervisor"));
  // The read before it goes through. AWS acts, and the read that would tell the outcome never ends.
  const api = "DescribeJobExecution";
  await emulator.fault({ api, kind: "slow", delayMs: 1, match: { thingName } });
  await emulator.fault({ api, kind: "slow", delayMs: 600_000, count: 100, match: { thingName } });
  const call = cancelOverHttp(killed.url, cookie, { thingName, jobId: jobs.roll }).catch(() => null);
  await expect.poll(() => emulator.callsOf("CancelJobExecution", thingName)).toHaveLength(1);
  killed.kill("SIGKILL");
  expect(await call).toBeNull();
  await killed.exited;
  await emulator.clearFaults();

  const again = await start();
  // The session is in the same store, so its person is still signed in.
  const entries = async () => {
    const response = await fetch(`${again.url}/api/${FLEET}/audit?thing=${encodeURIComponent(thingName)}`, {
      headers: { cookie },
    });
    return ((await response.json()) as { rows: Entry[] }).rows;
  };
  await expect
    .poll(entries)
    .toMatchObject([{ thingName, outcome: { kind: "canceled", settledBy: "later-read" } }]);
  expect(await emulator.callsOf("CancelJobExecution", thingName)).toHaveLength(1); // a read told it, no second deed
  await again.stop();
  await emulatorProcess.stop();
  await rm(dataDir, { recursive: true, force: true });
});
