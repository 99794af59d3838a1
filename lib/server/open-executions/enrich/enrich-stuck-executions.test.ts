import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { SeededThing } from "@/lib/testing/emulator-seed";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { escapeTerm } from "@/lib/core/domain/search-term";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { inQueries } from "./enrich-things";
import { readIndexAge } from "../store/read-index-age";
import { syncUntilQuiet } from "../scan/sync-index";
import type { SyncServices } from "../sync-services";

const HOUR_MS = 3_600_000;

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("enrichment on the %s engine", (engine) => {
  let database: Database;
  let services: SyncServices;
  let fleets = 0;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(async () => {
    await fleet.emulator.reset();
    await fleet.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
    services = {
      fleetId: `fleet-${++fleets}`,
      // A gateway of its own: another one remembers what the fleet index covers.
      iot: createIotGateway(fleet.config),
      acquire: () => Promise.resolve(),
      kysely: database.kysely,
      thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
    };
  });
  afterEach(() => fleet.emulator.clearFaults());

  /** One job on all things, each silent for hours, the first for the longest. */
  async function seedStuck(things: readonly SeededThing[]): Promise<string> {
    const jobId = fleet.name("fw");
    await fleet.emulator.seed({
      groups: [{ name: "site" }],
      thingTypes: [{ name: "kiosk" }],
      things: [...things],
      jobs: [
        {
          jobId,
          targets: { things: things.map(({ name }) => name) },
          executions: things.map(({ name }, at) => ({
            thingName: name,
            status: "IN_PROGRESS",
            startedAtMs: Date.now() - 9 * HOUR_MS + at,
            lastUpdatedAtMs: Date.now() - 9 * HOUR_MS + at,
            versionNumber: 7,
          })),
        },
      ],
    });
    return jobId;
  }

  const rowsOf = () =>
    database.kysely
      .selectFrom("open_execution")
      .select([
        "thing_name",
        "is_due",
        "version_number",
        "connectivity",
        "thing_type",
        "thing_groups",
        "looked_at",
        "look_failed",
      ])
      .where("fleet_id", "=", services.fleetId)
      .orderBy("thing_name")
      .execute();

  const makeDue = () =>
    sql`update open_execution set looked_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
      database.kysely,
    );

  const failure = async () => (await readIndexAge(database.kysely, services.fleetId)).failure;

  it("works for things with the longest names", async () => {
    const things = Array.from({ length: 13 }, (_, at) => ({
      name: `line:${String(at).padStart(3, "0")}`.padEnd(128, ":-"),
      connectivity: { connected: false },
    }));
    await seedStuck(things);
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject(
      things.map(() => ({ version_number: 7, connectivity: "not-connected" })),
    );
  });

  it("goes on if AWS refuses one of many, and reports it until AWS answers", async () => {
    const things = ["a", "b", "c"].map((name) => ({ name, connectivity: { connected: true } }));
    await seedStuck(things);
    await fleet.emulator.fault({
      api: "DescribeJobExecution",
      kind: "deny",
      count: 99,
      match: { thingName: "a" },
    });
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject([
      {
        thing_name: "a",
        version_number: null,
        look_failed: "denied iot:DescribeJobExecution",
        connectivity: "connected",
      },
      { thing_name: "b", version_number: 7, look_failed: null },
      { thing_name: "c", version_number: 7, look_failed: null },
    ]);
    expect(await failure()).toEqual({
      scope: "enrichment",
      cause: { kind: "denied", action: "iot:DescribeJobExecution" },
    });

    await fleet.emulator.clearFaults();
    await makeDue();
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect((await rowsOf()).map((row) => row.version_number)).toEqual([7, 7, 7]);
    expect(await failure()).toBeNull();
  });

  it.each([
    {
      trouble: { kind: "deny" },
      says: { scope: "enrichment", cause: { kind: "denied", action: "iot:SearchIndex" } },
    },
    {
      trouble: { kind: "error", errorName: "IndexNotReadyException", status: 400 },
      says: { scope: "enrichment", cause: { kind: "index-not-ready" } },
    },
    { trouble: { kind: "error", errorName: "ResourceNotFoundException", status: 404 }, says: null },
  ] as const)(
    "reads from the registry if the fleet index answers with $trouble.kind, and reports $says.cause.kind",
    async ({ trouble, says }) => {
      await seedStuck([{ name: "a", type: "kiosk", groups: ["site"], connectivity: { connected: false } }]);
      await fleet.emulator.fault({ api: "SearchIndex", count: 99, ...trouble });
      expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
      expect(await rowsOf()).toMatchObject([
        { version_number: 7, connectivity: null, thing_type: "kiosk", thing_groups: ["site"] },
      ]);
      expect(await failure()).toEqual(says);

      await fleet.emulator.clearFaults();
      await makeDue();
      expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
      expect(await rowsOf()).toMatchObject([{ connectivity: "not-connected" }]);
      expect(await failure()).toBeNull();
    },
  );

  it("does not call a device unknown to AWS that the fleet index has not returned yet", async () => {
    await seedStuck([{ name: "a", type: "kiosk", connectivity: { connected: true } }]);
    await fleet.emulator.fault({ api: "SearchIndex", kind: "empty-page", count: 500 });
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject([{ thing_name: "a", connectivity: null }]);

    await fleet.emulator.clearFaults();
    await fleet.emulator.fault({ api: "SearchIndex", kind: "empty-page", count: 3 });
    await makeDue();
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject([{ thing_name: "a", connectivity: "connected" }]);
  });

  it("reads groups from the registry if there is no fleet index, and reports what it may not read", async () => {
    await fleet.emulator.settings({ indexing: { mode: "OFF", connectivity: "OFF" } });
    await seedStuck([{ name: "a", type: "kiosk", groups: ["site"] }, { name: "b" }, { name: "c" }]);
    await fleet.emulator.fault({
      api: "ListThingGroupsForThing",
      kind: "deny",
      count: 9,
      match: { thingName: "c" },
    });
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject([
      { thing_type: "kiosk", thing_groups: ["site"], connectivity: null },
      { thing_groups: [], look_failed: null },
      { thing_groups: null, look_failed: "denied iot:ListThingGroupsForThing" },
    ]);
  });

  it("reads a type in time if its threshold is shorter than the fleet's, and does not forget it", async () => {
    services.thresholds = {
      ...services.thresholds,
      stuckMinutes: 24 * 60,
      stuckMinutesOfType: { kiosk: 30 },
    };
    await seedStuck([{ name: "a", type: "kiosk", groups: ["site"] }, { name: "b" }]);
    const searches = (calls: readonly AwsCall[]) => calls.filter(({ api }) => api === "SearchIndex").length;
    const first = await fleet.callsOf(async () =>
      expect(await syncUntilQuiet(services)).toMatchObject({ ok: true }),
    );
    expect(searches(first)).toBe(2); // for the types of both, and for the one that is stuck
    expect(await rowsOf()).toMatchObject([
      { thing_name: "a", is_due: true, thing_type: "kiosk", thing_groups: ["site"], version_number: 7 },
      { thing_name: "b", is_due: false, thing_type: null, version_number: null },
    ]);

    await fleet.emulator.fault({ api: "SearchIndex", kind: "wrong-json", body: { things: [] }, count: 9 });
    await makeDue();
    const second = await fleet.callsOf(async () =>
      expect(await syncUntilQuiet(services)).toMatchObject({ ok: true }),
    );
    expect(searches(second)).toBe(1);
    expect(await rowsOf()).toMatchObject([{ is_due: true, thing_type: "kiosk" }, { is_due: false }]);

    // A new execution of a known thing needs no search.
    const more = fleet.name("more");
    const executions = [{ thingName: "a", status: "QUEUED" as const }];
    await fleet.emulator.seed({ jobs: [{ jobId: more, targets: { things: ["a"] }, executions }] });
    expect(await syncUntilQuiet({ ...services })).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject([
      { thing_name: "a", thing_type: "kiosk", thing_groups: ["site"] },
      { thing_name: "a", thing_type: "kiosk", thing_groups: ["site"] },
      { thing_name: "b" },
    ]);
  });

  it("reports that AWS refuses thing types that have a threshold, until it answers", async () => {
    services.thresholds = {
      ...services.thresholds,
      stuckMinutes: 24 * 60,
      stuckMinutesOfType: { kiosk: 30 },
    };
    await seedStuck([{ name: "a", type: "kiosk" }]);
    for (const api of ["SearchIndex", "DescribeThing", "ListThingGroupsForThing"])
      await fleet.emulator.fault({ api, kind: "deny", count: 99 });
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject([{ is_due: false, thing_type: null }]);
    expect(await failure()).toEqual({
      scope: "thing-types",
      cause: { kind: "denied", action: "iot:SearchIndex" },
    });

    await fleet.emulator.clearFaults();
    await makeDue();
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await rowsOf()).toMatchObject([{ is_due: true, thing_type: "kiosk" }]);
    expect(await failure()).toBeNull();
  });

  it("stops at an error of AWS, keeps what it has, and continues with another execution", async () => {
    await seedStuck([{ name: "a" }, { name: "b" }, { name: "c" }]);
    await fleet.emulator.fault({
      api: "DescribeJobExecution",
      kind: "html-500",
      count: 8,
      match: { thingName: "b" },
    });
    const versions = async () => (await rowsOf()).map(({ version_number }) => version_number);
    expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: "unavailable" } });
    expect(await failure()).toEqual({ scope: "enrichment", cause: { kind: "unavailable" } });
    expect(await versions()).toEqual([7, null, null]);
    expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: "unavailable" } });
    expect(await versions()).toEqual([7, null, 7]);
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await failure()).toBeNull();
  });
});

test("a query holds at most 12 names and 1,000 characters", () => {
  for (const length of [1, 40, 75, 128]) {
    const names = Array.from({ length: 30 }, (_, at) => `${at}:`.padEnd(length, "-"));
    const queries = inQueries(names);
    expect(queries.flat()).toEqual(names);
    for (const query of queries) {
      expect(query.length).toBeLessThanOrEqual(12);
      const text = query.map((name) => `thingName:${escapeTerm(name)}`).join(" OR ");
      expect(text.length).toBeLessThanOrEqual(1_000);
    }
  }
  expect(inQueries(["a".repeat(71), ..."bcdefghijklmn"])).toHaveLength(2);
});
