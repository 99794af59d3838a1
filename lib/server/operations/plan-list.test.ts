import { expect, test } from "vitest";
import type { PlannedExecution } from "@/lib/core/domain/cancel-plan";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { PlanList } from "./plan-list";

let database: Database;
openBeforeTests("embedded", (opened) => (database = opened));

const STATUSES = ["SUCCEEDED", "TIMED_OUT", "PAUSED"]; // the last one is none that AWS documents

const executions = STATUSES.map((status, at): PlannedExecution & { seq: number } => ({
  ...{ thingName: `kiosk-${at}`, jobId: "fw", status, executionNumber: 1, seq: at + 1 },
  ...{ queuedAt: null, startedAt: null, lastUpdatedAt: null },
}));

const LEFT_OUT = { finished: 2, unknownStatus: 1, gone: 0, replaced: 0, notAllowed: 0 };

test("an execution with an unknown status is counted as such, when it is listed and when it is read again", async () => {
  const listed = new PlanList(database.kysely, "plan_none", () => true);
  listed.add({ found: executions, read: 3, gone: 0, replaced: 0 });
  expect(listed.leftOut).toEqual(LEFT_OUT);

  const readAgain = new PlanList(database.kysely, "plan_none", () => true);
  await readAgain.replace(executions);
  expect(readAgain.leftOut).toEqual(LEFT_OUT);
});
