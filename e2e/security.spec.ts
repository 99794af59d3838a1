import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import type { Page } from "@playwright/test";
import { launchEmulator, type Launched } from "../lib/commands/launch.ts";
import { EmulatorClient } from "./fixtures/emulator-client";
import { callAction, cancelOverHttp, signInOverHttp, toCookieHeader } from "./fixtures/sign-in-over-http";
import { expect, test as base } from "./fixtures/test";
import { startConsole } from "./fixtures/two-fleets";
import { FLEET } from "./pages/console-pages";

const TOKEN = "a-token-of-the-tests";

/** As SECURITY.md says. */
const MAX_BODY_BYTES = 2_560 * 1024;

type Console = Launched & { emulator: EmulatorClient; lines: string[] };

/** A console as it is in production: with its own limits, its logs, and a token for its numbers. */
async function start(env: Record<string, string> = {}): Promise<Console> {
  const emulator = await launchEmulator();
  const lines: string[] = [];
  const server = await startConsole(
    emulator.url,
    { STANDDOWN_DEMO: "1", IOT_QUOTAS: "off", METRICS_TOKEN: TOKEN, ...env },
    { onLine: (line) => lines.push(line) },
  );
  return {
    ...server,
    emulator: new EmulatorClient(emulator.url),
    lines,
    stop: async () => {
      await server.stop();
      await emulator.stop();
    },
  };
}

