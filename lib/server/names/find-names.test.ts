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

  const keep = (fleetId: string, kind: "thing" | "job", names: string[]) =>
    upsertNames(database.kysely, fleetId, kind, names);
  const find = (fleetId: string, part: string) => findNames(database.kysely, fleetId, part);

  /** Many names, of which few are typed by anybody; as the sample is by chance, none of the others holds a letter q. */
  async function keepMany(fleetId: string, count: number): Promise<void> {
    await sql`
      insert into known_name (fleet_id, kind, name, shuffle, seen_at)
      select ${fleetId}, 'thing', 'sensor-ams-' || lpad(n::text, 7, '0'), (random() * 2147483647)::integer, now()
      from generate_series(1, ${count}::integer) as n`.execute(database.kysely);
  }

  it("are found by a part, whatever its case, things and jobs apart", async () => {
    await keep("ranks", "thing", ["grams-1", "kiosk-ams-1", "AMS", "ams-12", "ber-1"]);
    await keep("ranks", "job", ["fw-ams", "fw-ber"]);
    expect(await find("ranks", "aMs")).toEqual({
      thing: ["AMS", "ams-12", "kiosk-ams-1", "grams-1"],
      job: ["fw-ams"],
    });
  });

  it("are found by characters that mean something in patterns, as themselves", async () => {
    await keep("odd", "thing", ["a_b:c-d", "axb:c-d", "a-b", "b:c"]);
    const things = async (part: string) => (await find("odd", part)).thing;
    expect(await things("a_b")).toEqual(["a_b:c-d"]);
    expect(await things("_")).toEqual(["a_b:c-d"]);
    expect(await things(":c-")).toEqual(["a_b:c-d", "axb:c-d"]);
    for (const part of ["%", "a%", "\\", "a\\_b", "'", "(", "ä", "*"]) expect(await things(part)).toEqual([]);
  });

  it("are each fleet's own", async () => {
    await keep("one", "thing", ["shared-1", "only-one"]);
    await keep("other", "thing", ["shared-1", "only-other"]);
    expect((await find("one", "only")).thing).toEqual(["only-one"]);
    expect((await find("none", "only")).thing).toEqual([]);
  });

  it("are found where they are few among very many, also in the middle, and of other fleets none", async () => {
    await keepMany("many", 9_000);
    await keep("many", "thing", ["sensor-QUARTZ-1", "sensor-quay_1", "sensor-quay-1", "kiosk-7"]);
    await keep("beside", "thing", ["sensor-quartz-2"]);
    expect((await find("many", "quartz")).thing).toEqual(["sensor-QUARTZ-1"]);
    expect((await find("many", "uart")).thing).toEqual(["sensor-QUARTZ-1"]);
    expect((await find("many", "r-quay_1")).thing).toEqual(["sensor-quay_1"]);
    expect((await find("many", "ams-0004242")).thing).toEqual(["sensor-ams-0004242"]);
    expect((await find("many", "ki")).thing).toEqual(["kiosk-7"]); // less than the index of parts knows
    expect((await find("many", "sensor_")).thing).toEqual([]);
    expect((await find("many", "ensor")).thing).toHaveLength(20);
  });

  it("are found by a larger sample where there is no index of parts", async () => {
    await keepMany("bare", 5_000);
    await keep("bare", "thing", ["sensor-quince-1"]);
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

  it("are kept once, and noted as met again after a day", async () => {
    await keep("twice", "thing", ["b", "a", "a", ""]);
    await sql`update known_name set seen_at = now() - interval '2 days' where fleet_id = 'twice' and name = 'a'`.execute(
      database.kysely,
    );
    await Promise.all([keep("twice", "thing", ["a", "b"]), keep("twice", "thing", ["b", "a"])]);
    const { rows } = await sql`
      select name, seen_at > now() - interval '1 hour' as fresh from known_name
      where fleet_id = 'twice' order by name`.execute(database.kysely);
    expect(rows).toEqual([
      { name: "a", fresh: true },
      { name: "b", fresh: true },
    ]);
  });

  it("are answered to who may read, and no question is asked for what no name can hold", async () => {
    await keep("asked", "job", ["fw-7"]);
    const services = { fleet: { id: "asked" }, database: () => Promise.resolve(database) };
    const reader = { id: "u", name: "Ada", role: "viewer" } as const;
    const ask = (part: string) => findKnownNames(services, reader, { part });
    expect(await ask("w-")).toEqual({ ok: true, value: { things: [], jobs: ["fw-7"], missing: null } });
    expect(await ask("\0 %")).toEqual({ ok: true, value: { things: [], jobs: [], missing: null } });
    expect(await findKnownNames(services, { ...reader, fleets: ["one"] }, { part: "fw" })).toMatchObject({
      ok: false,
      failure: { kind: "forbidden" },
    });
  });
});
