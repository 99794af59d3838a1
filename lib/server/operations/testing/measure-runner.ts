// Runs operations of these sizes one after the other, against an emulator without quotas. Prints a line of JSON for each
// (npm run bench reads them): items a second, and milliseconds of processor time an item.
// node --import ./lib/scripts/resolve-sources.js lib/server/operations/testing/measure-runner.ts embedded|postgres URL SIZE…
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, type DatabaseConfig, openDatabase } from "@/lib/server/db/open-database";
import { startPostgres } from "@/lib/server/db/testing/postgres-server";
import { paceBudgetOf } from "../pace-budget";
import { runOperations } from "../run-operations";
import { countOutcomes } from "../item-store";
import { listSeen } from "./list-seen";
import { operationId, seedOperation } from "./seed-operation";
import { FLEET_ID, runnerServices } from "./seed-run";

/** Items that warm the runner up and are not measured. */
const WARM_UP = 500;

const [engine = "embedded", endpoint = "", ...counts] = process.argv.slice(2);
const sizes = counts.map(Number);

const server = engine === "postgres" ? await startPostgres() : null;
const dataDir = await mkdtemp(join(tmpdir(), "standdown-measure-"));
const config: DatabaseConfig = server ? { kind: "postgres", url: server.url } : { kind: "embedded", dataDir };
const database = await openDatabase(config);
try {
  const services = servicesOf(database);
  for (const [at, size] of [WARM_UP, ...sizes].entries()) {
    const { tookMs, processorMs } = await run(services, operationId(`n${"abcdefgh"[at]}`), size);
    const measured = { size, perSecond: size / (tookMs / 1_000), processorMs: processorMs / size };
    if (at > 0) console.log(JSON.stringify(measured));
  }
} finally {
  await database.close();
  await server?.stop();
  await rm(dataDir, { recursive: true });
}

/** Like the console: on PostgreSQL the token buckets are in the store, though here they have no limit. */
function servicesOf(opened: Database) {
  const open = paceBudgetOf(() => Promise.resolve(opened), FLEET_ID);
  const sharedBuckets = engine === "postgres" ? { open, onUnreachable: console.error } : null;
  return runnerServices(opened, {
    region: "eu-west-1",
    endpoint,
    quotas: "off",
    quotaShare: 1,
    sharedBuckets,
  });
}

async function run(services: ReturnType<typeof servicesOf>, id: string, size: number) {
  await control("reset", { fleet: "empty" });
  const things = { prefix: "Kiosk-", from: 0, count: size };
  const queued = { forThings: things, status: "QUEUED" };
  await control("seed", {
    thingRange: [things],
    jobs: [{ jobId: "fw-1", targets: { things: ["Kiosk-0"] }, executions: [queued] }],
  });
  await seedOperation(database.kysely, { id, fleet_id: FLEET_ID }, { waiting: size });
  const [seen] = await listSeen({ region: "eu-west-1", endpoint, quotas: "off", quotaShare: 1 }, "fw-1");
  await database.kysely.updateTable("operation_item").set({ queued_at: seen!.queuedAt }).execute();

  const startedAt = performance.now();
  const usedBefore = process.cpuUsage();
  for (let ran = "again"; ran === "again";) ran = await runOperations(services, new AbortController().signal);
  const tookMs = performance.now() - startedAt;
  const used = process.cpuUsage(usedBefore);

  const outcomes = await countOutcomes(database.kysely, id);
  const { openExecutions } = (await control("stats")) as { openExecutions: number };
  if (Number(outcomes.canceled) !== size || openExecutions > 0)
    throw new Error(
      `Of ${size} items: ${JSON.stringify(outcomes)}, and ${openExecutions} executions are open.`,
    );
  return { tookMs, processorMs: (used.user + used.system) / 1_000 };
}

async function control(action: string, body?: object): Promise<unknown> {
  const init = body && { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${endpoint}/_emulator/${action}`, init);
  if (!response.ok) throw new Error(`/_emulator/${action}: ${response.status} ${await response.text()}`);
  return response.json();
}
