import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/e2e/fixtures/emulated-fleet";
import type { Database } from "@/lib/db/open-database";
import { openBeforeTests } from "@/lib/db/testing/open-before-tests";
import { ENGINES } from "@/lib/db/testing/test-databases";
import { createIotGateway } from "@/lib/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/iot/iot-gateway";
import { readIndexAge } from "./read-index-age";
import { syncUntilQuiet } from "./sync-index";
import type { SyncServices } from "./sync-services";
import { beginReading, takeStock } from "./take-stock";

const thresholds = {
  stuckMinutes: 60,
  waitingMinutes: 1_440,
  stuckMinutesOfJob: {},
  stuckMinutesOfType: {},
};

let fleet: EmulatedFleet;
let iot: IotGateway;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  iot = createIotGateway(fleet.config);
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("the reading of jobs on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));

  /** A fleet of the index that no other test has. They all are the same one of AWS. */
  function servicesOf(gateway: IotGateway = iot, fleetId = fleet.name("fleet")): SyncServices {
    return { fleetId, iot: gateway, turn: () => Promise.resolve(), kysely: database.kysely, thresholds };
  }

  /** As if the time for it had come: every job is read once more. */
  async function sync(services: SyncServices): Promise<void> {
    await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
      database.kysely,
    );
    expect(await syncUntilQuiet(services)).toEqual({ ok: true, value: undefined });
  }

  /** @returns its id, and those of its things */
  async function seedJob(statuses: readonly ("QUEUED" | "IN_PROGRESS")[], more: object = {}) {
    const jobId = fleet.name("job");
    const things = statuses.map(() => fleet.name("kiosk"));
    await fleet.emulator.seed({
      things: things.map((name) => ({ name })),
      jobs: [
        {
          jobId,
          targets: { things },
          executions: things.map((thingName, at) => ({ thingName, status: statuses[at]! })),
          ...more,
        },
      ],
    });
    return { jobId, things };
  }

  const openOf = async ({ fleetId }: SyncServices, jobId: string) =>
    (
      await database.kysely
        .selectFrom("open_execution")
        .select(["thing_name", "status"])
        .where("fleet_id", "=", fleetId)
        .where("job_id", "=", jobId)
        .execute()
    )
      .map((row) => `${row.thing_name} ${row.status}`)
      .sort();

  const jobRow = ({ fleetId }: SyncServices, jobId: string) =>
    database.kysely
      .selectFrom("indexed_job")
      .selectAll()
      .where("fleet_id", "=", fleetId)
      .where("job_id", "=", jobId)
      .executeTakeFirst();

  const failingOf = async ({ fleetId }: SyncServices) =>
    (await readIndexAge(database.kysely, fleetId)).failing;

  /** IAM does not let the console see this job: as it would by a tag. */
  const deny = (api: string, match: { jobId?: string; thingName?: string }) =>
    fleet.emulator.fault({ api, kind: "deny", count: 1_000, match });

  it("goes on with all other jobs where AWS refuses one, says so, and tries that one again later", async () => {
    const services = servicesOf();
    await beginReading(services);
    const [denied, unlistable, other] = [
      await seedJob(["QUEUED"]),
      await seedJob(["QUEUED"]),
      await seedJob(["QUEUED"]),
    ];
    await deny("DescribeJob", { jobId: denied.jobId });
    await deny("ListJobExecutionsForJob", { jobId: unlistable.jobId });
    const calls = await fleet.callsOf(() => sync(services));
    expect(await openOf(services, other.jobId)).toHaveLength(1);
    // Nor are they asked for over and over.
    expect(calls.filter(({ errorName }) => errorName === "AccessDeniedException")).toHaveLength(2);
    expect(await failingOf(services)).toBe("job-denied");
    expect(await takeStock(services)).toBe(true);

    await fleet.emulator.clearFaults();
    await sync(services);
    for (const { jobId } of [denied, unlistable]) expect(await openOf(services, jobId)).toHaveLength(1);
    expect(await failingOf(services)).toBeNull();
  });

  it("goes on where AWS refuses to tell what became of an execution, which stays as it was read", async () => {
    const services = servicesOf();
    const job = await seedJob(["QUEUED", "QUEUED", "QUEUED"], { createdAtMs: Date.now() - 3_600_000 });
    const [refused = "", ended = "", hinted = ""] = job.things;
    await sync(services);
    await deny("DescribeJobExecution", { thingName: refused });
    await deny("DescribeJobExecution", { thingName: hinted });
    await sql`update open_execution set hinted_at = ${new Date()}
      where fleet_id = ${services.fleetId} and thing_name = ${hinted}`.execute(database.kysely);
    for (const thingName of [refused, ended])
      await fleet.emulator.deviceAct({ thingName, jobId: job.jobId, act: "succeed" });
    await sync(services);
    expect(await openOf(services, job.jobId)).toEqual([`${refused} QUEUED`, `${hinted} QUEUED`].sort());
    expect(await jobRow(services, job.jobId)).toMatchObject({ round_step: null, refused: null });

    await fleet.emulator.clearFaults();
    await sync(services);
    expect(await openOf(services, job.jobId)).toEqual([`${hinted} QUEUED`]);
  });

  it("reads what it knows where AWS refuses the list of jobs", async () => {
    const services = servicesOf();
    const { jobId, things } = await seedJob(["QUEUED", "QUEUED"]);
    await sync(services);
    await deny("ListJobs", {});
    await fleet.emulator.deviceAct({ thingName: things[0]!, jobId, act: "succeed" });
    await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
      database.kysely,
    );
    expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: "denied" } });
    await fleet.emulator.clearFaults();
    expect(await openOf(services, jobId)).toEqual([`${things[1]} QUEUED`]);
  });
});
