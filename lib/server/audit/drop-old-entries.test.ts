import { afterEach, describe, expect, test } from "vitest";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { createAuditLog } from "./audit-log";
import { dropOldEntries } from "./drop-old-entries";
import { CANCELED, intentOf } from "./testing/sample-entries";
import { type PastEntry, writePast } from "./testing/write-rows";
import { verifyChain } from "./verify-chain";

const daysAgo = (days: number, thingName: string, outcome?: string | null): PastEntry => ({
  at: new Date(Date.now() - days * 86_400_000),
  intent: { thingName },
  ...(outcome !== undefined && { outcome }),
});

describe.each(ENGINES)("retention on the %s engine", (engine) => {
  let made: TestDatabase;
  afterEach(() => made.remove());

  async function openWith(...past: PastEntry[]) {
    made = await createTestDatabase(engine);
    const database = await made.open();
    await writePast(database.kysely, past);
    const log = createAuditLog(() => Promise.resolve(database));
    const names = async () =>
      (await log.find(NO_AUDIT_FILTER, null, 50)).rows.map(({ thingName, action }) => thingName ?? action);
    return { database, log, names };
  }

  test("deletes older entries, appends a checkpoint, and leaves the chain provable", async () => {
    const { database, log, names } = await openWith(daysAgo(40, "a"), daysAgo(31, "b"), daysAgo(29, "c"));
    expect(await dropOldEntries(database, 30)).toBe(4);
    expect(await names()).toEqual(["retention", "c"]);
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null, droppedThrough: 4, rows: 3 });

    await log.complete(await log.open(intentOf({ thingName: "d" })), CANCELED);
    expect(await dropOldEntries(database, 30)).toBe(0);
    expect(await names()).toEqual(["d", "retention", "c"]);
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("works repeatedly, and deletes its own old checkpoints", async () => {
    const { database, names } = await openWith(daysAgo(90, "a"), daysAgo(60, "b"), daysAgo(29, "c"));
    expect(await dropOldEntries(database, 80)).toBe(2);
    expect(await dropOldEntries(database, 30)).toBe(2);
    expect(await names()).toEqual(["retention", "retention", "c"]);
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null, droppedThrough: 4 });
  });

  test("keeps an open entry, and all entries after it", async () => {
    const { database, names } = await openWith(daysAgo(40, "a"), daysAgo(39, "b", null), daysAgo(38, "c"));
    expect(await dropOldEntries(database, 30)).toBe(2);
    expect(await names()).toEqual(["retention", "c", "b"]);
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("does nothing if nothing is old", async () => {
    const { database, names } = await openWith(daysAgo(1, "a"));
    expect(await dropOldEntries(database, 30)).toBe(0);
    expect(await names()).toEqual(["a"]);
  });
});
