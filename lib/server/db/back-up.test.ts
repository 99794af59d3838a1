import { afterEach, describe, expect, test } from "vitest";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { CANCELED, intentOf } from "@/lib/server/audit/testing/sample-entries";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import { BACKUP_FORMAT, backUp } from "./back-up";
import { MIGRATIONS } from "./migrations/migrations";
import type { Database } from "./open-database";
import { restore } from "./restore";
import { createTestDatabase, ENGINES, type Engine, type TestDatabase } from "./testing/test-databases";

const made: TestDatabase[] = [];
afterEach(() => Promise.all(made.splice(0).map((database) => database.remove())));

async function open(engine: Engine): Promise<Database> {
  const database = await createTestDatabase(engine);
  made.push(database);
  return database.open();
}

async function linesOf(database: Database): Promise<string[]> {
  const lines: string[] = [];
  await backUp(database, async (all) => {
    for await (const line of all) lines.push(line.trimEnd());
  });
  return lines;
}

async function* from(lines: readonly string[]) {
  yield* lines;
}

describe.each(ENGINES)("a backup of the %s engine", (engine) => {
  test.each(ENGINES)(
    "is restored on the %s engine: the same rows, a complete chain, and it continues",
    async (other) => {
      const database = await open(engine);
      const log = createAuditLog(() => Promise.resolve(database));
      await log.complete(
        await log.open(intentOf({ asked: { reason: "tab\t, line\n, \u0000 and é" } })),
        CANCELED,
      );
      await log.open(intentOf({ thingName: "left-open" }));
      // Not part of a backup: it is read from AWS again.
      const seen = { fleet_id: "eu", kind: "thing", name: "kiosk", shuffle: 1, seen_at: new Date() } as const;
      await database.kysely.insertInto("known_name").values(seen).execute();
      const lines = await linesOf(database);

      const copy = await open(other);
      expect(await restore(copy, from(lines))).toEqual({ rows: 4, pausedOperations: 0 });
      expect(await linesOf(copy)).toEqual(lines);
      const { head } = await verifyChain(copy.kysely);
      const goesOn = createAuditLog(() => Promise.resolve(copy));
      await goesOn.open(intentOf({}));
      expect(await verifyChain(copy.kysely, head!.hash)).toMatchObject({ fault: null, rows: 4 });
    },
  );
});

describe("restoring", () => {
  test("refuses a store that is not empty, a backup that is cut off and a file that is none, and changes nothing", async () => {
    const database = await open("postgres");
    const log = createAuditLog(() => Promise.resolve(database));
    await log.record(intentOf({}), CANCELED);
    const lines = await linesOf(database);
    await expect(restore(database, from(lines))).rejects.toThrow("not empty: there are rows in audit_log");

    const copy = await open("postgres");
    await expect(restore(copy, from(lines.slice(0, -1)))).rejects.toThrow("cut off");
    await expect(restore(copy, from(["hello"]))).rejects.toThrow("no backup");
    await expect(restore(copy, from([]))).rejects.toThrow("cut off");
    const headOf = (migrations: string[]) => JSON.stringify({ format: BACKUP_FORMAT, migrations });
    const ours = Object.keys(MIGRATIONS).sort();
    await expect(restore(copy, from([headOf(["000-old"])]))).rejects.toThrow(
      `The backup is of another version: its last migration is 000-old, which this version, whose last is ${ours.at(-1)},`,
    );
    await expect(restore(copy, from([headOf([])]))).rejects.toThrow("another version");
    await expect(restore(copy, from([headOf([...ours, "999-new"])]))).rejects.toThrow(
      `The backup is of a newer version: its last migration is 999-new, and this version knows those up to ${ours.at(-1)}.`,
    );
    expect(await verifyChain(copy.kysely)).toMatchObject({ rows: 0, fault: null });
  });
});
