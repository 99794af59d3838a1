import { type ChildProcess, spawn } from "node:child_process";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { syncUntilQuiet } from "./sync-index";

const FLEET = "kiosks";
const BIG = "big";
const SMALL = ["small-1", "small-2", "small-3"];
const EXECUTIONS = 4_000;
/** Of the 16 and more pages of a scan, counted from each start: before a page is saved, and in the middle of the scan. */
const KILLED_AFTER_PAGES = [1, 2, 3];

const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};
const nameOf = (at: number) => `kiosk-${String(at).padStart(4, "0")}`;

let fleet: EmulatedFleet;
let store: TestDatabase;
let child: ChildProcess | undefined;
beforeAll(async () => void (fleet = await startEmulatedFleet({ latencyMs: 30 })));
afterAll(() => fleet.stop());
beforeEach(() => fleet.emulator.reset());
afterEach(async () => {
  child?.kill("SIGKILL");
  await store.remove();
});

test.each(ENGINES)(
  "an index on the %s engine equals what AWS has after its reader was killed again and again",
  { timeout: 120_000 },
  async (engine) => {
    store = await createTestDatabase(engine);
    const forThings = { prefix: "kiosk-", from: 0, count: EXECUTIONS, pad: 4 };
    await fleet.emulator.seed({
      thingRange: [forThings],
      jobs: [
        { jobId: BIG, targets: {}, executions: [{ forThings, status: "QUEUED" }] },
        ...SMALL.map((jobId, at) => ({
          jobId,
          targets: {},
          executions: [{ thingName: nameOf(at), status: "QUEUED" as const }],
        })),
      ],
    });
    for (const [time, pages] of KILLED_AFTER_PAGES.entries()) {
      await readUntilKilled(pages);
      // Devices and people go on meanwhile.
      const at = time * 100;
      await fleet.emulator.deviceAct(
        ...Array.from({ length: 60 }, (_, n) => ({
          thingName: nameOf(at + n + 10),
          jobId: BIG,
          act: n % 2 ? ("start" as const) : ("succeed" as const),
        })),
      );
      await fleet.emulator.cancel({ thingName: nameOf(time), jobId: SMALL[time]! });
    }

    const { kysely } = await store.open();
    const iot = createIotGateway(fleet.config);
    const services = { fleetId: FLEET, iot, acquire: () => Promise.resolve(), kysely, thresholds };
    const { rows: interrupted } = await sql`select from indexed_job where round_step is not null`.execute(
      kysely,
    );
    expect(interrupted.length, "scans that were interrupted").toBeGreaterThan(0);
    // The rest of the interrupted scans, and then one more scan of each job.
    for (let scans = 0; scans < 2; scans++) {
      await sql`update indexed_job set next_at = 'epoch'`.execute(kysely);
      expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    }
    const rows = await kysely
      .selectFrom("open_execution")
      .select(["job_id", "thing_name", "status"])
      .execute();
    const truth = await listOpen();
    expect(truth.length).toBeGreaterThan(EXECUTIONS / 2);
    expect(rows.map((row) => `${row.job_id} ${row.thing_name} ${row.status}`).sort()).toEqual(truth);
  },
);

/** Runs a reader until it has requested this many pages, and kills it. */
async function readUntilKilled(pages: number): Promise<void> {
  const { lastSeq } = (await fleet.emulator.log()) as { lastSeq: number };
  const requested = async () => {
    const { calls } = (await fleet.emulator.log(lastSeq)) as { calls: AwsCall[] };
    return calls.filter(({ api, jobId }) => api === "ListJobExecutionsForJob" && jobId === BIG).length;
  };
  const started = spawn(
    process.execPath,
    [
      "--no-warnings",
      ...["--import", "./lib/scripts/resolve-sources.js"],
      "lib/server/open-executions/testing/sync-in-process.ts",
      JSON.stringify({ database: store.config, fleet: fleet.config, fleetId: FLEET }),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  child = started;
  const ended = new Promise((resolve) => started.once("close", resolve));
  await vi.waitFor(async () => expect(await requested()).toBeGreaterThanOrEqual(pages), {
    timeout: 60_000,
    interval: 5,
  });
  started.kill("SIGKILL");
  await ended;
}

/** The open executions that AWS lists, as lines. */
async function listOpen(): Promise<string[]> {
  const iot = createIotGateway(fleet.config);
  const lines: string[] = [];
  for (const jobId of [BIG, ...SMALL])
    for (const status of ["QUEUED", "IN_PROGRESS"])
      for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
        const page = await iot.listExecutionsForJob(jobId, status, cursor, { maxAgeMs: 0 });
        if (!page.ok) throw new Error(page.failure.kind);
        for (const { thingName } of page.value.rows) lines.push(`${jobId} ${thingName} ${status}`);
        cursor = page.value.cursor;
      }
  return lines.sort();
}
