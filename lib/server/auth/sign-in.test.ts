import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { Actor } from "@/lib/core/permissions/actor";
import { changePassword, hasPassword } from "./change-password";
import { addDemoAccounts, removeDemoAccounts } from "./demo-sign-in";
import { findActor } from "./find-actor";
import { listSessions, endSession } from "./sessions";
import { signIn, signInDemo } from "./sign-in";
import { MAX_PER_ACCOUNT, MAX_PER_ADDRESS } from "./sign-in-limit";
import { authOn, cookiesOf } from "./testing/auth-on";
import { listUsers } from "./read-users";
import { addUser, changeUser, removeUser, resetPassword } from "./users";

const ROOT: Actor = { id: "command-line", name: "command line", role: "admin" };
const GOOD = "turquoise lamp eats gravel";
const PAGE = { counts: true };
const from = (address: string) => new Headers({ "x-forwarded-for": address });

describe.each(ENGINES)("sign-in on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(async () => {
    await database.kysely.deleteFrom("auth_user").execute();
    await database.kysely.deleteFrom("sign_in_attempt").execute();
  });

  const add = async (email: string, more: Partial<Parameters<typeof addUser>[2]> = {}) => {
    const command = {
      email,
      name: "",
      role: "operator" as const,
      password: GOOD,
      fleets: null,
      thingPattern: "",
      ...more,
    };
    const added = await addUser(authOn(database), ROOT, command, null);
    if (!added.ok) throw new Error(added.failure.kind);
    return added.value.id;
  };

  test("a person signs in with the right password, whatever the case of the address", async () => {
    await add("ann@example.org");
    const services = authOn(database);
    expect(await signIn(services, { email: "Ann@Example.org", password: GOOD }, from("a"))).toEqual({
      ok: true,
    });
    expect(services.recorded).toMatchObject([
      { action: "sign-in", who: { email: "ann@example.org", role: "operator" }, from: "a", outcome: "done" },
    ]);
  });

  test("a wrong password and an unknown address get the same answer, and both are recorded", async () => {
    await add("ann@example.org");
    const services = authOn(database);
    const wrong = { ok: false, failure: { kind: "wrong" } };
    for (const email of ["ann@example.org", "nobody@example.org", "no address"])
      expect(await signIn(services, { email, password: "wrong" }, from("a"))).toEqual(wrong);
    expect(services.recorded.map(({ who, outcome }) => [who.name, outcome])).toEqual([
      ["ann@example.org", "wrong"],
      ["nobody@example.org", "wrong"],
      ["no address", "wrong"],
    ]);
    expect(JSON.stringify(services.recorded)).not.toContain('"wrong"}"');
  });

  test("passwords are stored as scrypt hashes", async () => {
    await add("ann@example.org");
    const { password } = await database.kysely
      .selectFrom("auth_account")
      .select("password")
      .executeTakeFirstOrThrow();
    expect(password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
  });

  test("after ten wrong passwords an account is blocked, even for the right one and from any address", async () => {
    await add("ann@example.org");
    const services = authOn(database);
    const tries = Array.from({ length: MAX_PER_ACCOUNT + 5 }, (_, n) =>
      signIn(services, { email: "ann@example.org", password: "wrong" }, from(`a${n}`)),
    );
    const kinds = (await Promise.all(tries)).map((result) => (result.ok ? "ok" : result.failure.kind));
    expect(kinds.filter((kind) => kind === "wrong")).toHaveLength(MAX_PER_ACCOUNT);
    expect(kinds.filter((kind) => kind === "too-many")).toHaveLength(5);
    expect(await signIn(services, { email: "ann@example.org", password: GOOD }, from("z"))).toMatchObject({
      failure: { kind: "too-many", retryAfterMinutes: 15 },
    });

    await database.kysely
      .updateTable("sign_in_attempt")
      .set({ window_began_at: new Date(Date.now() - 16 * 60_000) })
      .execute();
    expect(await signIn(services, { email: "ann@example.org", password: GOOD }, from("z"))).toEqual({
      ok: true,
    });
  }, 60_000);

  test("an address that tried too often is blocked, and others are not", async () => {
    await add("ann@example.org");
    await database.kysely
      .insertInto("sign_in_attempt")
      .values({ key: "address:evil", attempts: MAX_PER_ADDRESS, window_began_at: new Date() })
      .execute();
    const command = { email: "ann@example.org", password: GOOD };
    expect(await signIn(authOn(database), command, from("evil"))).toMatchObject({
      failure: { kind: "too-many" },
    });
    expect(await signIn(authOn(database), command, from("good"))).toEqual({ ok: true });
  });

  test("role, limits and the end of the session are read at each request", async () => {
    const id = await add("ann@example.org", { fleets: ["eu"], thingPattern: "kiosk-*" });
    await add("root@example.org", { role: "admin" });
    const services = authOn(database, { settings: { switchedOff: ["cancel-job"] } });
    const jar = await cookiesOf(services, "ann@example.org", GOOD);
    expect((await findActor(services, jar.headers, PAGE))?.actor).toEqual({
      id,
      name: "ann@example.org",
      email: "ann@example.org",
      role: "operator",
      fleets: ["eu"],
      thingPattern: "kiosk-*",
      switchedOff: ["cancel-job"],
    });

    await changeUser(services, ROOT, { userId: id, role: "viewer", fleets: null, thingPattern: "" }, null);
    const now = (await findActor(services, jar.headers, PAGE))?.actor;
    expect(now).toMatchObject({ role: "viewer" });
    expect(now).not.toHaveProperty("fleets");

    await endSession(services, { actor: ROOT, sessionId: "" }, { userId: id, sessionId: null }, null);
    expect(await findActor(services, jar.headers, PAGE)).toBeNull();
  });

  test("a cookie that was tampered with is refused", async () => {
    await add("ann@example.org");
    const services = authOn(database);
    const jar = await cookiesOf(services, "ann@example.org", GOOD);
    const cookie = jar.headers.get("cookie")!;
    expect(await findActor(services, new Headers({ cookie }), PAGE)).not.toBeNull();
    expect(
      await findActor(services, new Headers({ cookie: cookie.slice(0, -6) + "AAAA%3D" }), PAGE),
    ).toBeNull();
    expect(
      await findActor(services, new Headers({ cookie: cookie.split(".").slice(0, 2).join(".") }), PAGE),
    ).toBeNull();
  });

  test("a session ends after its idle time, which reading lists does not extend", async () => {
    await add("ann@example.org");
    const services = authOn(database, { settings: { idleMinutes: 30 } });
    const jar = await cookiesOf(services, "ann@example.org", GOOD);
    const age = (minutes: number) =>
      database.kysely
        .updateTable("auth_session")
        .set({ last_seen_at: new Date(Date.now() - minutes * 60_000) })
        .execute();

    await age(29);
    expect(await findActor(services, jar.headers, { counts: false })).not.toBeNull();
    await age(29);
    expect(await findActor(services, jar.headers, PAGE)).not.toBeNull();
    const { last_seen_at: seen } = await database.kysely
      .selectFrom("auth_session")
      .select("last_seen_at")
      .executeTakeFirstOrThrow();
    expect(Date.now() - seen.getTime()).toBeLessThan(10_000);
    await age(31);
    expect(await findActor(services, jar.headers, PAGE)).toBeNull();
    expect(await database.kysely.selectFrom("auth_session").selectAll().execute()).toEqual([]);
  });

  test("a session ends after its longest time, even if it is in use", async () => {
    await add("ann@example.org");
    const services = authOn(database, { settings: { maxHours: 2 } });
    const jar = await cookiesOf(services, "ann@example.org", GOOD);
    const { created_at: began, expires_at: end } = await database.kysely
      .selectFrom("auth_session")
      .select(["created_at", "expires_at"])
      .executeTakeFirstOrThrow();
    expect(Math.round((end.getTime() - began.getTime()) / 60_000)).toBe(120);
    await database.kysely
      .updateTable("auth_session")
      .set({ created_at: new Date(Date.now() - 121 * 60_000) })
      .execute();
    expect(await findActor(services, jar.headers, PAGE)).toBeNull();
  });

  test("people see and end their own sessions only, and admins everybody's", async () => {
    const ann = await add("ann@example.org");
    await add("bo@example.org");
    const services = authOn(database);
    const [first, second] = [
      await cookiesOf(services, "ann@example.org", GOOD),
      await cookiesOf(services, "ann@example.org", GOOD),
    ];
    const asAnn = (await findActor(services, first.headers, PAGE))!;
    const asBo = (await findActor(
      services,
      (await cookiesOf(services, "bo@example.org", GOOD)).headers,
      PAGE,
    ))!;

    const own = await listSessions(services, asAnn, { userId: ann });
    expect(own.ok && own.value.map(({ isThis }) => isThis).sort()).toEqual([false, true]);
    expect(await listSessions(services, asBo, { userId: ann })).toMatchObject({
      failure: { kind: "forbidden" },
    });
    expect(await endSession(services, asBo, { userId: ann, sessionId: null }, null)).toMatchObject({
      ok: false,
    });
    expect(await listSessions(services, { actor: ROOT, sessionId: "" }, { userId: ann })).toMatchObject({
      ok: true,
    });

    await endSession(services, asAnn, { userId: ann, sessionId: null }, null);
    expect(await findActor(services, first.headers, PAGE)).not.toBeNull();
    expect(await findActor(services, second.headers, PAGE)).toBeNull();
  });

  test("a new password ends all sessions and unblocks the account", async () => {
    const id = await add("ann@example.org");
    const services = authOn(database);
    const jar = await cookiesOf(services, "ann@example.org", GOOD);
    expect(await resetPassword(services, ROOT, { userId: id, password: "password1234" }, null)).toMatchObject(
      {
        failure: { kind: "bad-password" },
      },
    );
    expect(await resetPassword(services, ROOT, { userId: id, password: `${GOOD} twice` }, null)).toEqual({
      ok: true,
    });
    expect(await findActor(services, jar.headers, PAGE)).toBeNull();
    expect(await signIn(services, { email: "ann@example.org", password: GOOD }, from("a"))).toMatchObject({
      ok: false,
    });
    expect(
      await signIn(services, { email: "ann@example.org", password: `${GOOD} twice` }, from("a")),
    ).toEqual({ ok: true });
  });

  test("people change their own password with the present one, which ends all their other sessions", async () => {
    const id = await add("ann@example.org");
    const services = authOn(database);
    const [here, there] = await Promise.all([
      cookiesOf(services, "ann@example.org", GOOD),
      cookiesOf(services, "ann@example.org", GOOD),
    ]);
    const ann = (await findActor(services, here.headers, PAGE))!;
    const NEW = "violet spoon reads maps";
    const change = (current: string, password: string) =>
      changePassword(services, ann, { current, password }, "a");

    expect(await change("not mine at all", NEW)).toMatchObject({ failure: { kind: "wrong-password" } });
    expect(await change(GOOD, "password1234")).toMatchObject({ failure: { kind: "bad-password" } });
    expect(await findActor(services, there.headers, PAGE)).not.toBeNull();

    expect(await change(GOOD, NEW)).toEqual({ ok: true });
    expect(await findActor(services, here.headers, PAGE)).not.toBeNull();
    expect(await findActor(services, there.headers, PAGE)).toBeNull();
    expect(await signIn(services, { email: "ann@example.org", password: GOOD }, from("b"))).toMatchObject({
      ok: false,
    });
    expect(await signIn(services, { email: "ann@example.org", password: NEW }, from("b"))).toEqual({
      ok: true,
    });
    expect(services.recorded.filter(({ action }) => action === "password-changed")).toMatchObject([
      { who: { id }, from: "a", outcome: "wrong-password" },
      { who: { id }, from: "a", outcome: "done" },
    ]);
    expect(JSON.stringify(services.recorded)).not.toContain("spoon");
  });

  test("guesses at the present password are limited like sign-ins, and count as such", async () => {
    await add("ann@example.org");
    const services = authOn(database);
    const ann = (await findActor(
      services,
      (await cookiesOf(services, "ann@example.org", GOOD)).headers,
      PAGE,
    ))!;
    for (let guess = 0; guess < MAX_PER_ACCOUNT; guess++)
      await changePassword(services, ann, { current: `guess ${guess}`, password: `${GOOD} x` }, "a");
    const held = { failure: { kind: "too-many" } };
    expect(await changePassword(services, ann, { current: GOOD, password: `${GOOD} x` }, "a")).toMatchObject(
      held,
    );
    expect(await signIn(services, { email: "ann@example.org", password: GOOD }, from("b"))).toMatchObject(
      held,
    );
  });

  test("a person who signs in without a password has none to change", async () => {
    const id = await add("ann@example.org", { password: "" });
    const services = authOn(database);
    const ann = { actor: { id, name: "Ann", role: "operator" as const }, sessionId: "s" };
    expect(await hasPassword(services, id)).toBe(false);
    expect(await changePassword(services, ann, { current: "", password: GOOD }, "a")).toMatchObject({
      failure: { kind: "no-password" },
    });
  });

  test("the last admin stays, nobody removes themselves, and an address is used once", async () => {
    const id = await add("root@example.org", { role: "admin" });
    const services = authOn(database);
    const root: Actor = { ...ROOT, id };
    const change = { userId: id, role: "viewer" as const, fleets: null, thingPattern: "" };
    expect(await changeUser(services, root, change, null)).toEqual({
      ok: false,
      failure: { kind: "last-admin" },
    });
    expect(await removeUser(services, ROOT, { userId: id }, null)).toEqual({
      ok: false,
      failure: { kind: "last-admin" },
    });
    await add("other@example.org", { role: "admin" });
    expect(await removeUser(services, root, { userId: id }, null)).toEqual({
      ok: false,
      failure: { kind: "yourself" },
    });
    await expect(add("other@example.org")).rejects.toThrow("exists");
    expect(services.recorded.map(({ action, outcome }) => [action, outcome])).toEqual([
      ["user-changed", "last-admin"],
      ["user-removed", "last-admin"],
    ]);
  });

  test("if two admins demote each other at once, one of them stays an admin", async () => {
    const ids = [
      await add("a@example.org", { role: "admin" }),
      await add("b@example.org", { role: "admin" }),
    ];
    const services = authOn(database);
    const demote = (userId: string) =>
      changeUser(services, ROOT, { userId, role: "viewer", fleets: null, thingPattern: "" }, null);
    const results = await Promise.all(ids.map(demote));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("only an admin changes users, and a refusal of anyone else is recorded", async () => {
    const id = await add("ann@example.org");
    const services = authOn(database);
    for (const role of ["viewer", "operator", "supervisor"] as const) {
      const actor: Actor = { ...ROOT, role };
      const refused = {
        ok: false,
        failure: { kind: "forbidden", permission: "manage-users", because: "role" },
      };
      expect(await listUsers(services, actor)).toEqual(refused);
      expect(await removeUser(services, actor, { userId: id }, "a")).toEqual(refused);
      expect(services.recorded.pop()).toMatchObject({
        action: "user-removed",
        from: "a",
        outcome: "forbidden",
      });
    }
  });

  test("the demo's accounts sign in by one click, and only in the demo", async () => {
    const demo = authOn(database, { demo: true });
    await addDemoAccounts(database.kysely);
    expect(await signInDemo(demo, "operator", from("a"))).toEqual({ ok: true });
    await expect(signInDemo(authOn(database), "admin", from("a"))).rejects.toThrow("no demo");
    expect(await signIn(demo, { email: "admin@demo.invalid", password: "" }, from("a"))).toMatchObject({
      ok: false,
    });
  });

  test("a session of the demo is refused outside of a demo", async () => {
    const demo = authOn(database, { demo: true });
    await addDemoAccounts(database.kysely);
    const { headers } = await (demo.auth.api as unknown as DemoApi).signInDemo({
      body: { role: "admin" },
      headers: new Headers(),
      returnHeaders: true,
    });
    const cookie = headers.getSetCookie()[0]!.split(";")[0]!;
    expect((await findActor(demo, new Headers({ cookie }), PAGE))?.actor).toMatchObject({ role: "admin" });
    expect(await findActor(authOn(database), new Headers({ cookie }), PAGE)).toBeNull();
    await removeDemoAccounts(database.kysely);
    expect(await findActor(demo, new Headers({ cookie }), PAGE)).toBeNull();
  });
});

type DemoApi = { signInDemo: (input: object) => Promise<{ headers: Headers }> };
