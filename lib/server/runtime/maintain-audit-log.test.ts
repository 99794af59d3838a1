import { sql } from "kysely";
import { afterEach, describe, expect, test } from "vitest";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { intentOf } from "@/lib/server/audit/testing/sample-entries";
import {
  createTestDatabase,
  ENGINES,
  type Engine,
  type TestDatabase,
} from "@/lib/server/db/testing/test-databases";
import { captureLog } from "@/lib/server/telemetry/testing/capture-log";
import { completeOpenEntries } from "./maintain-audit-log";

captureLog();

const made: TestDatabase[] = [];
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await Promise.all(made.splice(0).map((store) => store.remove()));
});

async function open(engine: Engine) {
  const store = await createTestDatabase(engine);
  made.push(store);
  const database = await store.open();
  const audit = createAuditLog(() => Promise.resolve(database));
  // A change of a user cannot be read from AWS, so no fleet is needed to complete it.
  const openEntry = async () =>
    (await audit.open(intentOf({ action: "user-changed", fleetId: null, thingName: null, jobId: null })))
      .entry;
  const outcomeOf = async (entry: number) => (await audit.findOne(entry))?.outcome?.kind ?? null;
  const age = (entry: number) =>
    sql`update audit_open set at = at - interval '6 minutes' where entry = ${entry}`.execute(database.kysely);
  let runs = 0;
  const start = () => {
    const stopping = new AbortController();
    const counting = { ...audit, listOpen: (ms: number) => ((runs += 1), audit.listOpen(ms)) };
    const loop = completeOpenEntries({
      audit: counting,
      readerOf: () => null,
      servesAlone: engine === "embedded",
      everyMs: 20,
      signal: stopping.signal,
    });
    stops.push(() => (stopping.abort(), loop));
  };
  return { openEntry, outcomeOf, age, start, runs: () => runs };
}

describe.each(ENGINES)("on the %s engine", (engine) => {
  test("an entry that is left open while the console runs is completed once it is old enough, and not before", async () => {
    const { openEntry, outcomeOf, age, start, runs } = await open(engine);
    start();
    await expect.poll(runs, { timeout: 10_000 }).toBeGreaterThan(1);
    const [old, young] = [await openEntry(), await openEntry()];
    await age(old);
    await expect.poll(() => outcomeOf(old), { timeout: 10_000 }).toBe("unknown");
    expect(await outcomeOf(young)).toBeNull();
  });
});

test("the embedded engine serves one process, so every entry that is open at the start is completed then", async () => {
  const { openEntry, outcomeOf, start } = await open("embedded");
  const entry = await openEntry();
  start();
  await expect.poll(() => outcomeOf(entry), { timeout: 10_000 }).toBe("unknown");
});

test("on PostgreSQL an entry that is open at the start is left alone: another instance may be working on it", async () => {
  const { openEntry, outcomeOf, start, runs } = await open("postgres");
  const entry = await openEntry();
  start();
  await expect.poll(runs, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(await outcomeOf(entry)).toBeNull();
});
