import { metricsOf, startSecured, test, TOKEN, valueOf } from "./fixtures/secured-console";
import { cancelOverHttp, signInOverHttp, toCookieHeader } from "./fixtures/sign-in-over-http";
import { expect } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

test.describe("health and numbers", () => {
  test("live and ready answer everyone, and reveal nothing secret", async ({ server }) => {
    const live = await fetch(`${server.url}/api/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: "live" }]);
    const ready = await fetch(`${server.url}/api/health/ready`);
    expect(ready.status).toBe(200);
    const body = (await ready.json()) as object;
    expect(body).toMatchObject({ status: "ready", database: "answered" });
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|localhost|arn:|eu-west|postgres/i);
  });

  test("without a configured token there are no metrics", async () => {
    const server = await startSecured({ METRICS_TOKEN: "" });
    for (const authorization of ["", "Bearer ", "Bearer undefined", `Bearer ${TOKEN}`])
      expect((await fetch(`${server.url}/api/metrics`, { headers: { authorization } })).status).toBe(404);
    await server.stop();
  });

  test("metrics are returned only with the token", async ({ server, page, seedThing }) => {
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

test("cancellations are counted by outcome", async ({ server, seedThing }) => {
  const { thingName, jobs } = await seedThing({
    roll: "QUEUED",
    flash: { status: "IN_PROGRESS", versionNumber: 1 },
  });
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

test("the log is JSON with request ids, without typed text or names of people", async ({
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

test("on SIGTERM it finishes what is in flight and accepts nothing new", async ({ browser }) => {
  const server = await startSecured();
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
  const inFlight = fetch(`${server.url}/api/${FLEET}/things/slow-one`, { headers: { cookie } });
  await expect.poll(() => server.emulator.waitingFaults()).toEqual([]); // the call has reached AWS
  const stopped = server.stop();
  const stopping = () => server.lines.filter((line) => line.includes("Stopping: "));
  await expect.poll(stopping).toEqual([expect.stringContaining('"inFlight":1')]);
  await expect(fetch(`${server.url}/api/health/live`)).rejects.toThrow();
  expect((await inFlight).status).toBe(200);
  await stopped;
  expect(await server.exited).toBe(0);
});
