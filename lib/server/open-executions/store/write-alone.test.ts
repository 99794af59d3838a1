import { type Kysely, sql } from "kysely";
import { beforeEach, describe, expect, it } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { keepThings } from "../enrich/look-at-things";
import type { SyncServices } from "../sync-services";
import { takeEvents } from "../events/take-events";
import { seedIndex } from "../testing/seed-index";
import { writeAlone } from "./write-alone";

const FLEET = "eu";
const THINGS = ["a", "b", "c"];
const thresholds = { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} };

// The embedded engine has one connection, on which nothing can wait for anything else.
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

  /** Asked on a connection of its own: within a transaction the answer stays the same. */
  const isAnyWaiting = async () => {
    const { rows } = await sql`
      select from pg_locks join pg_stat_activity using (pid)
      where not granted and datname = current_database()`.execute(database.kysely);
    return rows.length > 0;
  };

  it.each<[string, object, () => Promise<unknown>]>([
    [
      "events that leave something open",
      { hinted_at: expect.any(Date) as Date },
      () =>
        takeEvents(
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
      "a look at things",
      { thing_type: "kiosk" },
      () =>
        keepThings(
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
    await writeAlone(database.kysely, FLEET, async (transaction) => {
      // The one in the middle first, so that whichever way round the other goes, each would have what the other wants.
      await write(transaction, "b");
      others = other();
      others.catch(() => undefined); // awaited below
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
