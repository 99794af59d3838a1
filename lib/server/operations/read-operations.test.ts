import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { ITEM_VIEWS, type ItemView } from "@/lib/core/domain/item-groups";
import { itemWhy } from "@/lib/core/format/item-outcome-words";
import { describeOperation, toPace } from "./describe-operation";
import { exportOperationItems } from "./export-operation-items";
import { inOrderOfIndexes, selectItems } from "./find-items";
import { findOperationsOfExecution } from "./find-operations-of-execution";
import { listOperationItems } from "./list-operation-items";
import { countOpenOperations, listOperations } from "./list-operations";
import { fleetOf, operationId, seedOperation } from "./testing/seed-operation";

const ADA: Actor = { id: "ada", name: "Ada", role: "viewer" };
const STRANGER: Actor = { ...ADA, fleets: ["south"] };
const FLEET = fleetOf("north");
const QUOTA = { cancelsPerSecond: 10, quotaShare: 0.8 };
const ALL = { show: "all" as ItemView, name: null, cursor: null };

describe.each(ENGINES)("on the %s engine", (engine) => {
  let database: Database;
  const open = () => Promise.resolve(database);
  const services = { fleet: FLEET, database: open };
  const ids = { mixed: operationId("mixed"), south: operationId("south"), retry: operationId("retry") };
  const MIXED = {
    canceled: 300,
    "already-finished": 4,
    "not-found": 1,
    "changed-meanwhile": 3,
    denied: 2,
    waiting: 290,
    "in-hand": 2,
  } as const;

  openBeforeTests(engine, async (opened) => {
    database = opened;
    const { kysely } = database;
    await seedOperation(kysely, { id: ids.mixed }, MIXED);
    await seedOperation(kysely, { id: ids.south, fleet_id: "south" }, { waiting: 1 });
    await seedOperation(kysely, { id: ids.retry, retry_of: ids.mixed, state: "paused" }, { waiting: 3 });
  });

  const valueOf = async <Value>(
    answer: Promise<{ ok: true; value: Value } | { ok: false; failure: unknown }>,
  ) => {
    const result = await answer;
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value;
  };

  test("the list has the fleet's operations, newest first and counted", async () => {
    const page = await valueOf(listOperations(services, ADA, { cursor: null }));
    expect(page.rows.map(({ id }) => id)).toEqual([ids.retry, ids.mixed]);
    expect(page.rows[1]).toMatchObject({ total: 602, counts: { ...MIXED, "gave-up": 0, stopped: 0 } });
    expect(page.cursor).toBeNull();
    expect(await valueOf(countOpenOperations(services, ADA))).toEqual({
      running: 1,
      suspended: 0,
      paused: 1,
    });
  });

  test("unfinished operations are counted by state", async () => {
    const fleet = { ...FLEET, id: "states" };
    const suspension = JSON.stringify({
      cause: "credentials",
      error: "ExpiredTokenException",
      since: new Date(),
    });
    const states = [
      { state: "running" },
      { state: "running", suspension },
      { state: "stopping" },
      { state: "paused" },
      { state: "finished" },
      { state: "stopped" },
    ] as const;
    for (const [index, state] of states.entries())
      await seedOperation(database.kysely, {
        id: operationId(`stand${"bcdefg"[index]}`),
        fleet_id: fleet.id,
        ...state,
      });
    expect(await valueOf(countOpenOperations({ ...services, fleet }, ADA))).toEqual({
      running: 2,
      suspended: 1,
      paused: 1,
    });
  });

  test("a long list continues page by page, none twice and none left out", async () => {
    const fleet = { ...FLEET, id: "long" };
    const at = new Date("2026-11-23T12:00:00Z"); // all at once: only the id orders them
    for (let count = 0; count < 60; count++)
      await seedOperation(database.kysely, {
        id: operationId(`l${String.fromCharCode(98 + (count % 20))}${"bcd"[Math.floor(count / 20)]}`),
        fleet_id: "long",
        created_at: at,
        state: "finished",
      });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { id: string }[]; cursor: string | null } = await valueOf(
        listOperations({ ...services, fleet }, ADA, { cursor }),
      );
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(60);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });

  test("counts follow the items while an operation runs, and are right at its end", async () => {
    const id = await seedOperation(
      database.kysely,
      { id: operationId("counts"), fleet_id: "counts" },
      { waiting: 3 },
    );
    const here = { ...services, fleet: { ...FLEET, id: "counts" } };
    const counts = async () =>
      (await valueOf(describeOperation(here, ADA, { operationId: id }))).operation.counts;
    expect(await counts()).toMatchObject({ waiting: 3, canceled: 0 });
    const toUpdate = (seqs: number[]) =>
      database.kysely
        .updateTable("operation_item")
        .set({ state: "settled", outcome: "canceled", settled_at: new Date() })
        .where("operation_id", "=", id)
        .where("seq", "in", seqs)
        .execute();
    await toUpdate([0]);
    expect(await counts()).toMatchObject({ waiting: 2, canceled: 1 });
    await database.kysely.updateTable("operation").set({ state: "finished" }).where("id", "=", id).execute();
    expect(await counts()).toMatchObject({ waiting: 2, canceled: 1 }); // not to be cached: two have no outcome
    await toUpdate([1, 2]);
    expect(await counts()).toMatchObject({ waiting: 0, canceled: 3 });
    expect(await counts()).toMatchObject({ waiting: 0, canceled: 3 });
  });

  test("an operation has the person who requested it without their address, and the operations that retry its items", async () => {
    const { operation, retries } = await valueOf(
      describeOperation(services, ADA, { operationId: ids.mixed }),
    );
    expect(operation).toMatchObject({ question: { kind: "job" }, order: { reason: "wrong image" } });
    expect(operation.by).toEqual({ id: "ada", name: "Ada", email: null, role: "operator" });
    expect(retries).toEqual([ids.retry]);
  });

  test("its pace is the rate at which items ended lately, and throttling is reported", async () => {
    const first = await valueOf(describeOperation(services, ADA, { operationId: ids.mixed }));
    expect(first.pace).toMatchObject({ quotaPerSecond: 10, share: 0.8, throttled: false });
    expect(first.pace.secondsLeft).toBeCloseTo(292 / 8, 5); // all ended at once, which is no rate

    const runner = { fleet_id: "north", epoch: 1, seen_at: new Date(), pace: 4, full_pace: 8 };
    await database.kysely
      .insertInto("fleet_runner")
      .values({ ...runner, throttled_at: new Date() })
      .execute();
    const slow = await valueOf(describeOperation(services, ADA, { operationId: ids.mixed }));
    expect(slow.pace.throttled).toBe(true);
    const paused = await valueOf(describeOperation(services, ADA, { operationId: ids.retry }));
    expect(paused.pace).toMatchObject({ perSecond: null, throttled: false, secondsLeft: null });
  });

  test.each([
    ["after the first seconds", 4.4, 8],
    ["later", 28.9, 8],
  ])(
    "its pace is raised neither by the burst at the start nor by batches: %s",
    async (when, agoSeconds, most) => {
      const fleetId = `pace-${when.replaceAll(" ", "-")}`;
      const id = await seedOperation(
        database.kysely,
        { id: operationId(`pace${agoSeconds > 10 ? "l" : "f"}`), fleet_id: fleetId },
        { canceled: 400, waiting: 80 },
      );
      // A second's worth at once, then 8 a second, written four at a time.
      await sql`
      update operation_item set settled_at = case
        when seq < 8 then now() - ${agoSeconds}::float8 * interval '1 second'
        else least(now() + interval '1 hour',
          now() - ${agoSeconds}::float8 * interval '1 second' + (ceil((seq - 7) / 4.0) / 2) * interval '1 second')
        end
      where operation_id = ${id} and state = 'settled'`.execute(database.kysely);
      await sql`delete from operation_item where operation_id = ${id} and settled_at > now()`.execute(
        database.kysely,
      );
      const here = { ...services, fleet: { ...FLEET, id: fleetId } };
      const { pace } = await valueOf(describeOperation(here, ADA, { operationId: id }));
      expect(pace.perSecond).toBeLessThanOrEqual(most);
      expect(pace.perSecond).toBeGreaterThan(most * 0.8);
    },
  );

  test.each([...ITEM_VIEWS])("items that are %s come in order, page by page, none twice", async (show) => {
    const seqs: number[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { seq: number }[]; cursor: string | null } = await valueOf(
        listOperationItems(services, ADA, { ...ALL, operationId: ids.mixed, show, cursor }),
      );
      seqs.push(...page.rows.map(({ seq }) => seq));
      cursor = page.cursor;
    } while (cursor !== null);
    const expected: Partial<Record<ItemView, number>> = {
      ...MIXED,
      all: 602,
      waiting: 292,
      skipped: 5,
      "needs-a-look": 5,
    };
    expect(seqs).toHaveLength(expected[show] ?? 0);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });

  test("items are found by a part of the thing's name, literally and in any case", async () => {
    const find = async (name: string, show: ItemView = "all") =>
      (
        await valueOf(listOperationItems(services, ADA, { ...ALL, operationId: ids.mixed, show, name }))
      ).rows.map(({ thingName }) => thingName);
    expect(await find("KIOSK-301")).toEqual(["Kiosk-301"]);
    expect(await find("kiosk-30", "already-finished")).toEqual([
      "Kiosk-300",
      "Kiosk-301",
      "Kiosk-302",
      "Kiosk-303",
    ]);
    for (const pattern of ["%", "_", "\\", "'"]) expect(await find(pattern)).toEqual([]);
  });

  test("all items can be downloaded, with their reasons and without formulas", async () => {
    const kysely = database.kysely;
    await kysely
      .insertInto("operation_item")
      .values({
        operation_id: ids.south,
        seq: 1,
        thing_name: "=1+1",
        job_id: "-fw,1",
        execution_number: null,
        planned_status: "QUEUED",
        state: "settled",
        outcome: "gave-up",
        note: JSON.stringify({ kind: "throttled", error: "CancelJobExecution" }),
        tries: 8,
        not_before: null,
        epoch: 1,
        settled_at: new Date("2026-11-23T12:00:00Z"),
      })
      .execute();
    const south = { ...services, fleet: { ...FLEET, id: "south" }, sayWhy: itemWhy };
    const stream = await valueOf(
      exportOperationItems(south, ADA, { show: "all", name: null, operationId: ids.south }),
    );
    const [header, first, second] = (await new Response(stream).text()).split("\r\n");
    expect(header).toBe("seq,thing,job,outcome,why,kind,status,error,tries,settled_at");
    expect(first).toBe("0,Kiosk-0,fw-1,waiting,Waiting for its turn,,QUEUED,,0,");
    expect(second).toBe(
      `1,'=1+1,"'-fw,1",gave-up,"CancelJobExecution was throttled, 8 tries",throttled,QUEUED,CancelJobExecution,8,2026-11-23T12:00:00.000Z`,
    );
  });

  test("a download spans several reads of items", async () => {
    const id = await seedOperation(
      database.kysely,
      { id: operationId("csv"), fleet_id: "csv" },
      { canceled: 2_500 },
    );
    const here = { ...services, fleet: { ...FLEET, id: "csv" }, sayWhy: itemWhy };
    const stream = await valueOf(
      exportOperationItems(here, ADA, { show: "canceled", name: null, operationId: id }),
    );
    const lines = (await new Response(stream).text()).trim().split("\r\n");
    expect(lines).toHaveLength(2_501);
    expect(lines.at(-1)).toMatch(/^2499,/);
  });

  test("an execution lists the operations that have it as an item, newest first and of its fleet only", async () => {
    const mentions = await valueOf(
      findOperationsOfExecution(services, ADA, { thingName: "Kiosk-0", jobId: "fw-1" }),
    );
    expect(mentions).toMatchObject([
      { id: ids.retry, itemState: "waiting", outcome: null },
      { id: ids.mixed, itemState: "settled", outcome: "canceled", byName: "Ada", reason: "wrong image" },
    ]);
  });

  test("an operation of another fleet is not found", async () => {
    const notFound = { ok: false, failure: { kind: "not-found" } };
    const operation = { operationId: ids.south };
    expect(await describeOperation(services, ADA, operation)).toMatchObject(notFound);
    expect(await listOperationItems(services, ADA, { ...ALL, ...operation })).toMatchObject(notFound);
    expect(
      await exportOperationItems({ ...services, sayWhy: itemWhy }, ADA, { ...ALL, ...operation }),
    ).toMatchObject(notFound);
  });

  test("a person without access to the fleet sees nothing of it", async () => {
    const forbidden = { ok: false, failure: { kind: "forbidden", because: "fleet" } };
    const operation = { operationId: ids.mixed };
    expect(await listOperations(services, STRANGER, { cursor: null })).toMatchObject(forbidden);
    expect(await countOpenOperations(services, STRANGER)).toMatchObject(forbidden);
    expect(await describeOperation(services, STRANGER, operation)).toMatchObject(forbidden);
    expect(await listOperationItems(services, STRANGER, { ...ALL, ...operation })).toMatchObject(forbidden);
    expect(
      await exportOperationItems({ ...services, sayWhy: itemWhy }, STRANGER, { ...ALL, ...operation }),
    ).toMatchObject(forbidden);
    expect(
      await findOperationsOfExecution(services, STRANGER, { thingName: "Kiosk-0", jobId: "fw-1" }),
    ).toMatchObject(forbidden);
  });

  test.each([null, "canceled", "waiting", "in-hand"] as const)(
    "a page of many items that are %s comes out of an index, without sorting",
    async (status) => {
      const id = operationId(
        `big${{ all: "a", canceled: "b", waiting: "c", "in-hand": "d" }[status ?? "all"]}`,
      );
      await seedOperation(
        database.kysely,
        { id, fleet_id: "big" },
        { canceled: 20_000, waiting: 20_000, "in-hand": 2_000 },
      );
      const page = { name: null, seq: 200, limit: 250 };
      const plan = await inOrderOfIndexes(database.kysely, (transaction) =>
        selectItems(transaction, id, status, page).explain(),
      );
      const words = JSON.stringify(plan);
      expect(words).toMatch(/Index Scan using operation_item_/);
      expect(words).not.toMatch(/Sort|Seq Scan|Bitmap/);
    },
  );
});

describe("the pace", () => {
  const counts = (waiting: number) => ({
    state: "running" as const,
    counts: { waiting, "in-hand": 0 } as never,
  });
  const NOTHING = {
    done: 0,
    over_seconds: null,
    runner_pace: null,
    throttled: false,
    failure: null,
    running: 1,
  };

  test.each([
    ["before any item has ended: our share of the quota", 80, QUOTA, NOTHING, 10],
    ["shared with another operation", 80, QUOTA, { ...NOTHING, running: 2 }, 20],
    ["at the runner's own rate, if AWS throttles", 80, QUOTA, { ...NOTHING, runner_pace: 2 }, 40],
    ["as measured", 80, QUOTA, { ...NOTHING, done: 100, over_seconds: 20 }, 16],
    ["within the first second", 80, QUOTA, { ...NOTHING, done: 4, over_seconds: 0.01 }, 20],
    [
      "unknown without a quota and before any item has ended",
      80,
      { cancelsPerSecond: null, quotaShare: 1 },
      NOTHING,
      null,
    ],
  ])("%s", (_, waiting, quota, speed, secondsLeft) => {
    expect(toPace({ ...counts(waiting), suspension: null }, quota, speed).secondsLeft).toBe(secondsLeft);
  });
});
