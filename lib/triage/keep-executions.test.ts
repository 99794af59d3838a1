import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "@/lib/db/open-database";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/db/testing/test-databases";
import { keepExecutions, reckonDue } from "./keep-executions";

const HOUR_MS = 3_600_000;
const reckoning = {
  fleetId: "eu",
  thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
};

describe.each(ENGINES)("what a page of executions writes on the %s engine", (engine) => {
  let store: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    store = await createTestDatabase(engine);
    database = await store.open();
  });
  afterAll(() => store.remove());
  beforeEach(() => database.kysely.deleteFrom("open_execution").execute());

  const queuedAt = new Date(Date.now() - HOUR_MS);

  async function keep(
    jobId: string,
    status: "QUEUED" | "IN_PROGRESS",
    round: number,
    lastUpdatedAt = new Date(),
  ) {
    const readAt = new Date();
    const startedAt = status === "IN_PROGRESS" ? queuedAt : null;
    const execution = { thingName: "kiosk", jobId, status, queuedAt, startedAt, lastUpdatedAt };
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
});
