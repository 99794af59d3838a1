import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/e2e/fixtures/emulated-fleet";
import { putEmptyStore } from "@/lib/commands/empty-store";
import { closeDatabase } from "@/lib/db/process-database";
import { findFleetServices, findSyncServices } from "@/lib/services";
import { syncIndex } from "@/lib/triage/sync-index";

/** Of the account, for DescribeJob: 3 calls a second for the index, 8 for the console. A round of a job takes one. */
const QUOTA = 10;
const INDEX_SHARE = 0.3;
const QUOTA_SHARE = 0.8;
const JOBS = 60;
/** As many pages as people have open at once, and how often each is read: some 3 s at 8 calls a second. */
const HANDS = 6;
const READS = 4;

const REGION = "eu-west-1";
const ANN = { id: "ann", name: "Ann", role: "viewer" } as const;
const OWN = "own";

let fleet: EmulatedFleet;
let dataDir: string;
beforeAll(async () => {
  [fleet, dataDir] = await Promise.all([startEmulatedFleet(), mkdtemp(join(tmpdir(), "standdown-data-"))]);
  await putEmptyStore(dataDir);
  const things = [{ name: "kiosk-1" }];
  const jobs = Array.from({ length: JOBS }, (_, at) => ({
    jobId: `job-${at}`,
    targets: { things: ["kiosk-1"] },
    executions: "queued" as const,
  }));
  await fleet.emulator.seed({
    things,
    jobs: [...jobs, { jobId: OWN, targets: { things: ["kiosk-1"] }, status: "COMPLETED", executions: [] }],
  });
  await fleet.emulator.settings({ rates: { DescribeJob: QUOTA } });
  const env = {
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL_IOT: fleet.url,
    DATA_DIR: dataDir,
    IOT_QUOTAS: JSON.stringify({ DescribeJob: QUOTA }),
    QUOTA_SHARE: String(QUOTA_SHARE),
    INDEX_SHARE: String(INDEX_SHARE),
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeDatabase();
  await fleet.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("the index keeps to its share of the quota, and steps back where people read", async () => {
  const ended = new AbortController();
  const running = syncIndex((await findSyncServices(REGION))!, ended.signal);
  const { iot } = findFleetServices(REGION, ANN)!;
  try {
    await expect.poll(async () => (await callsOfIndex()).length, { timeout: 30_000 }).toBeGreaterThan(12);
    // What stood in the bucket at the start is no part of a steady run.
    const alone = perSecond((await callsOfIndex()).slice(QUOTA * INDEX_SHARE));
    expect(alone, "of the index alone").toBeLessThan(1.1 * QUOTA * INDEX_SHARE);

    let slowestMs = 0;
    const before = (await callsOfIndex()).length;
    const beganAt = performance.now();
    const read = async () => {
      for (let times = 0; times < READS; times++) {
        const askedAt = performance.now();
        expect((await iot.describeJob(OWN, { maxAgeMs: 0 })).ok).toBe(true);
        slowestMs = Math.max(slowestMs, performance.now() - askedAt);
      }
    };
    await Promise.all(Array.from({ length: HANDS }, read));
    const seconds = (performance.now() - beganAt) / 1_000;
    const own = await callsOfPeople();
    expect(own.length).toBe(HANDS * READS);
    expect(perSecond(own), "of people").toBeGreaterThan(0.75 * QUOTA * QUOTA_SHARE);
    expect(((await callsOfIndex()).length - before) / seconds, "of the index meanwhile").toBeLessThan(
      alone / 2,
    );
    expect(slowestMs).toBeLessThan(2_000);
  } finally {
    ended.abort();
    await running;
  }
  expect(throttled).toBe(0);
}, 60_000);

let throttled = 0;

async function calls(): Promise<AwsCall[]> {
  const log = (await fleet.emulator.log()) as { calls: AwsCall[] };
  throttled = log.calls.filter(({ errorName }) => errorName === "ThrottlingException").length;
  return log.calls.filter(({ api }) => api === "DescribeJob");
}

const callsOfPeople = async () => (await calls()).filter(({ jobId }) => jobId === OWN);
const callsOfIndex = async () => (await calls()).filter(({ jobId }) => jobId !== OWN);

function perSecond(calls: readonly AwsCall[]): number {
  return (calls.length - 1) / ((calls.at(-1)!.at - calls[0]!.at) / 1_000);
}
