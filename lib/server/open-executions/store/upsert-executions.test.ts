import { sql } from "kysely";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { endExecutions } from "./end-executions";
import { recomputeDue } from "./recompute-things";
import { upsertExecutions } from "./upsert-executions";
import { syncIndex } from "../scan/sync-index";
import type { SyncServices } from "../sync-services";

const HOUR_MS = 3_600_000;
const scope = {
  fleetId: "eu",
  thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
};

describe.each(ENGINES)("upserted executions on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => {
    database = opened;
  });
  beforeEach(async () => {
    await database.kysely.deleteFrom("open_execution").execute();
    // Jobs of one namespace, so that their executions can wait for one another.
    await sql`
      insert into indexed_job (fleet_id, job_id, status, listed_at, next_at, namespace_id)
      select ${scope.fleetId}, id, 'IN_PROGRESS', now(), 'infinity', '' from unnest(array['a', 'b', 'c']) id
      on conflict do nothing`.execute(database.kysely);
  });

  const queuedAt = new Date(Date.now() - HOUR_MS);

  async function upsert(
    jobId: string,
    status: "QUEUED" | "IN_PROGRESS",
    scanId: number | null,
    readAt = new Date(),
  ) {
    const startedAt = status === "IN_PROGRESS" ? queuedAt : null;
    const execution = { thingName: "kiosk", jobId, status, queuedAt, startedAt, lastUpdatedAt: new Date() };
    await upsertExecutions(
      database.kysely,
      scope,
      [{ ...execution, executionNumber: 1, readAt }],
      scanId,
      readAt,
    );
  }

  /** `writer`: the transaction that wrote the row last. */
  async function rows() {
    const { rows } = await sql<{ job: string; round: number; reason: string; due: boolean; writer: string }>`
      select job_id as job, round::int, reason, is_due as due, xmin::text as writer from open_execution
      order by job_id`.execute(database.kysely);
    return rows;
  }

  it("are written, and of the thing's other rows only those whose triage changes", async () => {
    for (const job of ["a", "b", "c"]) await upsert(job, "QUEUED", 1);
    const [, b, c] = await rows();
    await upsert("a", "QUEUED", 2);
    expect(await rows()).toEqual([expect.objectContaining({ job: "a", round: 2 }), b, c]);

    await upsert("a", "IN_PROGRESS", 3);
    expect(await rows()).toMatchObject([
      { round: 3, reason: "stuck-blocking" },
      { round: 1, reason: "behind-another" },
      { round: 1, reason: "behind-another" },
    ]);
  });

  it("of a single lookup neither move to another scan nor insert a row", async () => {
    await upsert("a", "QUEUED", 4);
    await upsert("a", "IN_PROGRESS", null);
    await upsert("b", "QUEUED", null);
    expect(await rows()).toMatchObject([{ job: "a", round: 4, reason: "stuck" }]);
  });

  it("are left out if they ended after the page was requested, even if an older lookup reports the end again", async () => {
    const ended = [{ jobId: "over", thingName: "kiosk", executionNumber: 1, status: "CANCELED" }];
    const [lookupAt, pageAt, endedAt] = [1, 2, 3].map((seconds) => new Date(Date.now() + seconds * 1_000));
    await endExecutions(database.kysely, scope, ended, endedAt!);
    await endExecutions(database.kysely, scope, ended, lookupAt!);
    await upsert("over", "QUEUED", 1, pageAt);
    expect(await rows()).toEqual([]);
  });

  it("become due as time passes", async () => {
    await upsert("a", "IN_PROGRESS", 1);
    await upsert("b", "QUEUED", 1);
    await sql`update open_execution set last_updated_at = now() - interval '2 hours',
      due_at = now() - interval '1 hour', since = now() - interval '2 hours' where job_id = 'a'`.execute(
      database.kysely,
    );
    expect(await recomputeDue(database.kysely, scope)).toBe(false);
    expect(await rows()).toMatchObject([
      { job: "a", due: true },
      { job: "b", due: false, reason: "behind-stuck" },
    ]);
  });

  it("become due before the sync waits for AWS, even if there are many", { timeout: 60_000 }, async () => {
    await sql`
      insert into open_execution (fleet_id, job_id, thing_name, status, queued_at, started_at, last_updated_at, since,
        read_at, round, due_at, is_due, reason)
      select 'eu', 'a', 'kiosk-' || n, 'IN_PROGRESS', at, at, at, at, at, 1, at + interval '1 hour', false, 'stuck'
      from generate_series(1, 501) n, (values (date_trunc('second', now() - interval '2 hours'))) as times (at)`.execute(
      database.kysely,
    );
    const aws = Promise.withResolvers<void>();
    aws.promise.catch(() => undefined); // rejected below, even if the sync has not asked for a call yet
    const services = { ...scope, kysely: database.kysely, acquire: () => aws.promise } as unknown;
    const stopping = new AbortController();
    // The sync gives it one second, in which a busy machine may not get far: in this test the second does not end.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
    onTestFinished(() => clock.mockRestore());
    const running = syncIndex(services as SyncServices, stopping.signal).catch(() => undefined);
    const late = () =>
      database.kysely.selectFrom("open_execution").select("job_id").where("is_due", "=", false).execute();
    await expect.poll(late, { timeout: 30_000 }).toEqual([]);
    stopping.abort();
    aws.reject(new Error("ended"));
    await running;
  });
});
