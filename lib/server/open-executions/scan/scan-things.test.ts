import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { upsertNames } from "@/lib/server/names/upsert-names";
import { createNameRecorder } from "@/lib/server/names/name-recorder";
import { recordSeenNames } from "@/lib/server/names/record-seen-names";
import { scanOnePage } from "./scan-things";

const rethrow = (error: unknown) => {
  throw error;
};

const THINGS = 600; // three pages

let fleet: EmulatedFleet;
let things: { name: string }[];
let jobId: string;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  jobId = fleet.name("roll");
  things = Array.from({ length: THINGS }, (_, n) => ({ name: fleet.name(`scanned-${n}`) }));
  await fleet.emulator.seed({
    things,
    jobs: [{ jobId, targets: { things: [things[0]!.name] } }],
  });
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("the scan of the registry on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));

  const servicesOf = (fleetId: string) => ({
    fleetId,
    iot: createIotGateway(fleet.config),
    acquire: () => Promise.resolve(),
    kysely: database.kysely,
  });

  const namesOf = async (fleetId: string) =>
    (
      await database.kysely.selectFrom("known_name").select("name").where("fleet_id", "=", fleetId).execute()
    ).map(({ name }) => name);

  it("continues where it was interrupted, and rests when all things are known", async () => {
    expect(await scanOnePage(servicesOf("scanned"))).toEqual({ ok: true, value: true });
    expect(await namesOf("scanned")).toHaveLength(250);
    // As after a restart: only the store knows the page before.
    expect(await scanOnePage(servicesOf("scanned"))).toEqual({ ok: true, value: true });
    expect(await scanOnePage(servicesOf("scanned"))).toEqual({ ok: true, value: false });
    expect(await namesOf("scanned")).toHaveLength(THINGS);

    const calls: string[] = [];
    const resting = {
      ...servicesOf("scanned"),
      acquire: (api: string) => Promise.resolve(void calls.push(api)),
    };
    expect(await scanOnePage(resting)).toEqual({ ok: true, value: false });
    expect(calls).toEqual([]);
  });

  it("acquires the rate limiter for each call, also where AWS cuts pages short", async () => {
    await fleet.emulator.fault({ api: "ListThings", kind: "short-page", rows: 1, count: 3 });
    await fleet.emulator.fault({ api: "ListThings", kind: "empty-page", count: 2 });
    const acquired: string[] = [];
    const services = {
      ...servicesOf("cut"),
      acquire: (api: string) => Promise.resolve(void acquired.push(api)),
    };
    const calls = await fleet.callsOf(async () => {
      for (let more = true; more;) {
        const step = await scanOnePage(services);
        expect(step.ok).toBe(true);
        more = step.ok && step.value;
      }
    });
    expect(calls.length).toBeGreaterThan(5);
    expect(acquired).toHaveLength(calls.length);
    expect(await namesOf("cut")).toHaveLength(THINGS);
  });

  it("starts again after an hour, and deletes names of things that are long gone", async () => {
    const gone = fleet.name("gone");
    await upsertNames(database.kysely, "scanned", "thing", [gone]);
    await upsertNames(database.kysely, "scanned", "job", [gone]);
    await sql`update known_name set seen_at = now() - interval '3 days' where name = ${gone}`.execute(
      database.kysely,
    );
    await sql`update thing_walk set ended_at = now() - interval '61 minutes'`.execute(database.kysely);
    for (let more = true; more;) {
      const step = await scanOnePage(servicesOf("scanned"));
      expect(step.ok).toBe(true);
      more = step.ok && step.value;
    }
    const left = await database.kysely
      .selectFrom("known_name")
      .select("kind")
      .where("name", "=", gone)
      .execute();
    expect(left).toEqual([{ kind: "job" }]);
  });

  it("starts again if AWS no longer accepts its own token", async () => {
    await sql`insert into thing_walk (fleet_id, cursor, began_at) values ('stale', 'no-token', now())`.execute(
      database.kysely,
    );
    expect(await scanOnePage(servicesOf("stale"))).toEqual({ ok: true, value: true });
    expect(await scanOnePage(servicesOf("stale"))).toEqual({ ok: true, value: true });
    expect(await namesOf("stale")).toHaveLength(250);
  });

  it("is complemented by the names that people's pages read", async () => {
    const iot = recordSeenNames(
      createIotGateway(fleet.config),
      createNameRecorder(() => Promise.resolve(database), "read", rethrow),
    );
    await iot.describeThing(things[7]!.name);
    await iot.listJobs({ status: null, selection: null, group: null, namespace: null }, null);
    await expect.poll(() => namesOf("read")).toEqual(expect.arrayContaining([things[7]!.name, jobId]));

    await upsertNames(database.kysely, "read", "job", ["deleted-job"]);
    await iot.describeJob("deleted-job");
    await expect.poll(() => namesOf("read")).not.toContain("deleted-job");
  });

  it("writes very many names a few at a time, so that other statements run in between", async () => {
    const names = Array.from({ length: 2_000 }, (_, n) => `long-list-${n}`);
    createNameRecorder(() => Promise.resolve(database), "long", rethrow).recordSeen("thing", names);
    let some = 0;
    await expect
      .poll(async () => (some = (await namesOf("long")).length), { interval: 5 })
      .toBeGreaterThan(0);
    expect(some).toBeLessThan(names.length);
    await expect.poll(async () => (await namesOf("long")).length, { timeout: 20_000 }).toBe(names.length);
  }, 30_000);
});
