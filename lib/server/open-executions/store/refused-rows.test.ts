import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { IndexedExecution } from "@/lib/core/domain/triage";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { logRefusedRowsOf } from "@/lib/server/telemetry/log-refused-row";
import { metrics } from "@/lib/server/telemetry/metrics";
import { captureLog } from "@/lib/server/telemetry/testing/capture-log";
import { upsertExecutions } from "./upsert-executions";
import { syncUntilQuiet } from "../scan/sync-index";
import { writeIsolated } from "./write-isolated";

const YEAR_30000_MS = Date.UTC(30_000, 0, 1);
const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};
const lines = captureLog();

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("a row that the store refuses on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(async () => {
    await fleet.emulator.reset();
    lines.length = 0;
  });

  const indexed = async (fleetId: string) =>
    (
      await database.kysely
        .selectFrom("open_execution")
        .select(["thing_name", "round"])
        .where("fleet_id", "=", fleetId)
        .orderBy("thing_name")
        .execute()
    ).map(({ thing_name }) => thing_name);

  it("is left out of the index and named, and the scan of the fleet goes on", async () => {
    const fleetId = fleet.name(`dates-${engine}`);
    const [jobId, late] = [fleet.name("job"), fleet.name("late")];
    const queued = (thingName: string) => ({ thingName, status: "QUEUED" as const });
    const things = ["a", "b", "far", "z"];
    await fleet.emulator.seed({
      things: things.map((name) => ({ name })),
      jobs: [
        {
          jobId,
          targets: { things },
          executions: [queued("a"), { ...queued("far"), queuedAtMs: YEAR_30000_MS }, queued("z")],
        },
        {
          jobId: late,
          createdAtMs: YEAR_30000_MS,
          targets: { things },
          executions: [{ ...queued("b"), queuedAtMs: Date.now() }],
        },
      ],
    });
    const synced = await syncUntilQuiet({
      fleetId,
      thresholds,
      iot: createIotGateway(fleet.config),
      acquire: () => Promise.resolve(),
      kysely: database.kysely,
      onRowRefused: logRefusedRowsOf(fleetId),
    });
    expect(synced.ok).toBe(true);
    expect(await indexed(fleetId)).toEqual(["a", "b", "z"]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "error",
        fleet: fleetId,
        jobId,
        thingName: "far",
        reason: `queuedAt is ${YEAR_30000_MS} ms after 1970, which is outside of the years 1970 to 9997`,
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ jobId: late, thingName: null }));
    const { values } = await metrics().indexRowsRefused.get();
    expect(values.find(({ labels }) => labels.fleet === fleetId)?.value).toBeGreaterThan(1);
  });

  it("is isolated from the other rows of its page", async () => {
    const fleetId = fleet.name(`page-${engine}`);
    const at = new Date();
    const row = (thingName: string, status = "QUEUED"): IndexedExecution => {
      const times = { queuedAt: at, startedAt: null, lastUpdatedAt: at, readAt: at };
      return { thingName, jobId: "fw", status, executionNumber: 1, ...times };
    };
    const names = Array.from({ length: 250 }, (_, n) => `t${String(n).padStart(3, "0")}`);
    const refused: string[] = [];
    const scope = {
      fleetId,
      thresholds,
      onRowRefused: ({ thingName }: { thingName: string | null }, reason: string) =>
        refused.push(`${thingName}: ${reason}`),
    };
    const bad = ["t000", "t101", "t249"];
    const page = names.map((name) => row(name, bad.includes(name) ? "QUEUED\u0000" : "QUEUED"));
    await upsertExecutions(database.kysely, scope, page, 1, at);
    expect(await indexed(fleetId)).toEqual(names.filter((name) => !bad.includes(name)));
    expect(refused.map((text) => text.slice(0, 5))).toEqual(bad.map((name) => `${name}:`));
    expect(refused[0]).toContain("Unicode");
  });

  it("stays as it was read last, and counts as seen by the scan", async () => {
    const fleetId = fleet.name(`kept-${engine}`);
    const at = new Date();
    const row: IndexedExecution = {
      ...{ thingName: "kiosk", jobId: "fw", status: "QUEUED", executionNumber: 1 },
      ...{ queuedAt: at, startedAt: null, lastUpdatedAt: at, readAt: at },
    };
    await upsertExecutions(database.kysely, { fleetId, thresholds }, [row], 1, at);
    const worse = { ...row, status: "IN_PROGRESS", startedAt: new Date(YEAR_30000_MS), readAt: new Date() };
    await upsertExecutions(database.kysely, { fleetId, thresholds }, [worse], 2, at);
    const kept = await database.kysely
      .selectFrom("open_execution")
      .select(["status", "round"])
      .where("fleet_id", "=", fleetId)
      .execute();
    expect(kept).toEqual([{ status: "QUEUED", round: 2 }]);
  });

  it("is distinguished from an error that any row would have: then the whole write fails", async () => {
    const at = new Date();
    const write = () => Promise.reject(Object.assign(new Error("permission denied"), { code: "42501" }));
    const writing = database.kysely
      .transaction()
      .execute((transaction) => writeIsolated(transaction, [at, at], write));
    await expect(writing).rejects.toThrow("permission denied");
  });
});
