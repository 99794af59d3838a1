import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { sql } from "kysely";
import {
  NO_TRIAGE_FILTER,
  type TriageFilter,
  type TriageSort,
  TRIAGE_SORTS,
} from "@/lib/core/contracts/triage-filter";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { COUNTED_UP_TO } from "@/lib/core/domain/triage";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { countStuck, readTriageCounts } from "./count-stuck";
import { groupStuck } from "./group-stuck";
import { listOpenOfThings } from "./list-open-of-things";
import { listStuck } from "./list-stuck";
import { readIndexAge } from "@/lib/server/open-executions/store/read-index-age";
import { listSavedViews, removeView, renameView, saveView } from "./saved-views";
import { fillIndex } from "@/lib/server/open-executions/testing/fill-index";
import { seedIndex } from "@/lib/server/open-executions/testing/seed-index";

const ANN = { id: "ann", name: "Ann", role: "viewer" } as const;
const BOB = { id: "bob", name: "Bob", role: "admin" } as const;
const BOTH: TriageFilter = { ...NO_TRIAGE_FILTER, state: "both" };

describe.each(ENGINES)("the index on the %s engine", (engine) => {
  let database: Database;
  let aws: EmulatedFleet;
  const services = {
    fleet: { id: "eu" },
    database: () => Promise.resolve(database),
    get iot() {
      return createIotGateway(aws.config);
    },
  };

  beforeAll(async () => {
    aws = await startEmulatedFleet();
    await aws.emulator.seed({
      groups: [{ name: "plant" }, { name: "hall", parent: "plant" }, { name: "site_1", parent: "hall" }],
    });
  });
  afterAll(() => aws.stop());
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(async () => {
    for (const table of ["open_execution", "indexed_job", "index_state", "saved_view"] as const)
      await database.kysely.deleteFrom(table).execute();
  });

  async function list(
    filter: Partial<TriageFilter> = {},
    sort: TriageSort = "since",
    order: "asc" | "desc" = "asc",
  ) {
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listStuck(services, ANN, { ...BOTH, ...filter, sort, order, cursor });
      if (!page.ok) throw new Error(page.failure.kind);
      names.push(...page.value.rows.map(({ jobId, thingName }) => `${jobId}/${thingName}`));
      cursor = page.value.cursor;
    } while (cursor !== null);
    return names;
  }

  async function seedFew() {
    await seedIndex(database.kysely, "eu", [
      {
        job_id: "a",
        thing_name: "t_1",
        hours: 30,
        severity: 2,
        behind: 3,
        has_timeout: false,
        reason: "stuck-no-timeout",
      },
      {
        job_id: "b",
        thing_name: "t-2",
        hours: 2,
        has_timeout: true,
        connectivity: "disconnected",
        thing_looked_at: new Date(),
        thing_type: "kiosk",
        thing_groups: ["site_1", "all"],
      },
      {
        job_id: "c",
        thing_name: "t_1",
        hours: 48,
        status: "QUEUED",
        reason: "behind-stuck",
        blocked_by: "a",
      },
      { job_id: "d", thing_name: "new", hours: 0 },
      { job_id: "e", thing_name: "new", hours: 3, status: "QUEUED" },
    ]);
    await seedIndex(database.kysely, "us", [{ job_id: "a", thing_name: "t_1", hours: 99 }]);
  }

  test("lists what is stuck or waits too long in its own fleet, the longest first", async () => {
    await seedFew();
    expect(await list()).toEqual(["c/t_1", "a/t_1", "b/t-2"]);
    expect(await list({ state: "stuck" })).toEqual(["a/t_1", "b/t-2"]);
    expect(await list({ state: "waiting" })).toEqual(["c/t_1"]);
  });

  test.each<[Partial<TriageFilter>, string[]]>([
    [{ job: "a" }, ["a/t_1"]],
    [{ thing: "_1" }, ["c/t_1", "a/t_1"]],
    [{ thing: "T" }, []],
    [{ only: "t_1" }, ["c/t_1", "a/t_1"]],
    [{ only: "t_" }, []],
    [{ type: "kiosk" }, ["b/t-2"]],
    [{ group: "site_1" }, ["b/t-2"]],
    [{ group: "site" }, []],
    [{ group: "siteX1" }, []],
    [{ group: "plant" }, ["b/t-2"]],
    [{ group: "hall", type: "kiosk" }, ["b/t-2"]],
    [{ connectivity: "disconnected" }, ["b/t-2"]],
    [{ timeout: "no" }, ["a/t_1"]],
    [{ timeout: "yes" }, ["b/t-2"]],
    [{ reason: "behind-stuck" }, ["c/t_1"]],
    [{ older: 24 }, ["c/t_1", "a/t_1"]],
    [{ older: 24, state: "stuck" }, ["a/t_1"]],
  ])("finds by %j", async (filter, found) => {
    await seedFew();
    expect(await list(filter)).toEqual(found);
    expect(await countStuck(services, ANN, { ...BOTH, ...filter })).toMatchObject({
      value: { total: found.length },
    });
  });

  test("includes the groups below a group, and is read without them if AWS does not list them", async () => {
    await seedFew();
    const groupsBelow = async () => {
      const byAge = await listStuck(services, ANN, {
        ...{ ...BOTH, group: "plant", sort: "since", order: "asc", cursor: null },
      });
      const byJob = await groupStuck(services, ANN, {
        ...{ ...BOTH, group: "plant", view: "job", by: "stuck", dir: "desc", cursor: null },
      });
      if (!byAge.ok || !byJob.ok) throw new Error("The index was not read.");
      expect(byJob.value.rows).toHaveLength(byAge.value.rows.length);
      expect(byJob.value.groupsBelow).toEqual(byAge.value.groupsBelow);
      return [byAge.value.rows.length, byAge.value.groupsBelow];
    };
    const listed = { kind: "listed", count: 2, first: ["hall", "site_1"], isComplete: true };
    expect(await groupsBelow()).toEqual([1, listed]);
    await aws.emulator.fault({ api: "ListThingGroups", kind: "error", count: "unlimited" });
    const failure = { kind: "unavailable", api: "ListThingGroups", because: "error" };
    expect(await groupsBelow()).toEqual([0, { kind: "not-read", failure }]);
    await aws.emulator.clearFaults();
  });

  test("counts executions that may match a filter by facts of their things", async () => {
    await seedFew();
    await seedIndex(database.kysely, "eu", [
      {
        ...{ job_id: "f", thing_name: "t-3", hours: 5, thing_looked_at: new Date() },
        ...{ thing_type: "kiosk", thing_groups: ["all"], connectivity: null },
      },
    ]);
    const mayFit = async (filter: Partial<TriageFilter>) => {
      const counted = await countStuck(services, ANN, { ...BOTH, ...filter });
      return counted.ok ? counted.value.mayFit : null;
    };
    // Nothing is known of a/t_1 and c/t_1, everything of b/t-2, and everything but the connectivity of f/t-3.
    expect(await mayFit({})).toBe(0);
    expect(await mayFit({ job: "a", timeout: "no" })).toBe(0);
    expect(await mayFit({ group: "all" })).toBe(2);
    expect(await mayFit({ group: "all", state: "stuck" })).toBe(1);
    expect(await mayFit({ group: "plant" })).toBe(2);
    expect(await mayFit({ connectivity: "connected" })).toBe(3);
    expect(await mayFit({ connectivity: "connected", type: "kiosk" })).toBe(3);
    expect(await mayFit({ connectivity: "connected", type: "gateway" })).toBe(2);
  });

  test("pages through every order without losing or repeating one", async () => {
    await fillIndex(database.kysely, "eu", {
      executions: 1_200,
      things: 211,
      stuckPercent: 60,
      waitingPercent: 30,
    });
    const all = (await list()).toSorted();
    expect(all.length).toBeGreaterThan(300);
    for (const sort of TRIAGE_SORTS)
      for (const order of ["asc", "desc"] as const) {
        const found = await list({}, sort, order);
        expect(found.toSorted(), `${sort} ${order}`).toEqual(all);
      }
    for (const state of ["stuck", "waiting"] as const) {
      const some = (await list({ state })).toSorted();
      for (const sort of ["since", "reason"] as const)
        expect((await list({ state }, sort, "desc")).toSorted(), `${state} ${sort}`).toEqual(some);
    }
    expect(await list({}, "job", "asc")).toEqual((await list({}, "job", "desc")).toReversed());
  });

  test("refuses a cursor that is not its own", async () => {
    for (const cursor of ["x", "W10", Buffer.from("[1]").toString("base64url")])
      expect(await listStuck(services, ANN, { ...BOTH, sort: "since", order: "asc", cursor })).toMatchObject({
        failure: { kind: "invalid-request" },
      });
  });

  test("groups by job, thing and reason, in any order, page after page", async () => {
    await seedFew();
    const group = async (query: Partial<Parameters<typeof groupStuck>[2]>) => {
      const page = await groupStuck(services, ANN, {
        ...BOTH,
        view: "thing",
        by: "stuck",
        dir: "desc",
        cursor: null,
        ...query,
      });
      if (!page.ok) throw new Error(page.failure.kind);
      return page.value;
    };
    expect((await group({})).rows).toMatchObject([
      { key: "t_1", stuck: 1, waiting: 1 },
      { key: "t-2", stuck: 1, waiting: 0 },
    ]);
    expect((await group({ view: "job", by: "key", dir: "asc" })).rows.map(({ key }) => key)).toEqual([
      "a",
      "b",
      "c",
    ]);
    expect((await group({ view: "reason", by: "since", dir: "asc" })).rows[0]!.key).toBe("behind-stuck");

    await database.kysely.deleteFrom("open_execution").execute();
    await fillIndex(database.kysely, "eu", {
      executions: 1_200,
      things: 211,
      stuckPercent: 60,
      waitingPercent: 30,
    });
    for (const by of ["key", "stuck", "waiting", "since"] as const) {
      const first = await group({ by });
      const second = await group({ by, cursor: first.cursor });
      const keys = [...first.rows, ...second.rows].map(({ key }) => key);
      expect(first.rows).toHaveLength(100);
      expect(new Set(keys).size, by).toBe(keys.length);
    }
  });

  test("counts for the navigation, up to a limit", async () => {
    await seedFew();
    expect(await readTriageCounts(services, ANN)).toMatchObject({ value: { stuck: 2, waiting: 1 } });
    await sql`insert into open_execution (fleet_id, job_id, thing_name, status, read_at, round, due_at, is_due, since, reason)
      select 'eu', 'many', 'x' || n, 'QUEUED', now(), 1, now(), true, now(), 'waiting'
      from generate_series(1, ${COUNTED_UP_TO}) n`.execute(database.kysely);
    expect(await readTriageCounts(services, ANN)).toMatchObject({ value: { waiting: COUNTED_UP_TO } });
  });

  test("says how old it is, what it has not read, and why reads fail", async () => {
    expect(await readIndexAge(database.kysely, "eu")).toEqual({
      completeAt: null,
      oldestReadAt: null,
      newestReadAt: null,
      openExecutions: 0,
      activeJobs: 0,
      jobsNotRead: 0,
      executionsNotRead: 0,
      failure: null,
      jobsRefused: 0,
      refusedJobIds: [],
    });
    await sql`insert into index_state (fleet_id, jobs_listed_at, seen_at, failing)
      values ('eu', '2026-11-23T10:00:00Z', now(), 'throttled')`.execute(database.kysely);
    expect((await readIndexAge(database.kysely, "eu")).completeAt).toEqual(new Date("2026-11-23T10:00:00Z"));
    const job = (id: string, readAt: string | null, counts: readonly [number, number] | null) =>
      sql`insert into indexed_job (fleet_id, job_id, status, listed_at, described_at, queued_count, in_progress_count, read_at, next_at)
        values ('eu', ${id}, 'IN_PROGRESS', now(), ${counts && new Date()}, ${counts?.[0] ?? null}, ${counts?.[1] ?? null}, ${readAt}, now())`.execute(
        database.kysely,
      );
    await job("a", "2026-11-23T11:00:00Z", [3, 1]);
    await job("b", "2026-11-23T11:05:00Z", [0, 2]);
    expect(await readIndexAge(database.kysely, "eu")).toMatchObject({
      completeAt: new Date("2026-11-23T11:00:00Z"),
      newestReadAt: new Date("2026-11-23T11:05:00Z"),
      openExecutions: 6,
      activeJobs: 2,
      failure: { scope: "everything", cause: { kind: "throttled" } },
    });
    await job("c", null, [4_000, 0]);
    expect(await readIndexAge(database.kysely, "eu")).toMatchObject({
      completeAt: null,
      jobsNotRead: 1,
      executionsNotRead: 4_000,
    });
    await job("d", null, null);
    expect(await readIndexAge(database.kysely, "eu")).toMatchObject({
      jobsNotRead: 2,
      executionsNotRead: null,
    });
  });

  test("lists what is open on things, and what blocks them", async () => {
    await seedFew();
    const answer = await listOpenOfThings(services, ANN, { things: ["t_1", "new", "nobody"] });
    if (!answer.ok) throw new Error(answer.failure.kind);
    expect(answer.value.things.toSorted((a, b) => (a.thingName < b.thingName ? -1 : 1))).toMatchObject([
      { thingName: "new", open: 2, inProgress: 1, blockedBy: null },
      { thingName: "t_1", open: 2, inProgress: 1, blockedBy: "a" },
    ]);
  });

  test("saves views for each person, and replaces one of the same name", async () => {
    await saveView(services, ANN, { fleetId: "eu", name: "mine", search: "state=both" });
    await saveView(services, ANN, { fleetId: "eu", name: "mine", search: "state=waiting" });
    await saveView(services, BOB, { fleetId: "eu", name: "mine", search: "view=job" });
    const viewsOf = async (actor: typeof ANN | typeof BOB) => {
      const answer = await listSavedViews(services, actor);
      return answer.ok ? answer.value.views : [];
    };
    const [mine] = await viewsOf(ANN);
    expect(mine).toMatchObject({ name: "mine", search: "state=waiting" });
    await saveView(services, ANN, { fleetId: "eu", name: "other", search: "" });
    const rename = (actor: typeof ANN | typeof BOB, name: string) =>
      renameView(services, actor, { fleetId: "eu", id: mine!.id, name });
    expect(await rename(ANN, "other")).toMatchObject({ failure: { kind: "name-taken" } });
    expect(await rename(BOB, "his now")).toMatchObject({ failure: { kind: "view-gone" } });
    expect(await rename(ANN, "long waits")).toMatchObject({ ok: true });
    expect((await viewsOf(ANN)).map(({ name }) => name)).toEqual(["long waits", "other"]);
    await removeView(services, ANN, { fleetId: "eu", id: (await viewsOf(ANN))[1]!.id });

    await removeView(services, BOB, { fleetId: "eu", id: mine!.id });
    expect(await viewsOf(ANN)).toHaveLength(1);
    await removeView(services, ANN, { fleetId: "eu", id: mine!.id });
    expect(await viewsOf(ANN)).toHaveLength(0);
    expect(await viewsOf(BOB)).toHaveLength(1);
  });

  test("is not readable for a person without access to the fleet", async () => {
    const stranger = { ...BOB, fleets: ["us"] };
    expect(await readTriageCounts(services, stranger)).toMatchObject({ failure: { kind: "forbidden" } });
    expect(await countStuck(services, stranger, BOTH)).toMatchObject({ failure: { kind: "forbidden" } });
    expect(await listSavedViews(services, stranger)).toMatchObject({ failure: { kind: "forbidden" } });
  });
});
