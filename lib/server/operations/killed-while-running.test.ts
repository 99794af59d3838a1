import { type ChildProcess, spawn } from "node:child_process";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { runOperations } from "./run-operations";
import { runnerServices, seedJob, seedOperation, type SeededItem } from "./testing/seed-run";

const ITEMS = 600;
const KILLS = 3;

let fleet: EmulatedFleet;
let store: TestDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => void (fleet = await startEmulatedFleet({ latencyMs: 60 })));
afterAll(() => fleet.stop());
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await store.remove();
});

/** A process that runs operations. */
function launch(): ChildProcess {
  const { config } = fleet;
  const child = spawn(
    process.execPath,
    [
      "--no-warnings",
      ...["--import", "./lib/scripts/resolve-sources.js"],
      "lib/server/operations/testing/run-in-process.ts",
      JSON.stringify({ database: store.config, fleet: config }),
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await ended;
}

const acted = async () => {
  const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
  return calls.filter(({ api, status }) => api === "CancelJobExecution" && status === 200);
};

/** Every item has one outcome, which AWS confirms; each call is on record; nothing else was canceled. */
async function expectNothingLost(
  { kysely }: Database,
  id: string,
  items: readonly SeededItem[],
): Promise<void> {
  const { rows } = await sql<{ outcome: string | null; count: number }>`
    select outcome, count(*) as count from operation_item where operation_id = ${id} group by 1`.execute(
    kysely,
  );
  expect(rows).toEqual([{ outcome: "canceled", count: items.length }]);
  const canceled = (await acted()).filter(({ jobId }) => jobId === items[0]!.jobId);
  expect(canceled.map(({ thingName }) => thingName).sort()).toEqual(
    items.map(({ thingName }) => thingName).sort(),
  );
  const { rows: unasked } = await sql`
    select from operation_item as item where operation_id = ${id} and not exists (
      select from audit_log where audit_log.operation_id = item.operation_id and audit_log.thing_name = item.thing_name)`.execute(
    kysely,
  );
  expect(unasked).toEqual([]);
  expect((await sql`select from audit_open`.execute(kysely)).rows).toEqual([]);
  expect(await verifyChain(kysely)).toMatchObject({ fault: null });
}

test(
  "an operation on the embedded engine survives when its process is killed again and again",
  { timeout: 240_000 },
  async () => {
    store = await createTestDatabase("embedded");
    const items = await seedJob(fleet, Array(ITEMS).fill({ status: "QUEUED" }));
    const before = await store.open();
    await seedOperation(before, { id: "op_killed", items });
    await before.close();
    for (let times = 1; times <= KILLS; times++) {
      const seen = (await acted()).length;
      const child = launch();
      await vi.waitFor(async () => expect((await acted()).length).toBeGreaterThan(seen + 20), {
        timeout: 60_000,
        interval: 10,
      });
      await kill(child);
    }
    expect((await acted()).length).toBeLessThan(ITEMS);
    const database = await store.open();
    expect(await runOperations(runnerServices(database, fleet.config), new AbortController().signal)).toBe(
      "done",
    );
    await expectNothingLost(database, "op_killed", items);
  },
);

test(
  "an operation on PostgreSQL is taken over by another instance, and survives when the connections to its database are cut",
  {
    timeout: 240_000,
  },
  async () => {
    store = await createTestDatabase("postgres");
    const items = await seedJob(fleet, Array(ITEMS).fill({ status: "QUEUED" }));
    const database = await store.open();
    await seedOperation(database, { id: "op_taken", items });
    const actedOnThese = async () => (await acted()).filter(({ jobId }) => jobId === items[0]!.jobId).length;
    const waitForMore = async () => {
      const seen = await actedOnThese();
      await vi.waitFor(async () => expect(await actedOnThese()).toBeGreaterThan(seen + 20), {
        timeout: 60_000,
        interval: 10,
      });
    };

    const [first, second] = [launch(), launch()];
    await waitForMore();
    // Either of the two may be the one that runs, so both are killed, one after the other.
    await kill(first);
    await waitForMore();
    launch();
    await kill(second);
    await waitForMore();
    await database.asOwner((owner) =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(owner),
    );
    await vi.waitFor(
      async () => {
        const { rows } = await sql<{ state: string }>`select state from operation`.execute(database.kysely);
        expect(rows).toEqual([{ state: "finished" }]);
      },
      { timeout: 120_000, interval: 200 },
    );
    await expectNothingLost(database, "op_taken", items);
  },
);
