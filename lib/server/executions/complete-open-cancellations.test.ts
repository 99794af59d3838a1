import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { EmulatorClient } from "@/lib/testing/emulator-client";
import type { SeededExecution } from "@/lib/testing/emulator-seed";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import { intentOf } from "@/lib/server/audit/testing/sample-entries";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { endByRead, completeOpenCancellations } from "./complete-open-cancellations";

let fleet: EmulatedFleet;
let store: TestDatabase;
let database: Database;
let iot: IotGateway;
let audit: AuditLog;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  iot = createIotGateway(fleet.config);
  store = await createTestDatabase("postgres");
  database = await store.open();
  audit = createAuditLog(() => Promise.resolve(database));
});
afterAll(() => Promise.all([fleet.stop(), store.remove()]));

const ANY_AGE_MS = 0;
const FAIL = (_entry: number, error: unknown) => {
  throw error;
};

async function openEntry(status: SeededExecution["status"], executionNumber = 1) {
  const [thingName, jobId] = [fleet.name("kiosk"), fleet.name("fw")];
  const executions = [{ thingName, status }];
  await fleet.emulator.seed({
    things: [{ name: thingName }],
    jobs: [{ jobId, targets: { things: [thingName] }, executions }],
  });
  return (await audit.open(intentOf({ fleetId: "kiosks", thingName, jobId, executionNumber }))).entry;
}

test("entries that a dead console left open are completed from a read of the execution", async () => {
  const canceled = await openEntry("CANCELED");
  const queued = await openEntry("QUEUED");
  const succeeded = await openEntry("SUCCEEDED");
  const again = await openEntry("CANCELED", 7);
  const gone = (await audit.open(intentOf({ fleetId: "kiosks", thingName: "nowhere", jobId: "none" }))).entry;
  const user = (
    await audit.open(intentOf({ action: "user-changed", fleetId: null, thingName: null, jobId: null }))
  ).entry;
  const elsewhere = (await audit.open(intentOf({ fleetId: "sold" }))).entry;

  const readerOf = (fleetId: string) => (fleetId === "kiosks" ? iot : null);
  expect(await completeOpenCancellations(audit, readerOf, ANY_AGE_MS, FAIL)).toEqual({
    completed: 6,
    left: 1,
  });

  const kindOf = async (entry: number) => (await audit.findOne(entry))?.outcome?.kind;
  expect(await kindOf(canceled)).toBe("canceled-by-us-or-others"); // nothing shows whose it is
  expect(await kindOf(queued)).toBe("not-canceled");
  expect(await kindOf(succeeded)).toBe("already-finished");
  expect(await kindOf(again)).toBe("unknown");
  expect(await kindOf(gone)).toBe("unknown"); // it may have been canceled before it was deleted
  expect(await kindOf(user)).toBe("unknown");
  expect(await kindOf(elsewhere)).toBeUndefined();
  expect(await audit.findOne(queued)).toMatchObject({
    outcome: { completedBy: "later-read" },
    after: { status: "QUEUED" },
  });
  expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
});

test("an open cancellation of a job is completed from a read of the job", async () => {
  const completed = async (status: "IN_PROGRESS" | "CANCELED" | "COMPLETED") => {
    const [thingName, jobId] = [fleet.name("kiosk"), fleet.name("fw")];
    await fleet.emulator.seed({
      things: [{ name: thingName }],
      jobs: [{ jobId, status, targets: { things: [thingName] } }],
    });
    const intent = intentOf({ action: "cancel-job", fleetId: "kiosks", thingName: null, jobId });
    const { entry } = await audit.open(intent);
    await completeOpenCancellations(audit, () => iot, ANY_AGE_MS, FAIL);
    return audit.findOne(entry);
  };
  expect(await completed("IN_PROGRESS")).toMatchObject({
    outcome: { kind: "not-canceled", completedBy: "later-read" },
    after: { status: "IN_PROGRESS" },
  });
  expect(await completed("CANCELED")).toMatchObject({ outcome: { kind: "canceled-by-us-or-others" } });
  expect(await completed("COMPLETED")).toMatchObject({ outcome: { kind: "job-not-open" } });
});

test("a later read yields to another cancellation that AWS is known to have accepted, but not to the entry's own late answer", async () => {
  const entry = await openEntry("CANCELED");
  const opened = (await audit.findOne(entry))!;
  const end = { errorName: null, requestId: "req-1", completedBy: "late-answer", kind: "accepted" } as const;
  const intent = { ...opened, action: "cancel-execution" } as const;
  await audit.record(intent, { ...end, after: { entry } });
  const now = await iot.describeExecution({ thingName: opened.thingName!, jobId: opened.jobId! });
  if (!now.ok) throw new Error(now.failure.kind);
  expect(await endByRead(audit, opened, now.value)).toMatchObject({ kind: "canceled-by-us-or-others" });
  await audit.record(intent, { ...end, after: null });
  expect(await endByRead(audit, opened, now.value)).toMatchObject({ kind: "already-canceled" });
  await audit.complete({ entry, intent: opened }, { ...end, after: null });
});

