import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { acquireLease, findRunningIds, type Lease, recordPace } from "./fleet-lease";
import { pauseByItself } from "./runner-store";
import { operationId, seedOperation } from "./testing/seed-operation";

let fleets = 0;
const newFleet = () => `fleet-${++fleets}`;

async function seedRunning({ kysely }: Database, fleetId: string): Promise<string> {
  return seedOperation(
    kysely,
    { id: operationId(`lease${"abcdefgh"[fleets]}`), fleet_id: fleetId },
    { waiting: 1 },
  );
}

const pause = ({ kysely }: Database, lease: Lease, id: string) =>
  kysely.transaction().execute((transaction) => pauseByItself(transaction, lease, id, "read-only"));

describe.each(ENGINES)("a lease on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));

  test("lets its holder write, and no earlier holder", async () => {
    const fleetId = newFleet();
    const id = await seedRunning(database, fleetId);
    const first = await acquireLease(database.kysely, fleetId);
    const second = await acquireLease(database.kysely, fleetId);
    expect(second.fencingToken).toBeGreaterThan(first.fencingToken);

    expect(await pause(database, first, id)).toBe(false);
    expect(await recordPace(database.kysely, first, null)).toBe(false);
    expect(await findRunningIds(database.kysely, first)).toBeNull();
    expect(await findRunningIds(database.kysely, second)).toEqual(new Set([id]));
    expect(await recordPace(database.kysely, second, null)).toBe(true);
    expect(await pause(database, second, id)).toBe(true);
    expect(await findRunningIds(database.kysely, second)).toEqual(new Set());
  });
});

describe("a lease on PostgreSQL", () => {
  let database: Database;
  openBeforeTests("postgres", (opened) => (database = opened));

  test("cannot be acquired while a statement of its holder is under way", async () => {
    const fleetId = newFleet();
    const id = await seedRunning(database, fleetId);
    const lease = await acquireLease(database.kysely, fleetId);
    await database.kysely.transaction().execute(async (writing) => {
      expect(await pauseByItself(writing, lease, id, "read-only")).toBe(true);
      const acquiring = database.kysely.transaction().execute(async (other) => {
        await sql`set local lock_timeout = '100ms'`.execute(other);
        return acquireLease(other, fleetId);
      });
      await expect(acquiring).rejects.toThrow("lock timeout");
    });
  });
});
