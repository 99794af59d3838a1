import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./fixtures/test";
import { OperationPage, seedQueued } from "./pages/operation-page";

const SECRET = "known-to-both-sides-only";

test("the fleet's webhook is told the result of an operation, again until it takes it", async ({
  browser,
  ownConsole,
  signedInState,
}) => {
  test.setTimeout(120_000);
  const heard: { signature: string; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      heard.push({ signature: String(request.headers["x-standdown-signature"]), body });
      response.writeHead(heard.length === 1 ? 503 : 204).end();
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/standdown`;
  try {
    const world = await ownConsole({ name: "webhook", env: { WEBHOOK_URL: hook, WEBHOOK_SECRET: SECRET } });
    const storageState = await signedInState(world.url, "operator");
    const page = await browser.newPage({ baseURL: world.url, storageState });
    const { jobId } = await seedQueued(world.emulator, 3);
    const id = await new OperationPage(page).begin(jobId, 3);

    await expect.poll(() => heard.length, { timeout: 45_000 }).toBe(2);
    expect(heard[1]!.body).toBe(heard[0]!.body);
    expect(JSON.parse(heard[1]!.body)).toMatchObject({
      id,
      fleet: "demo",
      state: "finished",
      counts: { canceled: 3 },
    });
    const [, seconds, hash] = /^t=(\d+),v1=(\w+)$/.exec(heard[1]!.signature)!;
    expect(hash).toBe(createHmac("sha256", SECRET).update(`${seconds}.${heard[1]!.body}`).digest("hex"));
    await page.close();
  } finally {
    server.close();
  }
});
