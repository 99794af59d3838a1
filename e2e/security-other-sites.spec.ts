import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { test } from "./fixtures/secured-console";
import { expect } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

/** Sends a request as a browser that resolved `host` to our address. */
async function askByName(url: string, host: string) {
  const asked = request(url, { headers: { host } });
  asked.end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const body = (await response.toArray()).join("");
  return {
    status: response.statusCode!,
    headers: new Headers(response.headers as Record<string, string>),
    body,
  };
}

test("a request under a foreign host name is refused", async ({ server }) => {
  for (const path of ["/sign-in", `/api/${FLEET}/things`, "/"]) {
    const { status, headers, body } = await askByName(`${server.url}${path}`, "evil.example.com");
    expect([path, status]).toEqual([path, 421]);
    expect(body).toContain("Standdown answers to localhost only.");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  }
  const { port } = new URL(server.url);
  expect((await askByName(`${server.url}/sign-in`, `localhost:${port}`)).status).toBe(200);
  expect((await askByName(`${server.url}/api/health/live`, "evil.example.com")).status).toBe(200);
});

test("a malformed URL is refused as a client error", async ({ server }) => {
  const response = await fetch(`${server.url}/${FLEET}/things/%ff`);
  expect([response.status, await response.text()]).toEqual([400, "This address cannot be read.\n"]);
  expect((await fetch(`${server.url}/sign-in?typed=100%`)).status).toBe(200);
});

test.describe("a write that another site requests", () => {
  const FOREIGN: Record<string, string>[] = [
    { origin: "https://evil.example.com" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example.com", "x-forwarded-host": "evil.example.com" },
  ];
  for (const headers of FOREIGN)
    test(`is refused with ${JSON.stringify(headers)}`, async ({ server }) => {
      for (const path of [
        `/${FLEET}/things`,
        "/sign-in",
        "/api/auth/sign-in/email",
        `/api/${FLEET}/things`,
      ]) {
        const response = await fetch(`${server.url}${path}`, {
          method: "POST",
          body: "[]",
          headers: { "content-type": "text/plain", "next-action": "0".repeat(42), ...headers },
        });
        expect([path, response.status]).toEqual([path, 403]);
      }
    });
});

test("no URL of the console redirects to another site", async ({ server }) => {
  const paths = [
    "//evil.example.com",
    "//evil.example.com/%2f..",
    "/\\evil.example.com",
    "/%5cevil.example.com",
  ];
  const nexts = [
    "https://evil.example.com",
    "//evil.example.com",
    "/\\evil.example.com",
    "/\t/evil.example.com",
  ];
  const led: { path: string; to: string }[] = [];
  for (const path of [...paths, ...nexts.map((next) => `/sign-in?next=${encodeURIComponent(next)}`), "/"]) {
    const { headers } = await fetch(new URL(server.url).origin + path, {
      redirect: "manual",
      headers: { "x-forwarded-host": "evil.example.com" },
    });
    const refresh = /url=(.*)/.exec(headers.get("refresh") ?? "")?.[1];
    for (const to of [headers.get("location"), refresh])
      if (to) led.push({ path, to: new URL(to, server.url).origin });
  }
  expect(led).toContainEqual({ path: "/", to: server.url });
  expect(led.filter(({ to }) => to !== server.url)).toEqual([]);
});

test("sign-in leads to a page of the console, whatever the URL says", async ({ browser, server }) => {
  for (const next of ["https://evil.example.com", "//evil.example.com", "/\\evil.example.com"]) {
    const context = await browser.newContext({ storageState: undefined });
    const page = await context.newPage();
    await page.goto(`${server.url}/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByRole("button", { name: "viewer" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    expect(new URL(page.url()).origin).toBe(server.url);
    await context.close();
  }
});

test("the session cookie cannot be read by scripts or sent by other sites", async ({ context, page }) => {
  await page.goto(`/${FLEET}/things`);
  const sessions = (await context.cookies()).filter(({ name }) => name !== "theme");
  expect(sessions.length).toBeGreaterThan(0);
  for (const { httpOnly, sameSite } of sessions) {
    expect(httpOnly).toBe(true);
    expect(sameSite).toMatch(/Lax|Strict/);
  }
  expect(await page.evaluate(() => document.cookie)).not.toContain("session");
});
