import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { findKnownNames } from "./find-known-names";
import { findNames } from "./find-names";
import { upsertNames } from "./upsert-names";

describe.each(ENGINES)("names on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));

  const upsert = (fleetId: string, kind: "thing" | "job", names: string[]) =>
    upsertNames(database.kysely, fleetId, kind, names);
  const find = (fleetId: string, part: string) => findNames(database.kysely, fleetId, part);

  /** Many names without a letter q: whatever the random sample contains, a search for one with q is not satisfied by it. */
  async function insertMany(fleetId: string, count: number): Promise<void> {
    await sql`
      insert into known_name (fleet_id, kind, name, shuffle, seen_at)
      select ${fleetId}, 'thing', 'sensor-ams-' || lpad(n::text, 7, '0'), (random() * 2147483647)::integer, now()
      from generate_series(1, ${count}::integer) as n`.execute(database.kysely);
  }

  it("are found by a part, whatever its case, things and jobs apart", async () => {
    await upsert("ranks", "thing", ["grams-1", "kiosk-ams-1", "AMS", "ams-12", "ber-1"]);
    await upsert("ranks", "job", ["fw-ams", "fw-ber"]);
    expect(await find("ranks", "aMs")).toEqual({
      thing: ["AMS", "ams-12", "kiosk-ams-1", "grams-1"],
      job: ["fw-ams"],
    });
  });

  it("are found by characters that are special in patterns", async () => {
    await upsert("odd", "thing", ["a_b:c-d", "axb:c-d", "a-b", "b:c"]);
    const things = async (part: string) => (await find("odd", part)).thing;
    expect(await things("a_b")).toEqual(["a_b:c-d"]);
    expect(await things("_")).toEqual(["a_b:c-d"]);
    expect(await things(":c-")).toEqual(["a_b:c-d", "axb:c-d"]);
    for (const part of ["%", "a%", "\\", "a\\_b", "'", "(", "ä", "*"]) expect(await things(part)).toEqual([]);
  });

  it("of other fleets are not found", async () => {
    await upsert("one", "thing", ["shared-1", "only-one"]);
    await upsert("other", "thing", ["shared-1", "only-other"]);
    expect((await find("one", "only")).thing).toEqual(["only-one"]);
    expect((await find("none", "only")).thing).toEqual([]);
  });

  it("are found by any part if few among very many contain it", async () => {
    await insertMany("many", 9_000);
    await upsert("many", "thing", ["sensor-QUARTZ-1", "sensor-quay_1", "sensor-quay-1", "kiosk-7"]);
    await upsert("beside", "thing", ["sensor-quartz-2"]);
    expect((await find("many", "quartz")).thing).toEqual(["sensor-QUARTZ-1"]);
    expect((await find("many", "uart")).thing).toEqual(["sensor-QUARTZ-1"]);
    expect((await find("many", "r-quay_1")).thing).toEqual(["sensor-quay_1"]);
    expect((await find("many", "ams-0004242")).thing).toEqual(["sensor-ams-0004242"]);
    expect((await find("many", "ki")).thing).toEqual(["kiosk-7"]); // shorter than a trigram
    expect((await find("many", "sensor_")).thing).toEqual([]);
    expect((await find("many", "ensor")).thing).toHaveLength(20);
  });

  it("are found in a larger sample if there is no trigram index", async () => {
    await insertMany("bare", 5_000);
    await upsert("bare", "thing", ["sensor-quince-1"]);
    await database.asOwner((owner) =>
      owner.transaction().execute(async (transaction) => {
        await sql`drop index known_name_part`.execute(transaction);
        expect((await findNames(transaction, "bare", "quince")).thing).toEqual(["sensor-quince-1"]);
        await sql`create index known_name_part on known_name using gin (lower(name) gin_trgm_ops)`.execute(
          transaction,
        );
      }),
    );
  });

  it("are stored once, and their time is updated after a day", async () => {
    await upsert("twice", "thing", ["b", "a", "a", ""]);
    await sql`update known_name set seen_at = now() - interval '2 days' where fleet_id = 'twice' and name = 'a'`.execute(
      database.kysely,
    );
    await Promise.all([upsert("twice", "thing", ["a", "b"]), upsert("twice", "thing", ["b", "a"])]);
    const { rows } = await sql`
      select name, seen_at > now() - interval '1 hour' as fresh from known_name
      where fleet_id = 'twice' order by name`.execute(database.kysely);
    expect(rows).toEqual([
      { name: "a", fresh: true },
      { name: "b", fresh: true },
    ]);
  });

  it("are returned to people who may read the fleet, and never for a part that no name can contain", async () => {
    await upsert("readers", "job", ["fw-7"]);
    const services = { fleet: { id: "readers" }, database: () => Promise.resolve(database) };
    const reader = { id: "u", name: "Ada", role: "viewer" } as const;
    const search = (part: string) => findKnownNames(services, reader, { part });
    expect(await search("w-")).toEqual({ ok: true, value: { things: [], jobs: ["fw-7"], missing: null } });
    expect(await search("\0 %")).toEqual({ ok: true, value: { things: [], jobs: [], missing: null } });
    expect(await findKnownNames(services, { ...reader, fleets: ["one"] }, { part: "fw" })).toMatchObject({
      ok: false,
      failure: { kind: "forbidden" },
    });
  });
});
