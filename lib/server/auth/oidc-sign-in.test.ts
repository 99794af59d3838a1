import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { Actor } from "@/lib/core/permissions/actor";
import type { OidcSettings } from "@/lib/server/config/auth-settings";
import { findActor } from "./find-actor";
import { recordOidcRefusal } from "./record-oidc-refusal";
import { authOn, CookieJar } from "./testing/auth-on";
import { type Claims, type IdentityProvider, startIdentityProvider } from "./testing/identity-provider";
import { addUser } from "./users";

const CONSOLE = "http://127.0.0.1:9";
const ROOT: Actor = { id: "command-line", name: "command line", role: "admin" };
const MAPPED = { claim: "groups", map: { "iot-ops": "operator", "iot-admins": "admin" } } as const;

let made: TestDatabase;
let database: Database;
let provider: IdentityProvider;
beforeAll(async () => {
  made = await createTestDatabase("embedded");
  database = await made.open();
  provider = await startIdentityProvider(`${CONSOLE}/api/auth/callback/oidc`);
}, 60_000);
afterAll(async () => {
  await provider.stop();
  await made.remove();
});
beforeEach(async () => void (await database.kysely.deleteFrom("auth_user").execute()));

const servicesWith = (oidc: Partial<OidcSettings> = {}) =>
  authOn(database, {
    publicOrigin: CONSOLE,
    settings: {
      oidc: {
        issuer: provider.issuer,
        clientId: "standdown",
        clientSecret: "client-secret",
        name: "Test",
        roles: MAPPED,
        trustsEmail: false,
        ...oidc,
      },
    },
  });

/** The whole sign-in: from the button to the provider, back, and to the page that the person came from. */
async function signInAs(
  claims: Claims,
  { sub = claims.email, oidc = {}, tamper = (url: string) => url } = {},
) {
  const services = servicesWith(oidc);
  const jar = new CookieJar();
  const started = await services.auth.api.signInSocial({
    body: {
      provider: "oidc",
      callbackURL: "/sign-in?next=%2Feu",
      errorCallbackURL: "/sign-in?next=%2Feu",
      disableRedirect: true,
    },
    headers: jar.headers,
    returnHeaders: true,
  });
  jar.keep(started.headers);
  provider.person = { sub, claims };
  const back = tamper(await provider.signIn(started.response.url!));
  const request = new Request(back, { headers: jar.headers });
  const answer = await services.auth.handler(request);
  await recordOidcRefusal(services, request, answer);
  jar.keep(answer.headers);
  const signedIn = await findActor(services, jar.headers, { counts: true });
  return { to: answer.headers.get("location"), actor: signedIn?.actor ?? null, services };
}

const ann: Claims = { email: "ann@example.org", email_verified: true, name: "Ann", groups: ["iot-ops"] };

describe("with a mapping of roles", () => {
  test("a person signs in with the role that the claim gives, and arrives at the page they wanted", async () => {
    const { to, actor, services } = await signInAs(ann);
    expect(actor).toMatchObject({ name: "Ann", email: "ann@example.org", role: "operator" });
    expect(to).toBe("/sign-in?next=%2Feu");
    expect(services.recorded).toMatchObject([
      { action: "sign-in", outcome: "done", asked: { by: "identity provider" } },
    ]);
  });

  test("the role follows the claim at each sign-in, to a higher or a lower one", async () => {
    await signInAs(ann);
    expect((await signInAs({ ...ann, groups: ["iot-admins", "iot-ops"] })).actor).toMatchObject({
      role: "admin",
    });
    expect((await signInAs(ann)).actor).toMatchObject({ role: "operator" });
  });

  test("a person without a claim that maps may not sign in, even if they did before", async () => {
    await signInAs(ann);
    const { to, actor, services } = await signInAs({ ...ann, groups: ["sales"] });
    expect(actor).toBeNull();
    expect(to).toContain("error=no_role");
    expect(services.recorded).toMatchObject([
      { outcome: "refused", asked: { by: "identity provider", refusal: "no_role" } },
    ]);
    expect(await database.kysely.selectFrom("auth_user").select("role").execute()).toEqual([{ role: null }]);
  });

  test("tokens of the provider are not stored", async () => {
    await signInAs(ann);
    await signInAs(ann);
    const rows = await database.kysely
      .selectFrom("auth_account")
      .select(["access_token", "refresh_token", "id_token"])
      .execute();
    expect(rows).toEqual([{ access_token: null, refresh_token: null, id_token: null }]);
  });

  test("a state that is not this browser's is refused", async () => {
    const { to, actor } = await signInAs(ann, {
      tamper: (url) => url.replace(/state=[^&]+/, "state=another"),
    });
    expect(actor).toBeNull();
    expect(to).toMatch(/error=/);
  });
});

test("a refusal with any word in the address is recorded as refused, with that word cut short", async () => {
  const services = servicesWith();
  const request = new Request(`${CONSOLE}/api/auth/callback/oidc`, {
    headers: { "x-forwarded-for": "192.0.2.1" },
  });
  const redirectTo = (location: string) => new Response(null, { status: 302, headers: { location } });
  await recordOidcRefusal(services, request, redirectTo(`/sign-in?error=${"x".repeat(5_000)}`));
  await recordOidcRefusal(services, request, redirectTo("/eu/things"));
  expect(services.recorded).toEqual([
    {
      action: "sign-in",
      who: { id: "", name: "unknown", role: null },
      from: "192.0.2.1",
      asked: { by: "identity provider", refusal: "x".repeat(100) },
      outcome: "refused",
    },
  ]);
});

describe("without a mapping", () => {
  const oidc = { roles: null };
  const add = (role: "supervisor") =>
    addUser(
      servicesWith(),
      ROOT,
      { email: ann.email, name: "", role, password: "", fleets: null, thingPattern: "" },
      null,
    );

  test("a person who was added here signs in with the role given here", async () => {
    await add("supervisor");
    expect((await signInAs(ann, { oidc })).actor).toMatchObject({ role: "supervisor" });
    expect((await signInAs(ann, { oidc })).actor).toMatchObject({ role: "supervisor" });
  });

  test("a person who was not added may not sign in", async () => {
    const { to, actor } = await signInAs(ann, { oidc });
    expect(actor).toBeNull();
    expect(to).toContain("error=signup_disabled");
  });

  test("an address that the provider has not verified is not linked to an account", async () => {
    await add("supervisor");
    for (const verified of [false, undefined]) {
      const { to, actor } = await signInAs({ ...ann, email_verified: verified }, { oidc, sub: "stranger" });
      expect(actor).toBeNull();
      expect(to).toContain("error=account_not_linked");
    }
    const trusting = { ...oidc, trustsEmail: true };
    expect((await signInAs({ ...ann, email_verified: undefined }, { oidc: trusting })).actor).not.toBeNull();
  });
});
