import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { SeededExecution } from "@/lib/testing/emulator-seed";
import type { AuditEnd } from "@/lib/server/audit/audit-log";
import { intentOf } from "@/lib/server/audit/testing/sample-entries";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { MAX_TRIES } from "@/lib/core/domain/item-outcome";
import { correctItem } from "./correct-item";
import { runOperations } from "./run-operations";
import type { RunnerServices } from "./runner-services";
import { FLEET_ID, runnerServices, seedJob, seedOperation } from "./testing/seed-run";

const NEVER = new AbortController().signal;
const endOf = (kind: AuditEnd["kind"]): AuditEnd => ({
  kind,
  errorName: null,
  requestId: null,
  completedBy: "answer",
  after: null,
});

let fleet: EmulatedFleet;
beforeAll(async () => void (fleet = await startEmulatedFleet()));
afterAll(() => fleet.stop());

/** The answer to an earlier try of the item was lost. */
describe.each(ENGINES)("an item that may have been canceled already, on the %s engine,", (engine) => {
  let database: Database;
  let services: RunnerServices;
  let ids = 0;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(() => void (services = runnerServices(database, fleet.config)));

  async function start(
    execution: SeededExecution,
    { kind, state = "running" }: { kind: "unknown" | "not-canceled"; state?: "running" | "stopping" },
  ) {
    const [item] = await seedJob(fleet, [execution]);
    const id = `op_d${engine}${++ids}`;
    await seedOperation(database, { id, items: [{ ...item!, executionNumber: 1 }] });
    const note = JSON.stringify({ kind, error: "TimeoutError" });
    await database.kysely
      .updateTable("operation_item")
      .set({ note, tries: 1 })
      .where("operation_id", "=", id)
      .execute();
    await database.kysely.updateTable("operation").set({ state }).where("id", "=", id).execute();
    const ref = await services.audit.open(
      intentOf({ fleetId: FLEET_ID, operationId: id, executionNumber: 1, before: null, ...item! }),
    );
    await services.audit.complete(ref, endOf(kind));
    const itemNow = () =>
      database.kysely
        .selectFrom("operation_item")
        .select(["outcome", "note"])
        .where("operation_id", "=", id)
        .executeTakeFirstOrThrow();
    const entryNow = async () => (await services.audit.findOne(ref.entry))!;
    return { item: item!, itemNow, entryNow };
  }

  test("is corrected even if the operation was stopped before AWS acted on it", async () => {
    const { itemNow, entryNow } = await start(
      { status: "QUEUED" },
      { kind: "not-canceled", state: "stopping" },
    );
    await runOperations(services, NEVER);
    expect(await itemNow()).toMatchObject({ outcome: "stopped" });
    await correctItem(services, await entryNow(), endOf("canceled-by-us-or-others"));
    expect(await itemNow()).toMatchObject({ outcome: "canceled" });
  });

  test.each(["running", "stopping"] as const)(
    "is unknown if the execution was deleted or replaced: %s",
    async (state) => {
      const gone = await start({ status: "QUEUED" }, { kind: "unknown", state });
      await fleet.emulator.deleteExecution(gone.item.thingName, gone.item.jobId);
      await runOperations(services, NEVER);
      expect(await gone.itemNow()).toMatchObject({ outcome: "unknown" });
      const other = await start({ status: "QUEUED", executionNumber: 2 }, { kind: "unknown", state });
      await runOperations(services, NEVER);
      expect(await other.itemNow()).toMatchObject({ outcome: "unknown" });
    },
  );

  test.each(["unknown", "not-canceled"] as const)(
    "is not counted as canceled if the audit log says that somebody else canceled it: %s",
    async (kind) => {
      const { item, itemNow, entryNow } = await start({ status: "CANCELED" }, { kind });
      const theirs = await services.audit.open(
        intentOf({ fleetId: FLEET_ID, operationId: null, executionNumber: 1, before: null, ...item }),
      );
      await services.audit.complete(theirs, endOf("canceled"));
      await runOperations(services, NEVER);
      expect(await itemNow()).toMatchObject({ outcome: "already-finished" });
      expect((await entryNow()).outcome?.kind).not.toMatch(/^canceled/);
    },
  );

  test("ends as unknown if the operation is stopping and AWS cannot be read", async () => {
    const { itemNow } = await start({ status: "QUEUED" }, { kind: "unknown", state: "stopping" });
    await database.kysely
      .updateTable("operation_item")
      .set({ tries: MAX_TRIES - 1 })
      .where("state", "=", "waiting")
      .execute();
    await fleet.emulator.fault({
      ...{ api: "*", kind: "error", errorName: "ExpiredTokenException", status: 403, count: "unlimited" },
    });
    expect(await runOperations(services, NEVER)).toBe("done");
    await fleet.emulator.clearFaults();
    expect(await itemNow()).toMatchObject({ outcome: "unknown" });
  });
});
