import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { syncUntilQuiet } from "./sync-index";
import type { SyncServices } from "../sync-services";

const HOUR_MS = 3_600_000;
const PAGE_SIZE = 250;

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("unseen executions on the %s engine", (engine) => {
  let database: Database;
  let services: SyncServices;
  openBeforeTests(engine, (opened) => {
    database = opened;
    services = {
      fleetId: "kiosks",
      iot: createIotGateway(fleet.config),
      acquire: () => Promise.resolve(),
      kysely: database.kysely,
      thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
    };
  });

  const thing = (at: number) => `w${String(at).padStart(4, "0")}`;

  /**
   * Seeds a job with `finished` executions, has `unseen` more of them end between two scans, and scans again. AWS refuses to
   * describe the first `refused` of these.
   *
   * @returns the calls of the second scan
   */
  async function callsToResolve(unseen: number, finished: number, refused = 0): Promise<AwsCall[]> {
    await fleet.emulator.reset();
    await fleet.emulator.clearFaults();
    const jobId = fleet.name("roll-out");
    const longAgo = Date.now() - HOUR_MS;
    const working = { prefix: "w", from: 0, count: unseen + 1, pad: 4 };
    const done = { prefix: "d", from: 0, count: finished, pad: 4 };
    await fleet.emulator.seed({
      thingRange: [working, done],
      jobs: [
        {
          jobId,
          targets: { things: ["w0000"] },
          createdAtMs: longAgo,
          executions: [
            // AWS promises no order. The emulator lists in order of arrival, so all of these have to be read first.
            { forThings: done, status: "SUCCEEDED", queuedAtMs: longAgo },
            { forThings: working, status: "IN_PROGRESS", queuedAtMs: longAgo },
          ],
        },
      ],
    });
    const sync = async () => {
      await sql`update indexed_job set next_at = 'epoch'`.execute(database.kysely);
      expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    };
    const things = async () =>
      (await database.kysely.selectFrom("open_execution").select("thing_name").execute()).map(
        ({ thing_name }) => thing_name,
      );
    await sync();
    expect(await things()).toHaveLength(unseen + 1);
    await fleet.emulator.deviceAct(
      ...Array.from({ length: unseen }, (_, at) => ({
        thingName: thing(at + 1),
        jobId,
        act: "succeed" as const,
      })),
    );
    const left = Array.from({ length: refused + 1 }, (_, at) => thing(at));
    for (const thingName of left.slice(1))
      await fleet.emulator.fault({
        api: "DescribeJobExecution",
        kind: "deny",
        count: 9,
        match: { thingName },
      });
    const calls = await fleet.callsOf(sync);
    expect((await things()).toSorted()).toEqual(left);
    return calls;
  }

  const count = (calls: readonly AwsCall[], api: string) => calls.filter((call) => call.api === api).length;

  it("are read from the job's lists if there are many", async () => {
    const calls = await callsToResolve(60, 0);
    expect(count(calls, "DescribeJobExecution")).toBe(0);
    expect(count(calls, "ListJobExecutionsForJob")).toBeLessThanOrEqual(3); // in progress, canceled, succeeded
  });

  it("are described one by one if the lists are longer than that", async () => {
    const calls = await callsToResolve(30, 32 * PAGE_SIZE);
    expect(count(calls, "DescribeJobExecution")).toBe(30);
    expect(count(calls, "ListJobExecutionsForJob")).toBe(1); // in progress
  });

  it("are all tried, even if AWS refuses more of them than are described at once", async () => {
    const calls = await callsToResolve(30, 32 * PAGE_SIZE, 26);
    expect(count(calls, "DescribeJobExecution")).toBeGreaterThanOrEqual(30);
    expect(count(calls, "DescribeJobExecution")).toBeLessThanOrEqual(50);
  });

  it("are read from long lists in slices, without reading a page twice", async () => {
    const calls = await callsToResolve(45, 24 * PAGE_SIZE);
    expect(count(calls, "DescribeJobExecution")).toBeLessThanOrEqual(25);
    expect(count(calls, "ListJobExecutionsForJob")).toBe(1 + 1 + 25); // in progress, canceled, succeeded
  });
});
