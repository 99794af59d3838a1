import { sql } from "kysely";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { endExecutions } from "./end-executions";
import { keepExecutions, reckonDue } from "./keep-executions";
import { syncIndex } from "../scan/sync-index";
import type { SyncServices } from "../sync-services";

const HOUR_MS = 3_600_000;
const reckoning = {
  fleetId: "eu",
  thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
};

describe.each(ENGINES)("what a page of executions writes on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => {
    database = opened;
  });
  beforeEach(async () => {
    await database.kysely.deleteFrom("open_execution").execute();
    // Jobs of one namespace, so that one may wait for another.
    await sql`
      insert into indexed_job (fleet_id, job_id, status, listed_at, next_at, namespace_id)
      select ${reckoning.fleetId}, id, 'IN_PROGRESS', now(), 'infinity', '' from unnest(array['a', 'b', 'c']) id
      on conflict do nothing`.execute(database.kysely);
  });

  const queuedAt = new Date(Date.now() - HOUR_MS);

  async function keep(
    jobId: string,
    status: "QUEUED" | "IN_PROGRESS",
    round: number | null,
    readAt = new Date(),
  ) {
    const startedAt = status === "IN_PROGRESS" ? queuedAt : null;
    const execution = { thingName: "kiosk", jobId, status, queuedAt, startedAt, lastUpdatedAt: new Date() };
    await keepExecutions(
      database.kysely,
      reckoning,
      [{ ...execution, executionNumber: 1, readAt }],
      round,
      readAt,
    );
  }

  /** With the transaction that wrote each row last. */
  async function rows() {
    const { rows } = await sql<{ job: string; round: number; reason: string; due: boolean; writer: string }>`
      select job_id as job, round::int, reason, is_due as due, xmin::text as writer from open_execution
      order by job_id`.execute(database.kysely);
    return rows;
  }

  it("is its own rows, and of its things those others that now mean something else", async () => {
    for (const job of ["a", "b", "c"]) await keep(job, "QUEUED", 1);
    const [, b, c] = await rows();
    await keep("a", "QUEUED", 2);
    expect(await rows()).toEqual([expect.objectContaining({ job: "a", round: 2 }), b, c]);

    await keep("a", "IN_PROGRESS", 3);
    expect(await rows()).toMatchObject([
      { round: 3, reason: "stuck-blocking" },
      { round: 1, reason: "behind-another" },
      { round: 1, reason: "behind-another" },
    ]);
  });

  it("is, after a look, nothing of a round that has gone on meanwhile, and nothing that is gone", async () => {
    await keep("a", "QUEUED", 4);
    await keep("a", "IN_PROGRESS", null);
    await keep("b", "QUEUED", null);
    expect(await rows()).toMatchObject([{ job: "a", round: 4, reason: "stuck" }]);
  });

  it("is nothing that has ended, though a look that was asked for before the page tells of that end again", async () => {
    const ended = [{ jobId: "over", thingName: "kiosk", executionNumber: 1, status: "CANCELED" }];
    const [asked, pageAsked, known] = [1, 2, 3].map((seconds) => new Date(Date.now() + seconds * 1_000));
    await endExecutions(database.kysely, reckoning, ended, known!);
    await endExecutions(database.kysely, reckoning, ended, asked!);
    await keep("over", "QUEUED", 1, pageAsked);
    expect(await rows()).toEqual([]);
  });

  it("is what has come due by mere time", async () => {
    await keep("a", "IN_PROGRESS", 1);
    await keep("b", "QUEUED", 1);
    await sql`update open_execution set last_updated_at = now() - interval '2 hours',
      due_at = now() - interval '1 hour', since = now() - interval '2 hours' where job_id = 'a'`.execute(
      database.kysely,
    );
    expect(await reckonDue(database.kysely, reckoning)).toBe(false);
    expect(await rows()).toMatchObject([
      { job: "a", due: true },
      { job: "b", due: false, reason: "behind-stuck" },
    ]);
  });

  it(
    "is all of a heap that has come due at once, before AWS is waited for",
    { timeout: 60_000 },
    async () => {
      await sql`
      insert into open_execution (fleet_id, job_id, thing_name, status, queued_at, started_at, last_updated_at, since,
        read_at, round, due_at, is_due, reason)
      select 'eu', 'a', 'kiosk-' || n, 'IN_PROGRESS', at, at, at, at, at, 1, at + interval '1 hour', false, 'stuck'
      from generate_series(1, 501) n, (values (date_trunc('second', now() - interval '2 hours'))) as times (at)`.execute(
        database.kysely,
      );
      const aws = Promise.withResolvers<void>();
      const services = { ...reckoning, kysely: database.kysely, turn: () => aws.promise } as unknown;
      const ending = new AbortController();
      // It is given a second, which a busy machine may need for the first 500: here the second does not end.
      const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
      onTestFinished(() => clock.mockRestore());
      const reading = syncIndex(services as SyncServices, ending.signal).catch(() => undefined);
      const late = () =>
        database.kysely.selectFrom("open_execution").select("job_id").where("is_due", "=", false).execute();
      await expect.poll(late, { timeout: 30_000 }).toEqual([]);
      ending.abort();
      aws.reject(new Error("ended"));
      await reading;
    },
  );
});
