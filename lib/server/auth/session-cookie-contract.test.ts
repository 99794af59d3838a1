import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { personOfSession, rememberSession } from "@/lib/server/http/known-sessions";
import { authOn, cookiesOf } from "./testing/auth-on";
import { addUser } from "./users";

// We verify the cookies of better-auth ourselves (read-session, known-sessions). If a test here fails after an upgrade,
// both have to follow the change: otherwise everybody is signed out, or a forged cookie is accepted.

let made: TestDatabase;
let database: Database;
beforeAll(async () => {
  made = await createTestDatabase("embedded");
  database = await made.open();
  const root = { id: "command-line", name: "command line", role: "admin" } as const;
  const ann = { email: EMAIL, name: "", role: "operator", password: PASSWORD } as const;
  await addUser(authOn(database), root, { ...ann, fleets: null, thingPattern: "" }, null);
}, 60_000);
afterAll(() => made.remove());

const EMAIL = "ann@example.org";
const PASSWORD = "turquoise lamp eats gravel";

/** The session cookie that better-auth itself has made and signed. */
async function signedCookie(publicOrigin: string | null) {
  const services = authOn(database, { publicOrigin });
  const cookie = (await cookiesOf(services, EMAIL, PASSWORD)).headers.get("cookie")!;
  const at = cookie.indexOf("=");
  const [name, value] = [cookie.slice(0, at), cookie.slice(at + 1)];
  const [token = "", signature = ""] = decodeURIComponent(value).split(".");
  const { secret } = await services.auth.$context;
  return { services, cookie, name, token, signature, secret };
}

const headersWith = (cookie: string) => new Headers({ cookie });

test.each([
  ["standdown.session_token", null],
  ["standdown.session_token", "http://console.example.org"],
  ["__Secure-standdown.session_token", "https://console.example.org"],
])(
  "better-auth's cookie is named %s where people reach the console at %s",
  async (expected, publicOrigin) => {
    const { services, cookie, name } = await signedCookie(publicOrigin);
    expect(name).toBe(expected);
    expect(await services.readSession(headersWith(cookie))).toMatchObject({ email: EMAIL });
    rememberSession(cookie, "ann");
    expect(personOfSession(cookie)).toBe("ann");
  },
);

test("it is the session's token, a dot, and the token's HMAC-SHA256 under the secret in base64", async () => {
  const { token, signature, secret } = await signedCookie(null);
  const session = await database.kysely
    .selectFrom("auth_session")
    .select("token")
    .where("token", "=", token)
    .executeTakeFirst();
  expect(session).toEqual({ token });
  expect(signature).toBe(createHmac("sha256", secret).update(token).digest("base64"));
});

test("better-auth and we accept the same cookies", async () => {
  const { services, cookie, name, token, signature, secret } = await signedCookie(null);
  const signedBy = (key: string, algorithm = "sha256") =>
    createHmac(algorithm, key).update(token).digest("base64");
  const withSignature = (text: string) => `${name}=${encodeURIComponent(`${token}.${text}`)}`;
  const cookies: [string, boolean][] = [
    [cookie, true],
    [withSignature(signature), true],
    [withSignature(signedBy("another secret")), false],
    [withSignature(signedBy(secret, "sha512")), false],
    [withSignature(""), false],
    [`${name}=${token}`, false],
    [`other=${encodeURIComponent(`${token}.${signature}`)}`, false],
  ];
  for (const [given, isAccepted] of cookies) {
    const headers = headersWith(given);
    const theirs = await services.auth.api.getSession({ headers });
    const ours = await services.readSession(headers);
    expect([theirs !== null, ours !== null], given).toEqual([isAccepted, isAccepted]);
  }
});

test("an upgrade of better-auth is a decision: its version is exact", async () => {
  const { dependencies } = JSON.parse(await readFile("package.json", "utf8")) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies["better-auth"]).toMatch(/^\d+\.\d+\.\d+$/);
});
