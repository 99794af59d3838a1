import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createEventQueue } from "@/lib/server/iot/event-queue";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { consumeOnce } from "../events/consume-events";
import { endExecutions } from "../store/end-executions";
import { syncIndex, syncUntilQuiet } from "./sync-index";
import type { SyncServices } from "../sync-services";

const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};
const MINUTE_MS = 60_000;

const JOBS = ["j0", "j1", "j2"];
/** Of an act on an execution that is not there any more, or has ended or not begun. */
const REFUSALS = ["not-found", "invalid-state-transition"];

let fleet: EmulatedFleet;
/** A fleet of its own for a test that resets it over and over. */
let own: EmulatedFleet;
let iot: IotGateway;
beforeAll(async () => {
  [fleet, own] = await Promise.all([startEmulatedFleet(), startEmulatedFleet()]);
  iot = createIotGateway(fleet.config);
});
afterAll(() => Promise.all([fleet.stop(), own.stop()]));

describe.each(ENGINES)("the index on the %s engine", (engine) => {
  let database: Database;
  let services: SyncServices;
  openBeforeTests(engine, (opened) => {
    database = opened;
    services = servicesOf("kiosks");
  });

  function servicesOf(fleetId: string, gateway: IotGateway = iot): SyncServices {
    return { fleetId, iot: gateway, acquire: () => Promise.resolve(), kysely: database.kysely, thresholds };
  }

  /** Makes every job due, and scans it once more. */
  async function sync(one: SyncServices = services): Promise<void> {
    await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${one.fleetId}`.execute(one.kysely);
    expect(await syncUntilQuiet(one)).toMatchObject({ ok: true });
  }

  async function indexed(fleetId = services.fleetId): Promise<string[]> {
    const rows = await database.kysely
      .selectFrom("open_execution")
      .select(["job_id", "thing_name", "status", "execution_number", "last_updated_at"])
      .where("fleet_id", "=", fleetId)
      .execute();
    return rows
      .map((row) => line(row.job_id, row.thing_name, row.status, row.execution_number, row.last_updated_at))
      .sort();
  }

  const rowOf = (thingName: string, jobId: string) =>
    database.kysely
      .selectFrom("open_execution")
      .selectAll()
      .where("fleet_id", "=", services.fleetId)
      .where("thing_name", "=", thingName)
      .where("job_id", "=", jobId)
      .executeTakeFirst();

  it("says why a device is stuck, and which execution waits for it", async () => {
    const [thing, stuck, next] = [fleet.name("kiosk"), fleet.name("stuck"), fleet.name("next")];
    const startedAtMs = Date.now() - 90 * MINUTE_MS;
    const type = fleet.name("type");
    await fleet.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
    await fleet.emulator.seed({
      thingTypes: [{ name: type }],
      things: [{ name: thing, type, connectivity: { connected: false, timestampMs: Date.now() } }],
      jobs: [
        {
          jobId: stuck,
          targets: { things: [thing] },
          executions: [
            {
              thingName: thing,
              status: "IN_PROGRESS",
              startedAtMs,
              lastUpdatedAtMs: startedAtMs,
              versionNumber: 7,
              statusDetails: { step: "flash" },
            },
          ],
        },
        { jobId: next, targets: { things: [thing] }, executions: [{ thingName: thing, status: "QUEUED" }] },
      ],
    });
    await sync();
    expect(await rowOf(thing, stuck)).toMatchObject({
      reason: "stuck-disconnected",
      severity: 3,
      behind: 1,
      has_timeout: false,
      connectivity: "disconnected",
      thing_type: type,
      version_number: 7,
      status_details: '{"step":"flash"}',
      due_at: new Date(startedAtMs + 60 * MINUTE_MS),
    });
    expect(await rowOf(thing, next)).toMatchObject({ reason: "behind-stuck", blocked_by: stuck });

    await fleet.emulator.deviceAct({ thingName: thing, jobId: stuck, act: "succeed" });
    await sync();
    expect(await rowOf(thing, stuck)).toBeUndefined();
    expect(await rowOf(thing, next)).toMatchObject({ reason: "not-connected", blocked_by: null });
  });

  it("keeps scanning a job that was canceled without force while a device works on it", async () => {
    const [thing, other, job] = [fleet.name("kiosk"), fleet.name("kiosk"), fleet.name("called-back")];
    await fleet.emulator.seed({
      things: [{ name: thing }, { name: other }],
      jobs: [
        {
          jobId: job,
          targets: { things: [thing, other] },
          executions: [
            { thingName: thing, status: "IN_PROGRESS" },
            { thingName: other, status: "QUEUED" },
          ],
        },
      ],
    });
    await sync();
    expect(await fleet.emulator.cancel({ jobId: job })).toBe(true);
    await sync();
    // AWS takes a while to cancel queued executions, and then lists them no more.
    await expect.poll(() => listOpen(iot, [job], ["QUEUED"])).toEqual([]);
    await sync();
    expect(await rowOf(other, job)).toBeUndefined();
    expect(await rowOf(thing, job)).toMatchObject({ status: "IN_PROGRESS" });
    await fleet.emulator.deviceAct({ thingName: thing, jobId: job, act: "succeed" });
    await sync();
    expect(await rowOf(thing, job)).toBeUndefined();
  });

  it("does not take back an execution that has ended from a page that was requested before", async () => {
    const [thing, job] = [fleet.name("kiosk"), fleet.name("fw")];
    await fleet.emulator.seed({
      things: [{ name: thing }],
      jobs: [
        { jobId: job, targets: { things: [thing] }, executions: [{ thingName: thing, status: "QUEUED" }] },
      ],
    });
    await sync();
    let isEnded = false;
    const slow: IotGateway = {
      ...iot,
      async listExecutionsForJob(...args) {
        const page = await iot.listExecutionsForJob(...args);
        // The console itself cancels it while the page is in flight.
        if (args[0] === job && !isEnded) {
          isEnded = true;
          const ended = [{ jobId: job, thingName: thing, executionNumber: 1, status: "CANCELED" }];
          await endExecutions(database.kysely, services, ended, new Date());
        }
        return page;
      },
    };
    await sync(servicesOf(services.fleetId, slow));
    expect(isEnded).toBe(true);
    expect(await rowOf(thing, job)).toBeUndefined();
  });

  it("continues where it was interrupted, page by page, and sees each execution once", async () => {
    const [job, prefix] = [fleet.name("big"), fleet.name("agv")];
    const forThings = { prefix, from: 0, count: 6_000, pad: 5 };
    await fleet.emulator.seed({
      thingRange: [forThings],
      jobs: [{ jobId: job, targets: {}, executions: [{ forThings, status: "QUEUED" }] }],
    });
    const calls = await fleet.callsOf(async () => {
      for (let isQuiet = false; !isQuiet;) {
        let pages = 0;
        const failing: IotGateway = {
          ...iot,
          listExecutionsForJob: (...args) => {
            if (args[0] === job && ++pages > 9) throw new Error("The process was killed.");
            return iot.listExecutionsForJob(...args);
          },
        };
        // A scan that is under way is not started again.
        isQuiet = await syncUntilQuiet(servicesOf("big", failing)).then(
          () => true,
          (error: unknown) => {
            expect(String(error)).toContain("The process was killed.");
            return false;
          },
        );
      }
    });
    const rows = (await indexed("big")).filter((row) => row.startsWith(job));
    expect(rows).toHaveLength(6_000);
    const pagesOfJob = calls.filter((call) => call.api === "ListJobExecutionsForJob" && call.jobId === job);
    expect(pagesOfJob.length).toBe(25); // 24 pages of 250, none of them twice, and one of those in progress
  });

  it("equals what AWS has after throttling, errors and lost answers, and reports the failure meanwhile", async () => {
    const [thing, job] = [fleet.name("kiosk"), fleet.name("fw")];
    await fleet.emulator.seed({
      things: [{ name: thing }],
      jobs: [
        { jobId: job, targets: { things: [thing] }, executions: [{ thingName: thing, status: "QUEUED" }] },
      ],
    });
    // Each is one failed read: the gateway tries four times if AWS throttles or has an error of its own.
    await fleet.emulator.fault({ api: "ListJobs", kind: "throttle", count: 4 });
    await fleet.emulator.fault({ api: "ListJobs", kind: "lose-answer", count: 1 });
    await fleet.emulator.fault({ api: "ListJobs", kind: "html-500", count: 4 });
    const stopping = new AbortController();
    const running = syncIndex(servicesOf("troubled"), stopping.signal);
    const state = () =>
      database.kysely
        .selectFrom("index_state")
        .selectAll()
        .where("fleet_id", "=", "troubled")
        .executeTakeFirst();
    await expect.poll(async () => (await state())?.failing ?? null, { timeout: 20_000 }).not.toBeNull();
    await expect
      .poll(async () => (await indexed("troubled")).some((row) => row.startsWith(job)), { timeout: 25_000 })
      .toBe(true);
    await expect.poll(async () => (await state())?.failing, { timeout: 20_000 }).toBeNull();
    stopping.abort();
    await running;
  });

  it("equals what AWS has after any history of devices and people, once nothing changes", async () => {
    let runs = 0;
    const histories = fc.array(fc.tuple(action, fc.nat(5), fc.nat(2)), { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(histories, async (actions) => {
        await own.emulator.reset();
        const one = servicesOf(`world-${++runs}`, createIotGateway(own.config));
        const things = Array.from({ length: 6 }, (_, index) => `t${index}`);
        const canceled = new Set<string>();
        await own.emulator.settings({
          events: { on: true, duplicates: 0.3, disorderMs: 30, seed: runs },
        });
        // Queued a while ago, so that some events alone prove that an execution has ended.
        const createdAtMs = Date.now() - 60 * MINUTE_MS;
        await own.emulator.seed({
          groups: [{ name: "all" }],
          things: things.map((name) => ({ name, groups: ["all"] })),
          jobs: [
            ...["j0", "j1"].map((jobId) => ({
              jobId,
              createdAtMs,
              targets: { things },
              executions: "queued" as const,
              retry: [{ failureType: "FAILED", numberOfRetries: 1 }],
            })),
            {
              jobId: "j2",
              createdAtMs,
              targets: { groups: ["all"] },
              targetSelection: "CONTINUOUS",
              executions: "queued",
            },
          ],
        });
        for (const [name, thing, job] of actions) {
          const ref = { thingName: `t${thing}`, jobId: JOBS[job]! };
          // Most of these actions are refused in most states, as they would be by AWS.
          if (name === "sync") await sync(one);
          else if (name === "half-sync") await halfSync(one);
          else if (name === "events") await applyAllEvents(one);
          else if (name === "rejoin") await own.emulator.leaveAndJoin(ref.thingName, "all");
          else if (name === "cancel") await own.emulator.cancel(ref);
          else if (name === "cancel-job") {
            canceled.add(ref.jobId);
            await own.emulator.cancel({ jobId: ref.jobId });
          } else {
            for (const came of await own.emulator.tryDeviceActs([{ ...ref, act: name }]))
              if (!came.ok) expect(REFUSALS).toContain(came.reason);
          }
        }
        await expect.poll(async () => (await listOpen(one.iot, [...canceled], ["QUEUED"])).length).toBe(0); // AWS takes a while to cancel queued executions
        await sync(one);
        const truth = await listOpen(one.iot, JOBS, ["QUEUED", "IN_PROGRESS"]);
        expect(await indexed(one.fleetId)).toEqual(truth);
        // Late and repeated events change nothing.
        await applyAllEvents(one);
        expect(await syncUntilQuiet(one)).toMatchObject({ ok: true });
        expect(await indexed(one.fleetId)).toEqual(truth);
      }),
      { numRuns: 8 },
    );
  });

  async function applyAllEvents({ fleetId }: SyncServices): Promise<void> {
    const { region } = own.config;
    const queue = createEventQueue({
      url: own.emulator.queueUrl,
      region,
      readRole: null,
      stsEndpoint: null,
    });
    const quiet = () => undefined;
    const events = {
      ...{ fleetId, thresholds, queue, origin: () => ({ region, account: null }) },
      ...{ recordEvent: quiet, recordUnreadable: quiet, reportTrouble: quiet },
      database: () => Promise.resolve(database),
    };
    while ((await own.emulator.countMessages()) > 0) await consumeOnce(events, new AbortController().signal);
  }

  /** Interrupted after a few calls. */
  async function halfSync(one: SyncServices): Promise<void> {
    let pages = 0;
    const interrupted: SyncServices = {
      ...one,
      acquire: () => (++pages > 3 ? Promise.reject(new Error("interrupted")) : Promise.resolve()),
    };
    await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${one.fleetId}`.execute(one.kysely);
    await syncUntilQuiet(interrupted).catch(() => undefined);
  }
});

const action = fc.constantFrom(
  "start",
  "progress",
  "succeed",
  "fail",
  "reject",
  "cancel",
  "cancel-job",
  "sync",
  "half-sync",
  "events",
  "rejoin",
);

const line = (jobId: string, thing: string, status: string, number: number | null, updated: Date | null) =>
  [jobId, thing, status, number, updated?.toISOString()].join(" ");

/** The executions that AWS lists, each as `line` writes it. */
async function listOpen(
  gateway: SyncServices["iot"],
  jobIds: readonly string[],
  statuses: readonly string[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const jobId of jobIds)
    for (const status of statuses) {
      const page = await gateway.listExecutionsForJob(jobId, status, null, { maxAgeMs: 0 });
      if (!page.ok) throw new Error(JSON.stringify(page.failure));
      for (const row of page.value.rows)
        lines.push(line(jobId, row.thingName, row.status, row.executionNumber, row.lastUpdatedAt));
    }
  return lines.sort();
}
