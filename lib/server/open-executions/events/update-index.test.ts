import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { Execution } from "@/lib/core/domain/execution";
import { fail, ok } from "@/lib/core/domain/result";
import { upsertExecutions } from "../store/upsert-executions";
import { createIndexUpdater } from "./update-index";

const rethrow = (error: unknown) => {
  throw error;
};

const scope = {
  fleetId: "kiosks",
  thresholds: { stuckMinutes: 60, waitingMinutes: 60, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
};
const read = new Date();

let store: TestDatabase;
let database: Database;
beforeAll(async () => {
  store = await createTestDatabase("embedded");
  database = await store.open();
});
afterAll(() => store.remove());

const execution = (thingName: string, jobId: string, status: string): Execution => ({
  thingName,
  jobId,
  status,
  queuedAt: read,
  startedAt: status === "QUEUED" ? null : read,
  lastUpdatedAt: read,
  executionNumber: 1,
  versionNumber: 1,
  statusDetails: {},
  forceCanceled: false,
  secondsBeforeTimedOut: null,
  origin: null,
  readAt: read,
});

const rows = () =>
  database.kysely
    .selectFrom("open_execution")
    .select(["thing_name", "job_id", "reason"])
    .orderBy("thing_name")
    .orderBy("job_id")
    .execute();

test("an execution that was canceled, or found ended, leaves the index at once, and no other waits behind it", async () => {
  const open = [
    execution("a", "fw", "IN_PROGRESS"),
    execution("a", "map", "QUEUED"),
    execution("b", "fw", "QUEUED"),
    execution("c", "fw", "QUEUED"),
    execution("d", "fw", "QUEUED"),
  ];
  await upsertExecutions(database.kysely, scope, open, 1, read);
  const publish = createIndexUpdater(() => Promise.resolve(database), scope, rethrow);
  await publish(ok({ current: execution("a", "fw", "IN_PROGRESS"), confirmed: false, by: "us" }));
  expect((await rows()).map(({ thing_name, job_id }) => `${thing_name} ${job_id}`)).not.toContain("a fw");
  await Promise.all([
    publish(
      fail({ kind: "already-finished", status: "SUCCEEDED", current: execution("b", "fw", "SUCCEEDED") }),
    ),
    publish(fail({ kind: "needs-force", current: execution("c", "fw", "IN_PROGRESS") })),
    publish(fail({ kind: "unknown", silent: "aws", error: null })),
  ]);
  expect(await rows()).toEqual([
    { thing_name: "a", job_id: "map", reason: "waiting" },
    { thing_name: "c", job_id: "fw", reason: "waiting" },
    { thing_name: "d", job_id: "fw", reason: "waiting" },
  ]);
});
