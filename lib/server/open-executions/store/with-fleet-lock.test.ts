import { type Kysely, sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { upsertThings } from "../enrich/enrich-things";
import type { SyncServices } from "../sync-services";
import { applyEvents } from "../events/apply-events";
import { seedIndex } from "../testing/seed-index";
import { withFleetLock } from "./with-fleet-lock";

const FLEET = "eu";
const THINGS = ["a", "b", "c"];
const thresholds = { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} };

// The embedded engine has one connection, so no statement can wait for another.
describe("writers of a fleet's executions on PostgreSQL", () => {
  let database: Database;
  openBeforeTests("postgres", (opened) => {
    database = opened;
  });
  beforeEach(async () => {
    await database.kysely.deleteFrom("open_execution").execute();
    await seedIndex(
      database.kysely,
      FLEET,
      THINGS.map((thing_name) => ({ thing_name, job_id: "fw", hours: 2 })),
    );
  });

  const write = (transaction: Kysely<Tables>, thing: string) =>
    sql`update open_execution set round = round + 1 where thing_name = ${thing}`.execute(transaction);

  /** On a connection of its own: within a transaction the answer would not change. */
  const isAnyWaiting = async () => {
    const { rows } = await sql`
      select from pg_locks join pg_stat_activity using (pid)
      where not granted and datname = current_database()`.execute(database.kysely);
    return rows.length > 0;
  };

  it.each<[string, object, () => Promise<unknown>]>([
    [
      "events that leave doubt",
      { hinted_at: expect.any(Date) as Date },
      () =>
        applyEvents(
          database.kysely,
          { fleetId: FLEET, thresholds },
          THINGS.map((thingName) => ({
            kind: "execution",
            jobId: "fw",
            thingName,
            status: "FAILED",
            at: Math.floor(Date.now() / 1_000),
          })),
        ),
    ],
    [
      "enriched things",
      { thing_type: "kiosk" },
      () =>
        upsertThings(
          { fleetId: FLEET, kysely: database.kysely, thresholds } as SyncServices,
          THINGS.map((thingName) => ({
            thingName,
            found: { typeName: "kiosk", groups: [] },
            connectivity: null,
            refused: null,
          })),
        ),
    ],
  ])("do not lock one another out: %s", async (_, written, other) => {
    let others: Promise<unknown> = Promise.resolve();
    await withFleetLock(database.kysely, FLEET, async (transaction) => {
      // The middle row first: in whatever order the other writer goes, each would hold a row that the other wants.
      await write(transaction, "b");
      others = other();
      others.catch(() => undefined); // asserted below
      await expect.poll(isAnyWaiting).toBe(true);
      await write(transaction, "a");
      await write(transaction, "c");
    });
    await others;
    // What each of the two wrote stands, on every row: neither was rolled back.
    const rows = await database.kysely
      .selectFrom("open_execution")
      .selectAll()
      .orderBy("thing_name")
      .execute();
    expect(rows).toMatchObject(THINGS.map((thing_name) => ({ thing_name, round: 2, ...written })));
  });
});