const test = base.extend<object, { server: Console }>({
  server: [
    async ({}, use) => {
      const server = await start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  world: async ({ server }, use) => use({ url: server.url, emulator: server.emulator }),
});

const metricsOf = async (url: string): Promise<string> =>
  (await fetch(`${url}/api/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();

function bodyOfUnknownLength(): ReadableStream {
  return new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode("x"));
      stream.close();
    },
  });
}

/** Announces more than is taken, and sends nothing of it: so the refusal cannot be lost with the connection. */
async function askWithLargeBody(url: string, headers: Record<string, string>) {
  const asked = request(`${url}/sign-in`, {
    method: "POST",
    headers: { ...headers, "content-length": MAX_BODY_BYTES + 1 },
  });
  asked.on("error", () => undefined); // we are cut off, as is right
  asked.flushHeaders();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  asked.destroy();
  return { status: response.statusCode!, headers: new Headers(response.headers as Record<string, string>) };
}

/** As a browser would that was told that `host` is at our address. */
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

/**
 * The first refusal of many requests at once: however slow the server is, it takes only so many at a time. One after
 * the other, a slow one would earn their share again while it works.
 */
async function refusalAmong(asked: Promise<Response>[]): Promise<Response> {
  const refused = (await Promise.all(asked)).find(({ status }) => status === 429);
  if (!refused) throw new Error(`${asked.length} requests at once were answered, and none refused.`);
  return refused;
}

/** Asks until a 429 is the answer. */
async function untilRefused(ask: (count: number) => Promise<Response>): Promise<Response> {
  for (let count = 0; count < 300; count++) {
    const response = await ask(count);
    if (response.status === 429) return response;
    await response.text();
  }
  throw new Error("300 requests were answered, and none refused.");
}

const valueOf = (metrics: string, name: string): number =>
  Number(new RegExp(`^${name} (\\S+)$`, "m").exec(metrics)?.[1]);

test.describe("the headers of an answer", () => {
  for (const path of [
    "/sign-in",
    `/${FLEET}/things`,
    `/api/${FLEET}/things`,
    "/api/health/live",
    "/no/such/page",
  ])
    test(`${path} is framed by nobody, sniffed by nothing and tells no other site of us`, async ({
      server,
    }) => {
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

  test("every request gets an id, or keeps the one that it came with", async ({ server }) => {
    const id = async (headers: Record<string, string>) =>
      (await fetch(`${server.url}/api/health/live`, { headers })).headers.get("x-request-id");
    expect(await id({})).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id({ "x-request-id": "trace-0123456789" })).toBe("trace-0123456789");
    expect(await id({ "x-request-id": "<script>alert(1)</script>" })).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test.describe("behind TLS", () => {
  test("browsers are told to come by it, and cookies go no other way", async () => {
    const server = await start({ TRUST_PROXY: "1" });
    const { headers } = await fetch(`${server.url}/sign-in`, { headers: { "x-forwarded-proto": "https" } });
    expect(headers.get("strict-transport-security")).toContain("max-age=63072000");
    expect(headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
    const plain = await fetch(`${server.url}/sign-in`);
    expect(plain.headers.get("strict-transport-security")).toBeNull();
    await server.stop();
  });

  test("refusals before anything is read say so too", async () => {
    const server = await start({ TRUST_PROXY: "1", REQUESTS_PER_SECOND: "1" });
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

  test("the cookie of a session goes no other way", async () => {
    const server = await start({ PUBLIC_URL: "https://standdown.example.com", TRUST_PROXY: "1" });
    const cookies = await signInOverHttp(server.url, "viewer", {
      origin: "https://standdown.example.com",
      "x-forwarded-host": "standdown.example.com",
      "x-forwarded-proto": "https",
    });
    expect(cookies.length).toBeGreaterThan(0);
    expect(cookies.some((cookie) => cookie.startsWith("__Secure-standdown.session_token="))).toBe(true);
    for (const cookie of cookies) expect(cookie).toMatch(/; Secure(;|$)/);

    // By another name nobody is answered; by any address they are, and whoever watches over us always.
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

test("a name that somebody else has given to our address is not answered", async ({ server }) => {
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

test("an address that cannot be read is the asker's fault", async ({ server }) => {
  const response = await fetch(`${server.url}/${FLEET}/things/%ff`);
  expect([response.status, await response.text()]).toEqual([400, "This address cannot be read.\n"]);
  expect((await fetch(`${server.url}/sign-in?typed=100%`)).status).toBe(200);
});

test.describe("a change that another site asks for", () => {
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

test("a body beyond its bound is not read", async ({ server }) => {
  const response = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    body: "x".repeat(MAX_BODY_BYTES + 1),
  }).catch((error: unknown) => error);
  // The connection is closed under the sender, who may see that before the answer.
  if (response instanceof Response) expect(response.status).toBe(413);
  const unknownLength = await fetch(`${server.url}/sign-in`, {
    method: "POST",
    body: bodyOfUnknownLength(),
    duplex: "half",
  } as RequestInit);
  expect(unknownLength.status).toBe(411);
  expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);
});

test("no address leads to another site", async ({ server }) => {
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

test("after signing in one comes to a page of ours, whatever the address says", async ({
  browser,
  server,
}) => {
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

test("the cookie of a session cannot be read by scripts, nor sent from other sites", async ({
  context,
  page,
}) => {
  await page.goto(`/${FLEET}/things`);
  const sessions = (await context.cookies()).filter(({ name }) => name !== "theme");
  expect(sessions.length).toBeGreaterThan(0);
  for (const { httpOnly, sameSite } of sessions) {
    expect(httpOnly).toBe(true);
    expect(sameSite).toMatch(/Lax|Strict/);
  }
  expect(await page.evaluate(() => document.cookie)).not.toContain("session");
});

/** What the policy forbids on the pages that are opened from now on. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  await page.exposeFunction("tellViolation", (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const tell = (globalThis as unknown as { tellViolation: (text: string) => void }).tellViolation;
      tell(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return violations;
}

test.describe("in the browser", () => {
  test("every page and dialog works under the policy", async ({ page, seedThing, thingPage }) => {
    const { thingName, jobs } = await seedThing({ roll: "QUEUED", flash: "IN_PROGRESS" });
    const violations = await violationsOf(page);

    const fleet = `/${FLEET}`;
    const pages = [
      "things",
      "jobs",
      `jobs/${jobs.roll}`,
      "audit",
      "account",
      `things/${thingName}/executions/${jobs.roll}`,
    ];
    for (const path of pages) {
      await page.goto(`${fleet}/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByText("Dark").click();
    await page.keyboard.press("Escape");

    await thingPage.open(thingName);
    for (const job of [jobs.roll, jobs.flash]) {
      await thingPage.cancelButton(job).click();
      await thingPage.dialog.hasRead();
      await thingPage.dialog.addPairs(["why", "a test"]);
      await page.keyboard.press("Escape");
    }
    expect(violations).toEqual([]);
  });

  test.describe("as an admin", () => {
    test.use({ signedInAs: "admin" });

    test("the pages of users work under the policy too", async ({ page }) => {
      const violations = await violationsOf(page);
      for (const path of ["users", "users/demo-viewer", "account"]) {
        await page.goto(`/${FLEET}/${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      }
      expect(violations).toEqual([]);
    });
  });

  test.describe("when the layout itself fails", () => {
    test.use({ allowedConsoleErrors: [/Minified React error #306/] });

    test("the last resort works under the policy, says so and leads back", async ({
      page,
      expectAccessible,
    }) => {
      const violations = await violationsOf(page);
      // A page that names what its files do not have, as where those of two builds are mixed.
      const address = `**/${FLEET}/things`;
      await page.route(address, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace('\\"Providers\\"', '\\"Elsewhere\\"');
        await route.fulfill({ response, body });
      });
      await page.goto(`/${FLEET}/things`);
      await expect(page.getByRole("heading", { name: "Standdown could not be shown" })).toBeVisible();
      await expectAccessible();
      await page.unroute(address);
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Things" })).toBeVisible();
      expect(violations).toEqual([]);
    });
  });

  test.describe("a script that has come in", () => {
    test.use({ allowedConsoleErrors: [/Content Security Policy/i] });

    test("does not run", async ({ page }) => {
      await page.goto(`/${FLEET}/things`);
      const ran = await page.evaluate(async () => {
        const marks = globalThis as unknown as Record<string, boolean>;
        const bothRefused = new Promise<void>((resolve) => {
          const refused = new Set<string>();
          document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
            refused.add(violatedDirective);
            if (refused.has("script-src-attr") && refused.has("script-src-elem")) resolve();
          });
        });
        document.body.insertAdjacentHTML(
          "beforeend",
          '<img src="data:," onerror="globalThis.byAttribute = true">',
        );
        const script = document.createElement("script");
        script.textContent = "globalThis.byScript = true";
        document.body.append(script);
        await bothRefused;
        return [marks.byAttribute, marks.byScript];
      });
      expect(ran).toEqual([undefined, undefined]);
    });
  });

  test("what a device says is text, wherever it is shown", async ({ page, seedThing, executionPage }) => {
    const evil = `"><img src=x onerror="document.title='pwned'"><script>document.title='pwned'</script>`;
    const { thingName, jobs } = await seedThing(
      { roll: { status: "IN_PROGRESS", statusDetails: { step: evil } } },
      { job: { document: JSON.stringify({ evil }), description: evil } },
    );
    await executionPage.open(thingName, jobs.roll);
    await expect(executionPage.detail("step")).toContainText(evil);
    await page.goto(`/${FLEET}/jobs/${jobs.roll}`);
    await expect(page.getByRole("main")).toContainText("<img src=x");
    expect(await page.title()).not.toBe("pwned");
    await expect(page.locator("main img")).toHaveCount(0);
  });
});

test.describe("health and numbers", () => {
  test("live and ready answer anyone, and say nothing secret", async ({ server }) => {
    const live = await fetch(`${server.url}/api/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: "live" }]);
    const ready = await fetch(`${server.url}/api/health/ready`);
    expect(ready.status).toBe(200);
    const body = (await ready.json()) as object;
    expect(body).toMatchObject({ status: "ready", database: "answered" });
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|localhost|arn:|eu-west|postgres/i);
  });

  test("without a token there are no numbers", async () => {
    const server = await start({ METRICS_TOKEN: "" });
    for (const authorization of ["", "Bearer ", "Bearer undefined", `Bearer ${TOKEN}`])
      expect((await fetch(`${server.url}/api/metrics`, { headers: { authorization } })).status).toBe(404);
    await server.stop();
  });

  test("the numbers are for who has the token", async ({ server, page, seedThing }) => {
    const { thingName } = await seedThing({ roll: "QUEUED" });
    await page.goto(`/${FLEET}/things/${thingName}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const ask = (authorization?: string) =>
      fetch(`${server.url}/api/metrics`, { headers: authorization ? { authorization } : {} });
    expect((await ask()).status).toBe(401);
    expect((await ask("Bearer wrong-token-wrong-token")).status).toBe(401);
    const metrics = await ask(`Bearer ${TOKEN}`);
    expect(metrics.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await metrics.text();
    expect(text).toMatch(/^standdown_aws_calls_total\{fleet="demo",api="DescribeThing",outcome="ok"\} \d+$/m);
    expect(text).toMatch(/^standdown_aws_call_seconds_count\{.*\} \d+$/m);
    expect(text).toMatch(/^# TYPE standdown_aws_throttles_total counter$/m);
    expect(text).toMatch(/^# TYPE standdown_cancellations_total counter$/m);
    expect(text).toMatch(/^standdown_sign_ins_total\{.*\} \d+$/m);
    expect(text).not.toContain(thingName);
  });
});

test("cancellations are counted by what came of them", async ({ server, seedThing }) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED", flash: "IN_PROGRESS" });
  const cookie = toCookieHeader(await signInOverHttp(server.url, "supervisor"));
  const counted = async (outcome: string) =>
    valueOf(
      await metricsOf(server.url),
      `standdown_cancellations_total\\{fleet="${FLEET}",outcome="${outcome}"\\}`,
    ) || 0;
  const [canceled, needsForce] = [await counted("canceled"), await counted("needs-force")];
  for (const jobId of [jobs.roll, jobs.flash]) await cancelOverHttp(server.url, cookie, { thingName, jobId });
  expect([await counted("canceled"), await counted("needs-force")]).toEqual([canceled + 1, needsForce + 1]);
});

test("the log is JSON, with the id of the request, and without what was typed or who is signed in", async ({
  server,
  page,
  context,
}) => {
  const id = `trace-${Date.now()}`;
  await page.goto(`/${FLEET}/things`);
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  await fetch(`${server.url}/api/${FLEET}/things?name=typed-secret`, {
    headers: { cookie, "x-request-id": id, authorization: "Bearer typed-secret" },
  });
  const mine = () => server.lines.filter((line) => line.includes(id));
  await expect.poll(() => mine().length).toBeGreaterThan(0);
  expect(JSON.parse(mine()[0]!)).toMatchObject({
    requestId: id,
    method: "GET",
    status: 200,
  });
  const all = server.lines.join("\n");
  expect(all).not.toContain("typed-secret");
  for (const { value } of cookies) if (value.length > 15) expect(all).not.toContain(value);
});

test("one person is held to their share from however many addresses, by pages, reads and deeds alike, and nobody else is", async ({
  browser,
}) => {
  const server = await start({ TRUST_PROXY: "1", REQUESTS_PER_SECOND: "1" });
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
  // Four addresses, none of which comes to the end of its own share.
  const first = await untilRefused((count) => asks[count % asks.length]!(2 + (count % 4), busy!));
  expect(await first.text()).toMatch(/^Too many requests of yours\. Try again in (a second|\d+ seconds)\.$/m);

  for (const [index, ask] of asks.entries()) {
    const refusal = await untilRefused(() => ask(10 + index, busy!)); // addresses that were never seen
    expect(Number(refusal.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refusal.headers.get("cache-control")).toBe("no-store");
    expect(await refusal.text()).toContain("Too many requests of yours");
  }
  for (const ask of asks) {
    const answer = await ask(2, other!);
    expect(answer.status).toBe(200);
    await answer.text(); // until it is read it is in hand, and nobody may have more than two of those here
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

test("a flood of 1,000 requests at once is answered, the process stays up, and memory returns", async () => {
  test.setTimeout(120_000);
  const server = await start();
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

test("told to stop, it finishes what is in hand and takes nothing new", async ({ browser }) => {
  const server = await start();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "viewer" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  await context.close();

  await server.emulator.seed({ things: [{ name: "slow-one" }] });
  await server.emulator.fault({
    api: "DescribeThing",
    kind: "slow",
    delayMs: 3_000,
    match: { thingName: "slow-one" },
  });
  const inHand = fetch(`${server.url}/api/${FLEET}/things/slow-one`, { headers: { cookie } });
  await expect.poll(() => server.emulator.waitingFaults()).toEqual([]); // it has come as far as AWS
  const stopped = server.stop();
  const stopping = () => server.lines.filter((line) => line.includes("Stopping: "));
  await expect.poll(stopping).toEqual([expect.stringContaining('"inHand":1')]);
  await expect(fetch(`${server.url}/api/health/live`)).rejects.toThrow();
  expect((await inHand).status).toBe(200);
  await stopped;
  expect(await server.exited).toBe(0);
});
