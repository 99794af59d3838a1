import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { runOperations } from "./run-operations";
import { checkHistory } from "./testing/check-history";
import { readHistory } from "./testing/read-history";
import { runnerServices, seedOperation, seedJob } from "./testing/seed-run";

const LATENCY_MS = 1_500;
/** A signed call reaches the emulator within this time, even on a busy machine. */
const ON_ITS_WAY_MS = 700;

let fleet: EmulatedFleet;
let database: Database;
openBeforeTests("embedded", (opened) => (database = opened));
beforeAll(async () => void (fleet = await startEmulatedFleet({ latencyMs: LATENCY_MS })));
afterAll(() => fleet.stop());

test("no call that was signed before a stop waits for a connection and is sent after the stop", async () => {
  const items = await seedJob(fleet, Array<{ status: "QUEUED" }>(120).fill({ status: "QUEUED" }));
  await seedOperation(database, { id: "op_many", items });
  const running = runOperations(runnerServices(database, fleet.config), new AbortController().signal);
  await vi.waitFor(
    async () => {
      const { rows } = await sql<{ count: number }>`select count(*) as count from audit_open`.execute(
        database.kysely,
      );
      expect(rows[0]!.count).toBeGreaterThan(40);
    },
    { timeout: 15_000, interval: 5 },
  );
  await new Promise((resolve) => setTimeout(resolve, 400)); // until they are checked and signed
  await database.kysely.updateTable("operation").set({ state: "stopping" }).execute();
  const from = Date.now() + LATENCY_MS + ON_ITS_WAY_MS;
  expect(await running).toBe("done");
  const halts = [{ operationId: "op_many", from, to: null, because: "stopped" }];
  expect(checkHistory(await readHistory(database, fleet, ["op_many"], halts))).toEqual([]);
});
