import { readFile } from "node:fs/promises";
import { sql } from "kysely";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Database } from "./open-database";
import { createTestDatabase, ENGINES, type Engine, type TestDatabase } from "./testing/test-databases";
import { startWorkQueue } from "./start-work-queue";
import type { ObserveJob, WorkKind, WorkQueue } from "./work-queue";

/**
 * The version of pg-boss whose table `job` was compared with what `lockWaitingJob` reads of it. When an update of the
 * package fails here: compare again, see that the tests below pass, and raise it.
 */
const CHECKED_VERSION = "12.38.0";

const FLEETS: WorkKind = {
  name: "fleets",
  onePerKey: true,
  atOnce: 2,
  retry: { limit: 1_000, delaySeconds: 1, maxDelaySeconds: 1 },
};
const CALLS: WorkKind = { ...FLEETS, name: "calls", onePerKey: false };

const made: TestDatabase[] = [];
const queues: WorkQueue[] = [];
const errors: unknown[] = [];
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.stop(2_000)));
  await Promise.all(made.splice(0).map((database) => database.remove()));
  errors.length = 0;
});

async function open(engine: Engine) {
  const store = await createTestDatabase(engine);
  made.push(store);
  return store.open();
}

async function start(database: Database, observe?: ObserveJob) {
  const queue = await startWorkQueue(database, [FLEETS, CALLS], (error) => errors.push(error), observe);
  queues.push(queue);
  return queue;
}

const send = ({ kysely }: Database, queue: WorkQueue, key: string) =>
  kysely.transaction().execute((transaction) => queue.send(transaction, FLEETS, { key, data: { key } }));

const statesOf = async ({ kysely }: Database) => {
  const { rows } = await sql<{ state: string }>`select state::text from pgboss.job order by state`.execute(
    kysely,
  );
  return rows.map(({ state }) => state);
};

/** A promise, and the function that resolves it. */
function latch() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

test("the table of pg-boss that a statement of ours reads was checked at the installed version", async () => {
  const file = new URL("../../../node_modules/pg-boss/package.json", import.meta.url);
  const { version } = JSON.parse(await readFile(file, "utf8")) as { version: string };
  expect(version).toBe(CHECKED_VERSION);
});

describe.each(ENGINES)("the queue on the %s engine", (engine) => {
  test("runs jobs that were sent in a committed transaction, and none of one that was rolled back", async () => {
    const database = await open(engine);
    const queue = await start(database);
    const done: string[] = [];
    await queue.work<{ key: string }>(FLEETS, ({ key }) => {
      done.push(key);
      return Promise.resolve("done");
    });
    const rolledBack = database.kysely.transaction().execute(async (transaction) => {
      await queue.send(transaction, FLEETS, { key: "never", data: { key: "never" } });
      throw new Error("never mind");
    });
    await expect(rolledBack).rejects.toThrow("never mind");
    await send(database, queue, "demo");
    await vi.waitFor(() => expect(done).toEqual(["demo"]), 10_000);
    await vi.waitFor(async () => expect(await statesOf(database)).toEqual(["completed"]), 10_000);
    expect(errors).toEqual([]);
  });

  test("runs one job of a key and keeps one waiting, however often it is sent, and runs two keys at once", async () => {
    const database = await open(engine);
    const queue = await start(database);
    const started: string[] = [];
    const { open: letGo, opened } = latch();
    await queue.work<{ key: string }>(FLEETS, async ({ key }) => {
      started.push(key);
      await opened;
      return "done";
    });
    await send(database, queue, "a");
    await vi.waitFor(() => expect(started).toEqual(["a"]), 10_000);
    for (let times = 0; times < 5; times++) await send(database, queue, "a");
    await send(database, queue, "b");
    await vi.waitFor(() => expect(started).toEqual(["a", "b"]), 10_000);
    expect(await statesOf(database)).toEqual(["active", "active", "created"]);
    letGo();
    await vi.waitFor(() => expect(started).toEqual(["a", "b", "a"]), 10_000);
  });

  test("locks the job of a key that waits until the transaction that sends it again has ended", async () => {
    const database = await open(engine);
    const queue = await start(database);
    await send(database, queue, "demo");
    await database.kysely.transaction().execute(async (transaction) => {
      await queue.send(transaction, FLEETS, { key: "demo", data: { key: "demo" } });
      // The row's xmax is the transaction that locks it.
      const { rows } = await sql`
        select state::text, singleton_key from pgboss.job
        where name = 'fleets' and xmax = pg_current_xact_id()::xid`.execute(transaction);
      expect(rows).toEqual([{ state: "created", singleton_key: "demo" }]);
    });
    expect(await statesOf(database)).toEqual(["created"]);
  });

  test("fails rather than try for ever when a waiting job cannot be found", async () => {
    const database = await open(engine);
    const queue = await start(database);
    await send(database, queue, "");
    // For its unique index pg-boss takes a missing key and an empty one for the same.
    await sql`update pgboss.job set singleton_key = null`.execute(database.kysely);
    await expect(send(database, queue, "")).rejects.toThrow("A job of fleets was not enqueued");
    expect(await statesOf(database)).toEqual(["created"]);
  });

  test("runs a job again that failed or was handed back", async () => {
    const database = await open(engine);
    const queue = await start(database);
    let times = 0;
    await queue.work(CALLS, () => {
      times += 1;
      if (times === 1) throw new Error("the other side is down");
      return Promise.resolve(times === 2 ? "again" : "done");
    });
    await database.kysely
      .transaction()
      .execute((transaction) => queue.send(transaction, CALLS, { data: {}, afterSeconds: 1 }));
    await vi.waitFor(async () => expect(await statesOf(database)).toEqual(["completed"]), 20_000);
    expect(times).toBe(3);
  });

  test("reports each failure of a job with its kind and data, and no hand-back as a failure", async () => {
    const database = await open(engine);
    const seen: string[] = [];
    const queue = await start(database, async (kind, data, _signal, run) => {
      try {
        return await run();
      } catch (error) {
        seen.push(`${kind.name} ${JSON.stringify(data)}: ${(error as Error).message}`);
        throw error;
      }
    });
    let times = 0;
    await queue.work(FLEETS, () => {
      times += 1;
      if (times === 1) throw new Error("permission denied");
      return Promise.resolve(times === 2 ? "again" : "done");
    });
    await send(database, queue, "demo");
    await vi.waitFor(async () => expect(await statesOf(database)).toEqual(["completed"]), 20_000);
    expect(seen).toEqual(['fleets {"key":"demo"}: permission denied']);
  });

  test("keeps a job that no instance can do until one can, and then treats it like any other", async () => {
    const database = await open(engine);
    const before = await start(database);
    await before.work(FLEETS, () => Promise.resolve({ leftFor: "eu" }));
    await send(database, before, "eu");
    await vi.waitFor(async () => expect(await statesOf(database)).toEqual(["completed", "created"]), 10_000);
    await before.stop(2_000);

    const after = await start(database);
    let times = 0;
    const work = () => Promise.resolve((times += 1) === 1 ? ("again" as const) : ("done" as const));
    await after.work(FLEETS, work, ["eu"]);
    await vi.waitFor(() => expect(times).toBe(2), 20_000);
    await vi.waitFor(
      async () => expect(new Set(await statesOf(database))).toEqual(new Set(["completed"])),
      10_000,
    );
    const { rows } = await sql`select 1 from pgboss.job where retry_count > 0`.execute(database.kysely);
    expect(rows).toEqual([]); // leaving a job does not count as a failure, of which there is a last one
  });

  test("aborts running jobs when it stops, and hands them on", async () => {
    const database = await open(engine);
    const first = await start(database);
    const { open: resolveStarted, opened: started } = latch();
    await first.work(FLEETS, async (_, signal) => {
      resolveStarted();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return "again";
    });
    await send(database, first, "demo");
    await started;
    await first.stop(10_000);
    expect(await statesOf(database)).toEqual(["retry"]);

    const second = await start(database);
    await second.work(FLEETS, () => Promise.resolve("done"));
    await vi.waitFor(async () => expect(await statesOf(database)).toEqual(["completed"]), 10_000);
  });
});

