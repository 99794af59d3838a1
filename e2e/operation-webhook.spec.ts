import { createHmac } from "node:crypto";
import { expect, test } from "./fixtures/test";
import { startReceiver } from "../lib/testing/webhook-receiver";
import { OperationPage, seedQueued } from "./pages/operation-page";

const SECRET = "known-to-both-sides-only";

test("the fleet's webhook gets the result of an operation, repeated until it accepts it", async ({
  browser,
  ownConsole,
  signedInState,
}) => {
  test.setTimeout(120_000);
  const { url, heard, stop } = await startReceiver((times) => (times === 1 ? 503 : 204));
  try {
    const world = await ownConsole({
      name: "webhook",
      env: { WEBHOOK_URL: `${url}/standdown`, WEBHOOK_SECRET: SECRET },
    });
    const storageState = await signedInState(world.url, "operator");
    const page = await browser.newPage({ baseURL: world.url, storageState });
    const { jobId } = await seedQueued(world.emulator, 3);
    const id = await new OperationPage(page).start(jobId, 3);

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
    stop();
  }
});
