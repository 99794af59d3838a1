import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { putPreparedStore } from "@/lib/scripts/prepared-store";
import { closeDatabase } from "@/lib/server/db/process-database";
import { findFleetServices } from "@/lib/server/runtime/fleet-services";
import { findSyncServices } from "@/lib/server/runtime/index-services";
import { syncIndex } from "@/lib/server/open-executions/scan/sync-index";

/** Of the account, for DescribeJob: 3 calls a second for the index, 8 for the console. A scan of a job takes one. */
const QUOTA = 10;
const INDEX_SHARE = 0.3;
const QUOTA_SHARE = 0.8;
const JOBS = 60;
/** Calls of people at once: they take some 3 s at 8 calls a second, in which the index alone would make nine. */
const READS = 24;

const REGION = "eu-west-1";
const ANN = { id: "ann", name: "Ann", role: "viewer" } as const;
const OWN = "own";

let fleet: EmulatedFleet;
let dataDir: string;
beforeAll(async () => {
  [fleet, dataDir] = await Promise.all([startEmulatedFleet(), mkdtemp(join(tmpdir(), "standdown-data-"))]);
  await putPreparedStore(dataDir);
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

test("the index stays within its share of the quota, and yields to people who read", async () => {
  const ended = new AbortController();
  const startedAt = performance.now();
  const running = syncIndex((await findSyncServices(REGION))!, ended.signal);
  const { iot } = findFleetServices(REGION, ANN)!;
  try {
    await expect.poll(async () => (await callsOfIndex()).length, { timeout: 30_000 }).toBeGreaterThan(12);
    // A bucket with a second's worth of calls, plus what has filled it since: true however slow the machine is.
    const alone = (await callsOfIndex()).length;
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(alone, "of the index alone").toBeLessThanOrEqual(QUOTA * INDEX_SHARE * (seconds + 1) + 1);

    const reads = await Promise.all(
      Array.from({ length: READS }, () => iot.describeJob(OWN, { maxAgeMs: 0 })),
    );
    expect(reads.every(({ ok }) => ok)).toBe(true);
    const own = await callsOfPeople();
    expect(own).toHaveLength(READS);
    const meanwhile = (await callsOfIndex()).filter(({ at }) => at > own[0]!.at && at < own.at(-1)!.at);
    expect(meanwhile.length, "of the index, while people wait").toBeLessThanOrEqual(1);
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
