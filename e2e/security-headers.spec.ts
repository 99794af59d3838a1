import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { bodyOfUnknownLength, MAX_BODY_BYTES, startSecured, test, TOKEN } from "./fixtures/secured-console";
import { signInOverHttp } from "./fixtures/sign-in-over-http";
import { expect } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

/** Declares a body that is too large and sends none of it, so that the refusal cannot be lost with the connection. */
async function askWithLargeBody(url: string, headers: Record<string, string>) {
  const asked = request(`${url}/sign-in`, {
    method: "POST",
    headers: { ...headers, "content-length": MAX_BODY_BYTES + 1 },
  });
  asked.on("error", () => undefined); // the server closes the connection, as it should
  asked.flushHeaders();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  asked.destroy();
  return { status: response.statusCode!, headers: new Headers(response.headers as Record<string, string>) };
}

/**
 * The first refusal of many concurrent requests, which exceed the limit however slow the server is. Sent one after
 * another to a slow server, they would stay within the rate.
 */
async function refusalAmong(asked: Promise<Response>[]): Promise<Response> {
  const refused = (await Promise.all(asked)).find(({ status }) => status === 429);
  if (!refused) throw new Error(`${asked.length} requests at once were answered, and none refused.`);
  return refused;
}

test.describe("the headers of an answer", () => {
  for (const path of [
    "/sign-in",
    `/${FLEET}/things`,
    `/api/${FLEET}/things`,
    "/api/health/live",
    "/no/such/page",
  ])
    test(`${path} is never framed or sniffed, and sends no referrer to other sites`, async ({ server }) => {
      const { headers } = await fetch(`${server.url}${path}`, { redirect: "manual" });
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("frame-ancestors 'none'");
      expect(/script-src [^;]*|$/.exec(policy)![0]).not.toMatch(/unsafe-inline|unsafe-eval/);
      expect(policy).not.toMatch(/style-src(-elem)? [^;]*unsafe-inline/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      expect(headers.get("cache-control")).toContain("no-store");
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("strict-transport-security")).toBeNull();
    });

  test("each page has a nonce of its own", async ({ server }) => {
    const nonce = async () =>
      /'nonce-([^']+)'/.exec(
        (await fetch(`${server.url}/sign-in`)).headers.get("content-security-policy")!,
      )![1];
    expect(await nonce()).not.toBe(await nonce());
  });

  test("every request gets an id, or keeps the one that it was sent with", async ({ server }) => {
    const id = async (headers: Record<string, string>) =>
      (await fetch(`${server.url}/api/health/live`, { headers })).headers.get("x-request-id");
    expect(await id({})).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id({ "x-request-id": "trace-0123456789" })).toBe("trace-0123456789");
    expect(await id({ "x-request-id": "<script>alert(1)</script>" })).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test.describe("behind TLS", () => {
  test("browsers are told to use TLS only", async () => {
    const server = await startSecured({ TRUST_PROXY: "1" });
    const { headers } = await fetch(`${server.url}/sign-in`, { headers: { "x-forwarded-proto": "https" } });
    expect(headers.get("strict-transport-security")).toContain("max-age=63072000");
    expect(headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
    const plain = await fetch(`${server.url}/sign-in`);
    expect(plain.headers.get("strict-transport-security")).toBeNull();
    await server.stop();
  });

  test("refusals before the request is read have the same headers", async () => {
    const server = await startSecured({ TRUST_PROXY: "1", REQUESTS_PER_SECOND: "1" });
    const ask = (init: RequestInit = {}) =>
      fetch(`${server.url}/no/such/page`, {
        ...init,
        headers: { "x-forwarded-proto": "https", "x-forwarded-for": "10.1.1.1", ...init.headers },
      });
    const refusals = [
      await ask({ method: "POST", body: bodyOfUnknownLength(), duplex: "half" } as RequestInit),
      await askWithLargeBody(server.url, { "x-forwarded-proto": "https" }),
      await refusalAmong(Array.from({ length: 20 }, () => ask())),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([411, 413, 429]);
    for (const { headers } of refusals) {
      expect(headers.get("strict-transport-security")).toContain("max-age=63072000");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      expect(headers.get("x-request-id")).toBeTruthy();
    }
    await server.stop();
  });

  test("the session cookie is sent only over it", async () => {
    const server = await startSecured({ PUBLIC_URL: "https://standdown.example.com", TRUST_PROXY: "1" });
    const cookies = await signInOverHttp(server.url, "viewer", {
      origin: "https://standdown.example.com",
      "x-forwarded-host": "standdown.example.com",
      "x-forwarded-proto": "https",
    });
    expect(cookies.length).toBeGreaterThan(0);
    expect(cookies.some((cookie) => cookie.startsWith("__Secure-standdown.session_token="))).toBe(true);
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure(;|$)/);

    // Requests under another host name are refused; requests under an IP address and health checks are not.
    const ask = async (path: string, host: string) =>
      (
        await fetch(`${server.url}${path}`, {
          headers: { "x-forwarded-host": host, authorization: `Bearer ${TOKEN}` },
        })
      ).status;
    expect(await ask("/sign-in", "evil.example.com")).toBe(421);
    expect(await ask("/sign-in", "10.0.0.7:3000")).toBe(200);
    for (const path of ["/api/health/live", "/api/health/ready", "/api/metrics"])
      expect([path, await ask(path, "standdown.internal:3000")]).toEqual([path, 200]);
    await server.stop();
  });
});
