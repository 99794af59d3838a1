import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { Execution } from "@/lib/core/domain/execution";
import type { TrendRange } from "@/lib/core/domain/trend";
import { endExecutions } from "@/lib/server/open-executions/store/end-executions";
import { readTrends } from "./read-trends";
import { pruneTrends } from "./sample-trends";
import { startReading, recordSamples } from "./record-samples";
import { createIndexUpdater } from "@/lib/server/open-executions/events/update-index";
import { seedIndex } from "@/lib/server/open-executions/testing/seed-index";

const rethrow = (error: unknown) => {
  throw error;
};

const ANN = { id: "ann", name: "Ann", role: "viewer" } as const;
const FLEET = "eu";
const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};
const at = (time: string) => new Date(`2026-11-${time}Z`);

describe.each(ENGINES)("trends on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(async () => {
    for (const table of [
      "open_execution",
      "ended_execution",
      "indexed_job",
      "index_state",
      "trend_day",
    ] as const)
      await database.kysely.deleteFrom(table).execute();
    await startReading(sync());
    await sql`update index_state set jobs_listed_at = clock_timestamp()`.execute(database.kysely);
  });

  const sync = () => ({ fleetId: FLEET, kysely: database.kysely });
  const sample = (time: string) => recordSamples(sync(), at(time));

  /** In progress for years, so stuck at any time of these tests. */
  const seedStuck = (...names: string[]) => seed("IN_PROGRESS", names);
  const seedQueued = (...names: string[]) => seed("QUEUED", names);
  const seed = (status: string, names: readonly string[]) =>
    seedIndex(
      database.kysely,
      FLEET,
      names.map((name) => {
        const [job_id = "", thing_name = ""] = name.split("/");
        return { job_id, thing_name, status, hours: 20_000 };
      }),
    );
  const end = (
    name: string,
    status: string,
    time: string,
    more: { number?: number; isOurs?: boolean } = {},
  ) => {
    const [jobId = "", thingName = ""] = name.split("/");
    const ended = {
      jobId,
      thingName,
      status,
      executionNumber: more.number ?? 1,
      isOurs: more.isOurs ?? false,
    };
    return endExecutions(database.kysely, { fleetId: FLEET, thresholds }, [ended], at(time));
  };

  /** `open/stuck/canceled` of each hour or day, `-` for a gap; the last is the current one. */
  async function read(range: TrendRange, now: string, job: string | null = null): Promise<string[]> {
    const services = { fleet: { id: FLEET }, database: () => Promise.resolve(database) };
    const trend = await readTrends(services, ANN, { range, job }, at(now));
    if (!trend.ok) throw new Error(trend.failure.kind);
    return trend.value.points.map(({ open, stuck, canceled }) =>
      [open, stuck, canceled].map((figure) => figure ?? "-").join("/"),
    );
  }

  test("an hour has the most at once, and a gap is not a zero", async () => {
    await seedStuck("a/t1", "a/t2");
    await seedQueued("b/t3");
    await sample("23T09:10:00");
    await end("a/t1", "SUCCEEDED", "23T09:20:00");
    await sample("23T09:59:59");
    await sample("23T10:00:00");
    await end("a/t2", "FAILED", "23T11:00:00");
    await sample("23T12:30:00");
    const hours = await read("24h", "23T13:59:59");
    expect(hours).toHaveLength(24);
    expect(hours.slice(-6)).toEqual(["-/-/-", "3/2/0", "2/1/0", "-/-/-", "1/0/0", "-/-/-"]);
    expect((await read("30d", "23T13:00:00")).slice(-2)).toEqual(["-/-/-", "3/2/0"]);
    // A job without a row while the fleet was sampled has nothing open.
    expect((await read("24h", "23T12:40:00", "a")).slice(-4)).toEqual(["2/2/0", "1/1/0", "-/-/-", "0/0/0"]);
    expect((await read("24h", "23T12:40:00", "never")).slice(-2)).toEqual(["-/-/-", "0/0/0"]);
    const days = await database.kysely.selectFrom("trend_day").select("job_id").orderBy("job_id").execute();
    expect(days.map(({ job_id }) => job_id)).toEqual(["", "a", "b"]);
  });

  test("an hour and a day end at their boundary, a day at midnight UTC", async () => {
    await seedStuck("a/t1");
    await sample("23T23:59:59");
    await end("a/t1", "CANCELED", "24T00:00:00");
    await sample("24T00:00:01");
    expect((await read("24h", "24T01:00:00")).slice(-3)).toEqual(["1/1/0", "0/0/1", "-/-/-"]);
    expect((await read("7d", "24T00:59:00")).slice(-2)).toEqual(["1/1/0", "0/0/1"]);
    expect((await read("1y", "24T01:00:00", "a")).slice(-2)).toEqual(["1/1/0", "0/0/1"]);
  });

  test("a canceled execution is counted once, however often its end is reported, and by whom", async () => {
    await seedQueued("a/t1", "a/t2", "b/t3");
    await sample("23T09:00:00");
    await end("a/t1", "CANCELED", "23T09:10:00", { isOurs: true });
    await end("a/t1", "CANCELED", "23T09:10:02", { isOurs: true }); // the retry finds it done
    await seedQueued("a/t1"); // by an answer of AWS that lagged behind
    await end("a/t1", "CANCELED", "23T09:11:00"); // by a scan, as after a restart
    await Promise.all(["23T09:12:00", "23T09:12:01"].map((time) => end("a/t2", "CANCELED", time)));
    await end("b/t3", "SUCCEEDED", "23T09:15:00");
    await end("b/ours", "CANCELED", "23T09:16:00", { isOurs: true }); // created after the last scan
    await end("b/years-ago", "CANCELED", "23T09:17:00"); // somebody found it
    await end("b/t4", "gone", "23T09:18:00");
    await sample("23T09:20:00");
    expect((await read("24h", "23T09:30:00")).at(-1)).toBe("3/0/3");
    expect((await read("24h", "23T09:30:00", "a")).at(-1)).toBe("2/0/2");
    expect((await read("30d", "23T09:30:00", "b")).at(-1)).toBe("1/0/1");

    await seedQueued("a/t1"); // the job was given to the thing again
    await database.kysely.updateTable("open_execution").set({ execution_number: 2 }).execute();
    await end("a/t1", "CANCELED", "23T10:10:00", { number: 2 });
    // The fleet was not sampled since, but the cancellation is known.
    expect((await read("24h", "23T10:30:00")).at(-1)).toBe("-/-/1");
  });

  test("our own cancellations count, and executions that they found canceled do not", async () => {
    await seedQueued("a/t1");
    const publish = createIndexUpdater(
      () => Promise.resolve(database),
      { fleetId: FLEET, thresholds },
      rethrow,
    );
    const current = { jobId: "a", thingName: "t1", status: "QUEUED", executionNumber: 1 } as Execution;
    const found = { ...current, thingName: "t9", status: "CANCELED" };
    await Promise.all([
      publish({ ok: true, value: { current, confirmed: false, by: "us" } }),
      publish({ ok: false, failure: { kind: "already-canceled", current: found } }),
    ]);
    const canceled = async () =>
      (await database.kysely.selectFrom("trend_day").selectAll().where("job_id", "=", "").executeTakeFirst())
        ?.canceled;
    await expect.poll(canceled).toBe(1);
    await expect
      .poll(() => database.kysely.selectFrom("ended_execution").select("thing_name").execute())
      .toHaveLength(2);
    expect(await canceled()).toBe(1);
  });

  test("hours are kept for two weeks, days of the fleet for a year, and days of jobs for less", async () => {
    await seedStuck("a/t1");
    await sample("01T10:00:00");
    await sample("10T10:00:00");
    await pruneTrends(database.kysely, FLEET, at("24T00:00:00"));
    expect((await read("30d", "24T00:00:00")).filter((day) => day !== "-/-/-")).toEqual(["1/1/0", "1/1/0"]);
    expect((await read("24h", "10T10:30:00")).at(-1)).toBe("1/1/0");
    expect((await read("24h", "01T10:30:00")).at(-1)).toBe("-/-/-");
    await pruneTrends(database.kysely, FLEET, new Date("2027-02-08T00:00:00Z"));
    const left = () => database.kysely.selectFrom("trend_day").select("job_id").orderBy("day").execute();
    expect(await left()).toHaveLength(3); // the first of the job's two is gone
    await pruneTrends(database.kysely, FLEET, new Date("2027-12-07T00:00:00Z"));
    expect(await left()).toEqual([{ job_id: "" }]);
  });

  test("an index that is half read, fails, or was not read for long is not sampled", async () => {
    const change = (set: string) => sql.raw(`update index_state set ${set}`).execute(database.kysely);
    expect(await sample("23T09:00:00")).toBe(true);
    await database.kysely
      .insertInto("indexed_job")
      .values({
        fleet_id: FLEET,
        job_id: "new",
        status: "IN_PROGRESS",
        listed_at: new Date(),
        round: 0,
        next_at: new Date(),
      })
      .execute();
    expect(await sample("23T10:00:00")).toBe(false);
    await sql`update indexed_job set read_at = clock_timestamp()`.execute(database.kysely);
    expect(await sample("23T11:00:00")).toBe(true);
    await change("failing = 'throttled', failing_since = clock_timestamp()");
    expect(await sample("23T12:00:00")).toBe(false);
    await change("failing = null, failing_since = null");
    await startReading(sync()); // a restart
    expect(await sample("23T13:00:00")).toBe(true);
    await change("seen_at = clock_timestamp() - interval '1 hour'");
    await startReading(sync()); // the morning after
    expect(await sample("23T14:00:00")).toBe(false);
    await change("jobs_listed_at = clock_timestamp()");
    expect(await sample("23T15:00:00")).toBe(false);
    await sql`update indexed_job set read_at = clock_timestamp()`.execute(database.kysely);
    expect(await sample("23T16:00:00")).toBe(true);
    const sampled = (await read("24h", "23T16:30:00"))
      .map((hour) => (hour === "-/-/-" ? "-" : "x"))
      .slice(-8);
    expect(sampled.join("")).toBe("x-x-x--x");
  });
});