describe("an open entry of a fleet that points to another region now", () => {
  test.each([
    ["an execution that is not there", "cancel-execution", false],
    ["an execution of the same names there", "cancel-execution", true],
    ["a job that is not there", "cancel-job", false],
    ["a job of the same id there", "cancel-job", true],
  ] as const)("stays open: %s", async (_, action, isThere) => {
    const [thingName, jobId] = [fleet.name("kiosk"), fleet.name("fw")];
    const seedIn = (emulator: EmulatorClient, job: string) =>
      emulator.seed({
        things: [{ name: thingName }],
        jobs: [{ jobId: job, targets: { things: [thingName] }, executions: "queued" }],
      });
    await seedIn(fleet.emulator, jobId);
    const region = "us-east-1";
    await seedIn(new EmulatorClient(fleet.config.endpoint, region), isThere ? jobId : `${jobId}-other`);
    const intent = intentOf({
      ...{ action, fleetId: "kiosks", jobId },
      thingName: action === "cancel-job" ? null : thingName,
      before: { origin: { region: "eu-west-1", account: "123456789012" } },
    });
    const { entry } = await audit.open(intent);
    const complete = (reader: IotGateway) => completeOpenCancellations(audit, () => reader, ANY_AGE_MS, FAIL);
    const outcomeNow = async () => (await audit.findOne(entry))?.outcome;

    await complete(createIotGateway({ ...fleet.config, region }));
    expect(await outcomeNow()).toBeNull();

    await complete(iot);
    expect(await outcomeNow()).toMatchObject({ kind: "not-canceled" });
  });

  test.each([
    ["has things only", true, false, undefined],
    ["has nothing at all, for a day", false, false, undefined],
    ["has nothing at all, after a day", false, false, "unknown"],
    ["cannot be listed", true, true, undefined],
  ] as const)("where that region %s", async (_, hasThing, isDenied, outcome) => {
    const region = hasThing ? (isDenied ? "us-west-1" : "us-west-2") : "eu-north-1"; // where nothing is seeded
    const there = new EmulatorClient(fleet.config.endpoint, region);
    if (hasThing) await there.seed({ things: [{ name: fleet.name("kiosk") }] });
    if (isDenied) await fleet.emulator.fault({ api: "ListJobs", kind: "deny" });
    const intent = intentOf({
      ...{ fleetId: "kiosks", thingName: fleet.name("gone"), jobId: fleet.name("gone") },
      before: { origin: { region: "eu-west-1", account: "123456789012" } },
    });
    const { entry } = await audit.open(intent);
    const reader = createIotGateway({ ...fleet.config, region });
    if (outcome === "unknown") {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 3_600_000 });
      onTestFinished(() => void vi.useRealTimers());
    }
    await completeOpenCancellations(audit, (id) => (id === "kiosks" ? reader : null), ANY_AGE_MS, FAIL);
    expect((await audit.findOne(entry))?.outcome?.kind).toBe(outcome);
  });
});

test("an entry that another instance may still be working on stays open", async () => {
  const entry = await openEntry("QUEUED");
  expect(await completeOpenCancellations(audit, () => iot, 60_000, FAIL)).toEqual({
    completed: 0,
    left: 0,
  });
  expect(await audit.findOne(entry)).toMatchObject({ outcome: null });
});

test("an entry that throws does not stop the completion of the others", async () => {
  const broken = await openEntry("CANCELED");
  const canceled = await openEntry("CANCELED");
  const complete: AuditLog["complete"] = (ref, end) =>
    ref.entry === broken ? Promise.reject(new Error("no room left")) : audit.complete(ref, end);
  const failed: number[] = [];
  await completeOpenCancellations(
    { ...audit, complete },
    () => iot,
    ANY_AGE_MS,
    (entry) => failed.push(entry),
  );
  expect(failed).toEqual([broken]);
  expect(await audit.findOne(broken)).toMatchObject({ outcome: null });
  expect(await audit.findOne(canceled)).toMatchObject({ outcome: { kind: "canceled-by-us-or-others" } });
});

test("an instance with a fast clock leaves entries open that are young by the database's clock", async () => {
  const entry = await openEntry("CANCELED");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  await completeOpenCancellations(audit, () => iot, 60_000, FAIL);
  expect(await audit.findOne(entry)).toMatchObject({ outcome: null });
});
