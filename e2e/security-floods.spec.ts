import {
  bodyOfUnknownLength,
  MAX_BODY_BYTES,
  metricsOf,
  startSecured,
  test,
  valueOf,
} from "./fixtures/secured-console";
import { callAction, signInOverHttp, toCookieHeader } from "./fixtures/sign-in-over-http";
import { expect } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

/** Repeats a request until it is answered by 429. */
async function untilRefused(ask: (count: number) => Promise<Response>): Promise<Response> {
  for (let count = 0; count < 300; count++) {
    const response = await ask(count);
    if (response.status === 429) return response;
    await response.text();
  }
  throw new Error("300 requests were answered, and none refused.");
}

test("a body that is too large is not read", async ({ server }) => {
  const response = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    body: "x".repeat(MAX_BODY_BYTES + 1),
  }).catch((error: unknown) => error);
  // The server closes the connection while the client sends, and the client may notice that before the answer.
  if (response instanceof Response) expect(response.status).toBe(413);
  const unknownLength = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    body: bodyOfUnknownLength(),
    duplex: "half",
  } as RequestInit);
  expect(unknownLength.status).toBe(411);
  expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);
});

test("the rate limit of a person covers pages, reads and actions from every address, and does not affect others", async ({
  browser,
}) => {
  const server = await startSecured({ TRUST_PROXY: "1", REQUESTS_PER_SECOND: "1" });
  const from = (host: number) => ({ "x-forwarded-for": `10.2.0.${host}` });
  const [busy, other] = await Promise.all(
    (["operator", "viewer"] as const).map(async (role) =>
      toCookieHeader(await signInOverHttp(server.url, role, from(1))),
    ),
  );
  const asks = [
    (host: number, cookie: string) =>
      fetch(`${server.url}/${FLEET}/account`, { headers: { cookie, ...from(host) } }),
    (host: number, cookie: string) =>
      fetch(`${server.url}/api/${FLEET}/jobs`, { headers: { cookie, ...from(host) } }),
    (host: number, cookie: string) =>
      callAction(server.url, "endSessionAction", [{ userId: "nobody", sessionId: null }], {
        cookie,
        ...from(host),
      }),
  ];
  // Four addresses, none of which reaches its own limit.
  const first = await untilRefused((count) => asks[count % asks.length]!(2 + (count % 4), busy!));
  expect(await first.text()).toMatch(/^Too many requests of yours\. Try again in (a second|\d+ seconds)\.$/m);

  for (const [index, ask] of asks.entries()) {
    const refusal = await untilRefused(() => ask(10 + index, busy!)); // from new addresses
    expect(Number(refusal.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refusal.headers.get("cache-control")).toBe("no-store");
    expect(await refusal.text()).toContain("Too many requests of yours");
  }
  for (const ask of asks) {
    const answer = await ask(2, other!);
    expect(answer.status).toBe(200);
    await answer.text(); // in flight until it is read, and this server allows two such requests
  }

  const context = await browser.newContext({ extraHTTPHeaders: from(20) });
  await context.addCookies(
    busy!.split("; ").map((pair) => {
      const [name, ...value] = pair.split("=");
      return { name: name!, value: value.join("="), url: server.url };
    }),
  );
  const page = await context.newPage();
  await expect(async () => {
    await untilRefused((count) => asks[1]!(30 + count, busy!));
    await page.goto(`${server.url}/${FLEET}/account`);
    await expect(page.getByText("Too many requests of yours. Try again in")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await context.close();
  await server.stop();
});

test("a flood of 1,000 concurrent requests is answered, the process stays up, and its memory is freed", async () => {
  test.setTimeout(120_000);
  const server = await startSecured();
  const page = `${server.url}/sign-in`;
  for (let count = 0; count < 20; count++) await (await fetch(page)).text();
  const statuses = new Map<number | string, number>();
  const ask = async () => {
    const response = await fetch(page).catch((error: unknown) => String(error));
    const status = typeof response === "string" ? response : response.status;
    if (typeof response !== "string") {
      const text = await response.text();
      if (status === 429) {
        expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
        expect(text).toContain("Try again in");
      }
    }
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const heap = async () => valueOf(await metricsOf(server.url), "nodejs_heap_size_used_bytes") / 2 ** 20;
  const before = await heap();
  await Promise.all(Array.from({ length: 1_000 }, ask));
  expect([...statuses.keys()].sort()).toEqual([200, 429]);
  expect(statuses.get(200)).toBeGreaterThan(50);

  await expect.poll(async () => (await fetch(page)).status, { timeout: 20_000 }).toBe(200);
  await expect.poll(heap, { timeout: 60_000 }).toBeLessThan(before + 60);
  await server.stop();
});
