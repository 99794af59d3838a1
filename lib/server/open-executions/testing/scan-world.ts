import { type Kysely, sql } from "kysely";
import { beforeEach, expect } from "vitest";
import type { EmulatedFleet } from "@/lib/testing/emulated-fleet";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import type { Tables } from "@/lib/server/db/tables";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { readIndexAge } from "../store/read-index-age";
import { syncUntilQuiet } from "../scan/sync-index";
import type { SyncServices } from "../sync-services";

const PAGE_SIZE = 250;
const HOUR_MS = 3_600_000;

const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};

/**
 * Seeds jobs into an emulated fleet, and scans them into an index. To be called within `describe`: it opens a database of
 * the engine before the tests, and resets the fleet before each.
 */
export function openScanWorld(engine: Parameters<typeof openBeforeTests>[0], fleetOf: () => EmulatedFleet) {
  let kysely: Kysely<Tables>;
  openBeforeTests(engine, (opened) => (kysely = opened.kysely));
  beforeEach(() => fleetOf().emulator.reset());

  /** A fleet that no other test uses. */
  function servicesOf(
    iot: IotGateway = createIotGateway(fleetOf().config),
    fleetId = fleetOf().name("fleet"),
  ): SyncServices {
    return { fleetId, iot, acquire: () => Promise.resolve(), kysely, thresholds };
  }

  /** Reads this many pages of the job; then the process is killed. */
  async function readPages(services: SyncServices, jobId: string, pages: number): Promise<void> {
    let read = 0;
    const iot = createIotGateway(fleetOf().config);
    const killed: IotGateway = {
      ...iot,
      listExecutionsForJob: (...args) => {
        if (args[0] === jobId && ++read > pages) throw new Error("The process was killed.");
        return iot.listExecutionsForJob(...args);
      },
    };
    await expect(syncUntilQuiet(servicesOf(killed, services.fleetId))).rejects.toThrow("killed");
  }

  /** How many pages of the job's executions are requested during `action`. */
  async function listCallsOf(jobId: string, action: () => Promise<unknown>): Promise<number> {
    const calls = await fleetOf().callsOf(action);
    return calls.filter((call) => call.jobId === jobId && call.api === "ListJobExecutionsForJob").length;
  }

  /** IAM denies the console this job or thing, as it can by a tag. */
  const deny = (api: string, match: { jobId?: string; thingName?: string }) =>
    fleetOf().emulator.fault({ api, kind: "deny", count: 1_000, match });

  return {
    ...{ servicesOf, readPages, listCallsOf, deny, sync, openOf, jobRow, failureOf },
    seedJob: (statuses: readonly OpenStatus[], more?: object) => seedJob(fleetOf(), statuses, more),
    seedPages: (pages: number) => seedPages(fleetOf(), pages),
  };
}

type OpenStatus = "QUEUED" | "IN_PROGRESS";

/** @returns the ids of the job and of its things */
async function seedJob(fleet: EmulatedFleet, statuses: readonly OpenStatus[], more: object = {}) {
  const jobId = fleet.name("job");
  const things = statuses.map(() => fleet.name("kiosk"));
  const executions = things.map((thingName, at) => ({ thingName, status: statuses[at]! }));
  await fleet.emulator.seed({
    things: things.map((name) => ({ name })),
    jobs: [{ jobId, targets: { things }, executions, ...more }],
  });
  return { jobId, things };
}

/** Seeds a job whose queued executions fill this many pages, old enough for its counters to be trusted. @returns its id */
async function seedPages(fleet: EmulatedFleet, pages: number): Promise<string> {
  const [jobId, prefix] = [fleet.name("big"), fleet.name("agv-")];
  const forThings = { prefix, from: 0, count: pages * PAGE_SIZE, pad: 4 };
  const executions = [{ forThings, status: "QUEUED" as const }];
  await fleet.emulator.seed({
    thingRange: [forThings],
    jobs: [{ jobId, createdAtMs: Date.now() - HOUR_MS, targets: {}, executions }],
  });
  return jobId;
}

/** Makes every job due, and scans it once more. */
async function sync(services: SyncServices): Promise<void> {
  await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
    services.kysely,
  );
  expect(await syncUntilQuiet(services)).toEqual({ ok: true, value: undefined });
}

/** The open executions of a job in the index, as `thing status`. */
async function openOf({ kysely, fleetId }: SyncServices, jobId: string): Promise<string[]> {
  const rows = await kysely
    .selectFrom("open_execution")
    .select(["thing_name", "status"])
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .execute();
  return rows.map((row) => `${row.thing_name} ${row.status}`).sort();
}

const jobRow = ({ kysely, fleetId }: SyncServices, jobId: string) =>
  kysely
    .selectFrom("indexed_job")
    .selectAll()
    .where("fleet_id", "=", fleetId)
    .where("job_id", "=", jobId)
    .executeTakeFirst();

const failureOf = async ({ kysely, fleetId }: SyncServices) => (await readIndexAge(kysely, fleetId)).failure;

export const secondsTo = (at: Date | undefined) => ((at?.getTime() ?? NaN) - Date.now()) / 1_000;
