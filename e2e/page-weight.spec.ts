import { countFirstLoad } from "../lib/scripts/bench/first-load.ts";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";
import { OperationPage, seedQueued } from "./pages/operation-page";

/** KiB of gzip; bench part b measures how much of it is Next and React. */
const MOST = 190;

test.use({ signedInAs: "admin" }); // who has the most on each page

test("no page needs more than 190 KiB of script before it works", async ({
  page,
  browser,
  context,
  world,
  emulator,
  seedThing,
}) => {
  test.setTimeout(120_000);
  const { thingName, jobs } = await seedThing({ roll: "IN_PROGRESS", next: "QUEUED" });
  const { jobId } = await seedQueued(emulator, 3);
  const operationId = await new OperationPage(page).start(jobId, 3);
  const storageState = await context.storageState();
  const paths = [
    "things",
    `things/${thingName}`,
    `things/${thingName}/executions/${jobs.roll}`,
    "jobs",
    `jobs/${jobs.next}`,
    "stuck",
    "operations",
    `operations/${operationId}`,
    "audit",
    "users",
    "account",
  ];
  const tooHeavy: string[] = [];
  for (const path of paths) {
    const cold = await browser.newContext({ storageState });
    const { first } = await countFirstLoad(await cold.newPage(), `${world.url}/${FLEET}/${path}`);
    const kib = first.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) / 1024;
    expect(kib, `${path}: React alone is more`).toBeGreaterThan(100);
    if (kib > MOST) tooHeavy.push(`${path}: ${kib.toFixed(1)} KiB`);
    await cold.close();
  }
  expect(tooHeavy).toEqual([]);
});
