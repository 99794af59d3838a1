import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { endExecutions } from "./end-executions";
import { recomputeDue, recomputeThings } from "./recompute-things";
import { upsertExecutions } from "./upsert-executions";

const MINUTE_MS = 60_000;
const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 60,
  stuckMinutesOfJob: { j2: 600 },
  stuckMinutesOfType: {},
};

const ref = { jobId: fc.constantFrom("j0", "j1", "j2"), thingName: fc.constantFrom("t0", "t1", "t2", "t3") };
const ended = fc.record({ ...ref, number: fc.integer({ min: 1, max: 3 }) });
/** Few ages, so that some are equal, and one that becomes due meanwhile. */
const listed = fc.record({
  ...ref,
  status: fc.constantFrom("QUEUED", "IN_PROGRESS"),
  number: fc.integer({ min: 1, max: 3 }),
  minutes: fc.constantFrom(10, 90, 120, 700),
});
const actions = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ upsert: fc.array(listed, { maxLength: 8 }) }) },
    { weight: 3, arbitrary: fc.record({ end: fc.array(ended, { minLength: 1, maxLength: 6 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        enrich: fc.constantFrom("t0", "t1"),
        connectivity: fc.constantFrom("disconnected", null),
      }),
    },
    { weight: 1, arbitrary: fc.record({ pass: fc.constantFrom(60, 500) }) },
  ),
  { minLength: 3, maxLength: 25 },
);

describe.each(ENGINES)("the sums by group on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));

  it("equal the sums over the rows after any history of upserts, ends, enrichment and passing time", async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(actions, async (history) => {
        const { kysely } = database;
        const scope = { fleetId: `fleet-${++runs}`, thresholds };
        for (const [at, action] of history.entries()) {
          const now = new Date();
          if ("upsert" in action) {
            const rows = action.upsert.map(({ jobId, thingName, status, number, minutes }) => {
              const since = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS - minutes * MINUTE_MS);
              const times = { queuedAt: since, startedAt: since, lastUpdatedAt: since, readAt: now };
              return { jobId, thingName, status, executionNumber: number, ...times };
            });
            const once = [...new Map(rows.map((row) => [`${row.jobId} ${row.thingName}`, row])).values()];
            await upsertExecutions(kysely, scope, once, at, now);
          } else if ("end" in action) {
            const over = action.end.map(({ number, ...one }) => ({
              ...one,
              executionNumber: number,
              status: "SUCCEEDED",
            }));
            await endExecutions(kysely, scope, over, new Date(now.getTime() - 1));
          } else if ("enrich" in action) {
            await sql`update open_execution set connectivity = ${action.connectivity}
              where fleet_id = ${scope.fleetId} and thing_name = ${action.enrich}`.execute(kysely);
            await recomputeThings(kysely, scope, [action.enrich]);
          } else {
            // As if this much time had passed: all times are that much longer ago.
            const ago = sql`make_interval(mins => ${action.pass}::integer)`;
            await sql`update open_execution set queued_at = queued_at - ${ago}, started_at = started_at - ${ago},
              last_updated_at = last_updated_at - ${ago}, since = since - ${ago}, due_at = due_at - ${ago}
              where fleet_id = ${scope.fleetId}`.execute(kysely);
            await recomputeDue(kysely, scope);
          }
          expect(await stored(scope.fleetId)).toEqual(await summedUp(scope.fleetId));
        }
        expect(await overdue(scope.fleetId)).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it("are right after many writers at once, none of which brings back what another has ended", async () => {
    const scope = { fleetId: "two", thresholds };
    const rowOf = (jobId: string, thing: number, minutes: number) => {
      const since = new Date(Date.now() - minutes * MINUTE_MS);
      const times = { queuedAt: since, startedAt: since, lastUpdatedAt: since, readAt: new Date() };
      return { jobId, thingName: `t${thing}`, status: "IN_PROGRESS", executionNumber: 1, ...times };
    };
    const requestedAt = new Date(0);
    const things = Array.from({ length: 40 }, (_, thing) => thing);
    const { kysely } = database;
    await upsertExecutions(
      kysely,
      scope,
      things.map((thing) => rowOf("j0", thing, 500 + thing)),
      1,
      requestedAt,
    );
    await Promise.all([
      ...["j1", "j2", "j3", "j4"].map((job, at) => {
        const rows = things.map((thing) => rowOf(job, thing, 700 + thing));
        return upsertExecutions(kysely, scope, at % 2 === 0 ? rows : rows.reverse(), 1, requestedAt);
      }),
      ...things.map((thing) =>
        endExecutions(
          kysely,
          scope,
          [{ jobId: "j0", thingName: `t${thing}`, executionNumber: 1, status: "SUCCEEDED" }],
          new Date(),
        ),
      ),
    ]);
    expect(await stored("two")).toEqual(await summedUp("two"));
    const jobs = await kysely
      .selectFrom("open_execution")
      .select("job_id")
      .where("fleet_id", "=", "two")
      .execute();
    expect(Object.groupBy(jobs, ({ job_id }) => job_id)).not.toHaveProperty("j0");
    expect(jobs).toHaveLength(4 * things.length);
  });

  async function stored(fleetId: string) {
    const { rows } = await sql`
      select view, state, key, stuck, waiting, since from open_group where fleet_id = ${fleetId}
      order by view, state, key`.execute(database.kysely);
    return rows;
  }

  async function summedUp(fleetId: string) {
    const { rows } = await sql`
      select view, state, key, count(*) filter (where status = 'IN_PROGRESS')::int as stuck,
        count(*) filter (where status = 'QUEUED')::int as waiting, min(since) as since
      from open_execution,
        lateral (values ('job', job_id), ('thing', thing_name), ('reason', reason)) as place (view, key),
        lateral (values ('both'), (case status when 'IN_PROGRESS' then 'stuck' else 'waiting' end)) as of_state (state)
      where fleet_id = ${fleetId} and is_due
      group by view, state, key order by view, state, key`.execute(database.kysely);
    return rows;
  }

  async function overdue(fleetId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from open_execution
      where fleet_id = ${fleetId} and is_due <> (due_at <= now())`.execute(database.kysely);
    return rows[0]!.count;
  }
});
