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

describe.each(ENGINES)("what has vanished, on the %s engine", (engine) => {
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
   * A job that has so many behind it already, and of which so many end between two readings. Of the first of these AWS
   * refuses to tell.
   */
  async function callsToFind(vanished: number, finished: number, refused = 0): Promise<AwsCall[]> {
    await fleet.emulator.reset();
    await fleet.emulator.clearFaults();
    const jobId = fleet.name("roll-out");
    const longAgo = Date.now() - HOUR_MS;
    const working = { prefix: "w", from: 0, count: vanished + 1, pad: 4 };
    const done = { prefix: "d", from: 0, count: finished, pad: 4 };
    await fleet.emulator.seed({
      thingRange: [working, done],
      jobs: [
        {
          jobId,
          targets: { things: ["w0000"] },
          createdAtMs: longAgo,
          executions: [
            // AWS promises no order. The emulator lists by arrival, so that all of these have to be read first.
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
    expect(await things()).toHaveLength(vanished + 1);
    await fleet.emulator.deviceAct(
      ...Array.from({ length: vanished }, (_, at) => ({
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

  it("is read off the job's lists, a heap of it", async () => {
    const calls = await callsToFind(60, 0);
    expect(count(calls, "DescribeJobExecution")).toBe(0);
    expect(count(calls, "ListJobExecutionsForJob")).toBeLessThanOrEqual(3); // in progress, canceled, succeeded
  });

  it("is asked for one by one where the lists are longer than that", async () => {
    const calls = await callsToFind(30, 32 * PAGE_SIZE);
    expect(count(calls, "DescribeJobExecution")).toBe(30);
    expect(count(calls, "ListJobExecutionsForJob")).toBe(1); // in progress
  });

  it("is told where AWS refuses to tell of more than are asked for at once", async () => {
    const calls = await callsToFind(30, 32 * PAGE_SIZE, 26);
    expect(count(calls, "DescribeJobExecution")).toBeGreaterThanOrEqual(30);
    expect(count(calls, "DescribeJobExecution")).toBeLessThanOrEqual(50);
  });

  it("is looked for by slices of long lists, none of which is read twice", async () => {
    const calls = await callsToFind(45, 24 * PAGE_SIZE);
    expect(count(calls, "DescribeJobExecution")).toBeLessThanOrEqual(25);
    expect(count(calls, "ListJobExecutionsForJob")).toBe(1 + 1 + 25); // in progress, canceled, succeeded
  });
});
