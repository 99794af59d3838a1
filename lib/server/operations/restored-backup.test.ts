import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { backUp } from "@/lib/server/db/back-up";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { runOperations } from "./run-operations";
import { checkRestored } from "./testing/check-restored";
import { runnerServices, seedOperation, seedJob } from "./testing/seed-run";

let fleet: EmulatedFleet;
let stores: TestDatabase[];
beforeAll(async () => void (fleet = await startEmulatedFleet({ latencyMs: 20 })));
afterAll(() => fleet.stop());
afterEach(() => Promise.all(stores.map((store) => store.remove())));

test.each(ENGINES)(
  "a backup that was made while an operation ran sends nothing when it is restored, on the %s engine",
  async (engine) => {
    stores = await Promise.all([createTestDatabase(engine), createTestDatabase(engine)]);
    const [store, emptyStore] = stores as [TestDatabase, TestDatabase];
    const database = await store.open();
    const items = await seedJob(fleet, Array<{ status: "QUEUED" }>(200).fill({ status: "QUEUED" }));
    await seedOperation(database, { id: "op_backed_up", items });
    const running = runOperations(runnerServices(database, fleet.config), new AbortController().signal);
    const countBy = async (state: "settled" | "in-hand") => {
      const items = database.kysely.selectFrom("operation_item").select("seq").where("state", "=", state);
      return (await items.execute()).length;
    };
    await vi.waitFor(async () => {
      expect(await countBy("settled")).toBeGreaterThan(0);
      expect(await countBy("in-hand")).toBeGreaterThan(0);
    }, 10_000);
    const lines: string[] = [];
    await backUp(database, async (written) => {
      for await (const line of written) lines.push(line.trimEnd());
    });
    await database.kysely.updateTable("operation").set({ state: "stopping" }).execute();
    await running;
    expect(await checkRestored(lines, emptyStore.config, fleet)).toEqual([]);
  },
);
