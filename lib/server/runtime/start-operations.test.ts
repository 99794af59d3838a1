import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { APPLICATION_ROLE } from "@/lib/server/db/postgres-engine";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { startWorkQueue } from "@/lib/server/db/start-work-queue";
import type { WorkQueue } from "@/lib/server/db/work-queue";
import { getEnv } from "@/lib/server/config/env";
import { localFleet } from "@/lib/server/config/local-fleet";
import { RUN_OPERATIONS, NOTIFY_OPERATION_END } from "@/lib/server/operations/work-kind";
import { failingLoop } from "@/lib/server/telemetry/loop-health";
import { captureLog } from "@/lib/server/telemetry/testing/capture-log";
import { SYNC_INDEX, NOTIFY_ALERT } from "@/lib/server/open-executions/work-kind";
import { closeAll } from "./graceful-stop";
import { startOperations } from "./start-operations";

const KINDS = [RUN_OPERATIONS, SYNC_INDEX, NOTIFY_OPERATION_END, NOTIFY_ALERT];
const lines = captureLog();

let store: TestDatabase;
let database: Database;
let other: WorkQueue;
beforeAll(async () => {
  store = await createTestDatabase("postgres");
  if (store.config.kind !== "postgres") throw new Error("There is nothing to share on the embedded engine.");
  // This process is an instance that is configured for one fleet only.
  vi.stubEnv("DATABASE_URL", store.config.url);
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AUTH_SECRET", "x".repeat(32));
  vi.stubEnv("AWS_ENDPOINT_URL_IOT", "http://127.0.0.1:9"); // nothing listens here: these tests need no AWS
  vi.stubEnv("AWS_ACCESS_KEY_ID", "none");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "none");
  database = await store.open();
  await startOperations();
  other = await startWorkQueue(database, KINDS, () => undefined);
});
afterAll(async () => {
  await closeAll();
  await other.stop(2_000);
  vi.unstubAllEnvs();
  await store.remove();
});

test("a runner that lost a right is named with what it lacks, until it has it again", async () => {
  const fleetId = localFleet(getEnv()).id;
  const rights = sql`select, insert, update, delete on fleet_runner, operation`;
  const role = sql.id(APPLICATION_ROLE);
  await database.asOwner((owner) => sql`revoke ${rights} from ${role}`.execute(owner));
  await database.kysely
    .transaction()
    .execute((transaction) => other.send(transaction, RUN_OPERATIONS, { key: fleetId, data: { fleetId } }));
  const failure = () => failingLoop("run-operations", fleetId);
  await vi.waitFor(() => expect(failure()?.failures).toBeGreaterThan(1), 20_000);
  expect(failure()).toMatchObject({
    errorName: "42501",
  });
  expect(failure()?.message).toContain("permission denied");
  expect(lines).toContainEqual(
    expect.objectContaining({ level: "error", loop: "run-operations", fleet: fleetId }),
  );
  await database.asOwner((owner) => sql`grant ${rights} to ${role}`.execute(owner));
  await vi.waitFor(() => expect(failure()).toBeNull(), 20_000);
});

test(
  "work of a fleet that only another instance knows is left to that one",
  { timeout: 90_000 },
  async () => {
    for (const kind of KINDS) {
      const sending = { data: { fleetId: "new" }, ...(kind.onePerKey && { key: "new" }) };
      await database.kysely.transaction().execute((transaction) => other.send(transaction, kind, sending));
    }
    const noticed = () => lines.filter(({ fleet }) => fleet === "new").map(({ work }) => work);
    // The index's one slot may be taken by the fleet that this instance knows: then it never fetches the other's work.
    const fetched = KINDS.filter((kind) => kind !== SYNC_INDEX).map(({ name }) => name);
    await vi.waitFor(() => expect(noticed()).toEqual(expect.arrayContaining(fetched)), 60_000);

    const done: string[] = [];
    for (const kind of KINDS)
      await other.work(kind, () => {
        done.push(kind.name);
        return Promise.resolve("done");
      }, ["new"]);
    await vi.waitFor(() => expect(done.sort()).toEqual(KINDS.map(({ name }) => name).sort()), 60_000);
    const { rows } = await sql`select 1 from pgboss.job where state = 'failed'`.execute(database.kysely);
    expect(rows).toEqual([]);
    expect(noticed()).toHaveLength(new Set(noticed()).size); // once each, however often it was fetched
  },
);