test("a job that ran in a killed process on the embedded engine runs again at the next start", async () => {
  const database = await open("embedded");
  const first = await start(database);
  await send(database, first, "demo");
  await first.stop(1_000);
  // As a kill leaves it: active, without a process.
  await sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()`.execute(
    database.kysely,
  );
  const second = await start(database);
  let isDone = false;
  await second.work(FLEETS, () => {
    isDone = true;
    return Promise.resolve("done");
  });
  await vi.waitFor(() => expect(isDone).toBe(true), 8_000);
});

describe("on PostgreSQL", () => {
  test("a job that one instance cannot do is done by the one that can", { timeout: 60_000 }, async () => {
    const database = await open("postgres");
    const without = await start(database);
    const withFleets = await start(database);
    const keys = ["a", "b", "c", "d"];
    const refused: string[] = [];
    const done: string[] = [];
    await without.work<{ key: string }>(FLEETS, ({ key }) => {
      refused.push(key);
      return Promise.resolve({ leftFor: key });
    });
    for (const key of keys) await send(database, without, key);
    await vi.waitFor(() => expect([...refused].sort()).toEqual(keys), 20_000);
    const work = ({ key }: { key: string }) => {
      done.push(key);
      return Promise.resolve("done" as const);
    };
    await withFleets.work(FLEETS, work, keys);
    await vi.waitFor(() => expect([...done].sort()).toEqual(keys), 20_000);
    expect([...refused].sort()).toEqual(keys); // each was refused once: it does not move back and forth
  });

  test("a job is not lost to one that started before the transaction was committed", async () => {
    const database = await open("postgres");
    const queue = await start(database);
    await send(database, queue, "demo");
    const { open: commit, opened: committing } = latch();
    const { open: held, opened: isHeld } = latch();
    const slow = database.kysely.transaction().execute(async (transaction) => {
      await queue.send(transaction, FLEETS, { key: "demo", data: {} });
      held();
      await committing;
    });
    await isHeld;
    await send(database, queue, "later");
    const started: string[] = [];
    await queue.work<{ key: string }>(FLEETS, ({ key }) => {
      started.push(key);
      return Promise.resolve("done");
    });
    await vi.waitFor(() => expect(started).toEqual(["later"]), 10_000); // the locked job is skipped for one that was sent later
    commit();
    await slow;
    await vi.waitFor(() => expect(started).toEqual(["later", "demo"]), 10_000);
  });

  test("a job of an instance without heartbeats is taken over by another", { timeout: 60_000 }, async () => {
    const database = await open("postgres");
    const first = await start(database);
    await send(database, first, "demo");
    await first.stop(1_000);
    await sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()`.execute(
      database.kysely,
    );
    const silentSince = Date.now();
    const second = await start(database);
    let takenAfterMs = 0;
    await second.work(FLEETS, () => {
      takenAfterMs = Date.now() - silentSince;
      return Promise.resolve("done");
    });
    await vi.waitFor(() => expect(takenAfterMs).toBeGreaterThan(0), 40_000);
    expect(takenAfterMs).toBeLessThan(30_000);
  });
});
