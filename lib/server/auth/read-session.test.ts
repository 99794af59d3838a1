import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { Actor } from "@/lib/core/permissions/actor";
import { findActor } from "./find-actor";
import { authOn, cookiesOf } from "./testing/auth-on";
import { addUser } from "./users";

const ROOT: Actor = { id: "command-line", name: "command line", role: "admin" };
const GOOD = "turquoise lamp eats gravel";
const EMAIL = "ann@example.org";

describe.each(ENGINES)("reading a session on the %s engine", (engine) => {
  let made: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    made = await createTestDatabase(engine);
    database = await made.open();
  }, 60_000);
  afterAll(() => made.remove());
  beforeEach(() => database.kysely.deleteFrom("auth_user").execute());

  /** Ann, signed in, with a session that the reader has cached if it does. */
  async function signedIn(settings: Parameters<typeof authOn>[1] = {}) {
    const services = authOn(database, settings);
    const ann = { email: EMAIL, name: "", role: "operator", password: GOOD } as const;
    await addUser(services, ROOT, { ...ann, fleets: null, thingPattern: "" }, null);
    const { headers } = await cookiesOf(services, EMAIL, GOOD);
    const ask = async () => (await findActor(services, headers, { counts: false }))?.actor ?? null;
    expect(await ask()).toMatchObject({ role: "operator" });
    return { ask, headers, services };
  }

  test.each([
    ["a change of role", sql`update auth_user set role = 'viewer'`, { role: "viewer" }],
    ["a statement in other letters", sql`UPDATE "auth_user" SET role = 'viewer'`, { role: "viewer" }],
    [
      "a change within a select",
      sql`with changed as (update auth_user set role = 'viewer' returning id) select * from changed`,
      { role: "viewer" },
    ],
    ["a limit", sql`update auth_user set fleets = '["eu"]', thing_pattern = 'a*'`, { fleets: ["eu"] }],
    ["the end of the session", sql`delete from auth_session`, null],
    ["the removal of the person", sql`delete from auth_user`, null],
    ["an earlier end", sql`update auth_session set expires_at = now()`, null],
  ])("%s applies to the very next request", async (_, statement, then) => {
    const { ask } = await signedIn();
    await statement.execute(database.kysely);
    if (then === null) expect(await ask()).toBeNull();
    else expect(await ask()).toMatchObject(then);
  });

  test("a change in a transaction applies once it is committed, and not if it is rolled back", async () => {
    const { ask } = await signedIn();
    const change = (role: string) => ({ role, updated_at: new Date() });
    await database.kysely.transaction().execute(async (db) => {
      await db.updateTable("auth_user").set(change("viewer")).execute();
    });
    expect(await ask()).toMatchObject({ role: "viewer" });

    const taken = database.kysely.transaction().execute(async (db) => {
      await db.updateTable("auth_user").set(change("admin")).execute();
      throw new Error("not after all");
    });
    await expect(taken).rejects.toThrow("not after all");
    expect(await ask()).toMatchObject({ role: "viewer" });
  });

  test("an answer is not cached if a change was made meanwhile", async () => {
    const { ask } = await signedIn();
    for (let change = 0; change < 20; change++) {
      const role = change % 2 === 0 ? "viewer" : "operator";
      await database.kysely.updateTable("auth_user").set({ updated_at: new Date() }).execute();
      const during = [ask(), ask()]; // the reader asks again …
      const changing = database.kysely.updateTable("auth_user").set({ role }).execute(); // … and meanwhile it changes
      await Promise.all([...during, changing]);
      expect(await ask()).toMatchObject({ role });
    }
  });

  test("the idle end takes effect without a write", async () => {
    const { ask } = await signedIn({ settings: { idleMinutes: 0.03 } }); // 1.8 s
    await expect.poll(ask, { interval: 20, timeout: 20_000 }).toBeNull();
  });

  test("a cookie that is signed with another secret, or not at all, is refused", async () => {
    const { headers, services } = await signedIn();
    const [, name, token] = /^(.*?)=([^.]+)/.exec(headers.get("cookie")!)!;
    const forged = new Headers({ cookie: `${name}=${token}.${Buffer.alloc(32).toString("base64")}` });
    expect(await findActor(services, forged, { counts: false })).toBeNull();
    expect(
      await findActor(services, new Headers({ cookie: `${name}=${token}` }), { counts: false }),
    ).toBeNull();
  });
});

test("on PostgreSQL a change by another process applies to the very next request", async () => {
  const made = await createTestDatabase("postgres");
  try {
    const [here, there] = [await made.open(), await made.open()];
    const services = authOn(here);
    const ann = { email: EMAIL, name: "", role: "operator", password: GOOD } as const;
    await addUser(services, ROOT, { ...ann, fleets: null, thingPattern: "" }, null);
    const { headers } = await cookiesOf(services, EMAIL, GOOD);
    const ask = async () => (await findActor(services, headers, { counts: false }))?.actor ?? null;
    expect(await ask()).toMatchObject({ role: "operator" });

    await there.kysely.updateTable("auth_user").set({ role: "viewer" }).execute();
    expect(await ask()).toMatchObject({ role: "viewer" });
    await there.kysely.deleteFrom("auth_session").execute();
    expect(await ask()).toBeNull();
  } finally {
    await made.remove();
  }
}, 60_000);

test("on the embedded engine a person who only reads costs no query", async () => {
  const made = await createTestDatabase("embedded");
  try {
    const database = await made.open();
    const services = authOn(database);
    const ann = { email: EMAIL, name: "", role: "operator", password: GOOD } as const;
    await addUser(services, ROOT, { ...ann, fleets: null, thingPattern: "" }, null);
    const { headers } = await cookiesOf(services, EMAIL, GOOD);
    const first = await services.readSession(headers);
    expect(await services.readSession(headers)).toBe(first); // the very row that was cached
    await database.kysely.updateTable("auth_user").set({ updated_at: new Date() }).execute();
    expect(await services.readSession(headers)).not.toBe(first);
  } finally {
    await made.remove();
  }
}, 60_000);
