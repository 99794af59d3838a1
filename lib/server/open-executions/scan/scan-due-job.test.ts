import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { readIndexAge } from "../store/read-index-age";
import { startReading, recordSamples } from "@/lib/server/trends/record-samples";
import { syncIndex, syncUntilQuiet } from "./sync-index";
import { openScanWorld, secondsTo } from "../testing/scan-world";

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

/** A gateway whose calls time out after 200 ms: the default of 10 s would prove no more. */
const impatient = () => createIotGateway({ ...fleet.config, callTimeoutMs: 200 });

describe.each(ENGINES)("scans that fail on the %s engine", (engine) => {
  const { servicesOf, sync, seedJob, seedPages, readPages, openOf, jobRow, failureOf, deny } = openScanWorld(
    engine,
    () => fleet,
  );

  it("defer a job that AWS refuses, report it, and go on with all other jobs", async () => {
    const services = servicesOf();
    await startReading(services);
    const [denied, unlistable, other] = [
      await seedJob(["QUEUED"]),
      await seedJob(["QUEUED"]),
      await seedJob(["QUEUED"]),
    ];
    await deny("DescribeJob", { jobId: denied.jobId });
    await deny("ListJobExecutionsForJob", { jobId: unlistable.jobId });
    const calls = await fleet.callsOf(() => sync(services));
    expect(await openOf(services, other.jobId)).toHaveLength(1);
    // Each refused job was requested only once.
    expect(calls.filter(({ errorName }) => errorName === "AccessDeniedException")).toHaveLength(2);
    expect(await readIndexAge(services.kysely, services.fleetId)).toMatchObject({
      failure: { scope: "jobs", cause: { kind: "denied", action: "iot:DescribeJob" } },
      completeAt: expect.any(Date) as Date,
      jobsNotRead: 0,
      executionsNotRead: 0,
      jobsRefused: 2,
      refusedJobIds: [denied.jobId, unlistable.jobId].sort(),
    });
    expect(await recordSamples(services)).toBe(true);

    await fleet.emulator.clearFaults();
    await sync(services);
    for (const { jobId } of [denied, unlistable]) expect(await openOf(services, jobId)).toHaveLength(1);
    expect(await failureOf(services)).toBeNull();
  });

  it("go on with all other jobs if AWS has an error for one each time", async () => {
    const services = servicesOf();
    const other = await seedJob(["QUEUED"], { createdAtMs: Date.now() - 3_600_000 });
    const broken = await seedJob(["QUEUED"]); // the newest is scanned first
    await fleet.emulator.fault({
      api: "DescribeJob",
      kind: "error",
      count: 1_000,
      match: { jobId: broken.jobId },
    });
    expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: "unavailable" } });
    expect(await openOf(services, other.jobId)).toHaveLength(0);
    expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: "unavailable" } });
    expect(await openOf(services, other.jobId)).toHaveLength(1);

    await fleet.emulator.clearFaults();
    await sync(services);
    expect(await openOf(services, broken.jobId)).toHaveLength(1);
  });

  it("let alerts be judged, and report the failure, if AWS has an error for one job each time", async () => {
    const services = servicesOf();
    await seedJob(["QUEUED"], { createdAtMs: Date.now() - 3_600_000 });
    const broken = await seedJob(["QUEUED"]);
    const fault = { api: "DescribeJob", kind: "error", count: 1_000 } as const;
    await fleet.emulator.fault({ ...fault, match: { jobId: broken.jobId } });
    const stopping = new AbortController();
    const running = syncIndex(services, stopping.signal);
    await expect.poll(() => recordSamples(services), { timeout: 20_000 }).toBe(true);
    expect(await failureOf(services)).toEqual({ scope: "jobs", cause: { kind: "unavailable" } });
    stopping.abort();
    await running;

    await fleet.emulator.clearFaults();
    await sync(services);
    expect(await openOf(services, broken.jobId)).toHaveLength(1);
    expect(await failureOf(services)).toBeNull();
  });

  it("go on with all other big jobs if AWS has an error for one whose scan is under way", async () => {
    const services = servicesOf();
    const other = await seedPages(1);
    await sync(services);
    const broken = await seedPages(2);
    await readPages(services, broken, 1);
    // As if the other one were a big job.
    await sql`update indexed_job set queued_count = 5001, next_at = 'epoch'
      where fleet_id = ${services.fleetId} and job_id = ${other}`.execute(services.kysely);
    const fault = { api: "ListJobExecutionsForJob", kind: "error", count: 1_000 } as const;
    await fleet.emulator.fault({ ...fault, match: { jobId: broken } });
    for (let failures = 0; failures < 2; failures++)
      expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: "unavailable" } });
    expect(await jobRow(services, other)).toMatchObject({ round: 2, round_step: null });

    await fleet.emulator.clearFaults();
    await sync(services);
    expect(await openOf(services, broken)).toHaveLength(500);
  });

  it("keep an execution as it was read last if AWS refuses to say what became of it, and go on", async () => {
    const services = servicesOf();
    const job = await seedJob(["QUEUED", "QUEUED", "QUEUED"], { createdAtMs: Date.now() - 3_600_000 });
    const [refused = "", ended = "", hinted = ""] = job.things;
    await sync(services);
    await deny("DescribeJobExecution", { thingName: refused });
    await deny("DescribeJobExecution", { thingName: hinted });
    await sql`update open_execution set hinted_at = ${new Date()}
      where fleet_id = ${services.fleetId} and thing_name = ${hinted}`.execute(services.kysely);
    for (const thingName of [refused, ended])
      await fleet.emulator.deviceAct({ thingName, jobId: job.jobId, act: "succeed" });
    await sync(services);
    expect(await openOf(services, job.jobId)).toEqual([`${refused} QUEUED`, `${hinted} QUEUED`].sort());
    expect(await jobRow(services, job.jobId)).toMatchObject({ round_step: null, refused: null });

    await fleet.emulator.clearFaults();
    await sync(services);
    expect(await openOf(services, job.jobId)).toEqual([`${hinted} QUEUED`]);
  });

  it("go on if AWS has an error for one execution each time", async () => {
    const services = servicesOf();
    const job = await seedJob(["QUEUED", "QUEUED", "QUEUED"], { createdAtMs: Date.now() - 3_600_000 });
    const [broken = "", ended = "", hinted = ""] = job.things;
    await sync(services);
    for (const [at, thingName] of [broken, hinted].entries())
      await sql`update open_execution set hinted_at = ${new Date(at)}
        where fleet_id = ${services.fleetId} and thing_name = ${thingName}`.execute(services.kysely);
    const fault = { api: "DescribeJobExecution", kind: "error", count: 1_000 } as const;
    await fleet.emulator.fault({ ...fault, match: { thingName: broken } });
    const fails = async () => expect(await syncUntilQuiet(services)).toMatchObject({ ok: false });
    await fails();
    await fails();
    const hints = await services.kysely
      .selectFrom("open_execution")
      .select("thing_name")
      .where("fleet_id", "=", services.fleetId)
      .where("hinted_at", "is not", null)
      .execute();
    expect(hints).toEqual([{ thing_name: broken }]);

    await sql`update open_execution set hinted_at = null where fleet_id = ${services.fleetId}`.execute(
      services.kysely,
    );
    for (const thingName of [broken, ended])
      await fleet.emulator.deviceAct({ thingName, jobId: job.jobId, act: "succeed" });
    await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
      services.kysely,
    );
    await fails(); // as an unseen execution
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await openOf(services, job.jobId)).toEqual([`${broken} QUEUED`, `${hinted} QUEUED`].sort());
    expect(await jobRow(services, job.jobId)).toMatchObject({ round_step: null });

    await fleet.emulator.clearFaults();
    await sync(services);
    expect(await openOf(services, job.jobId)).toEqual([`${hinted} QUEUED`]);
  });

  it.each(["deny", "throttle"] as const)(
    "go on with known jobs if AWS answers the list of jobs with %s",
    async (kind) => {
      const services = servicesOf();
      const { jobId, things } = await seedJob(["QUEUED", "QUEUED"]);
      await sync(services);
      await fleet.emulator.fault({ api: "ListJobs", kind, count: 1_000 });
      await fleet.emulator.deviceAct({ thingName: things[0]!, jobId, act: "succeed" });
      await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
        services.kysely,
      );
      const because = kind === "deny" ? "denied" : "throttled";
      expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: because } });
      await fleet.emulator.clearFaults();
      expect(await openOf(services, jobId)).toEqual([`${things[1]} QUEUED`]);
    },
  );

  it("defer a job for which AWS hung twice while it answered about others, for a minute and then longer and longer", async () => {
    const services = servicesOf(impatient());
    await seedJob(["QUEUED"], { createdAtMs: Date.now() - 3_600_000 });
    const { jobId } = await seedJob(["QUEUED"]);
    await fleet.emulator.fault({ api: "DescribeJob", kind: "hang", count: "unlimited", match: { jobId } });
    const stopping = new AbortController();
    const running = syncIndex(services, stopping.signal);
    const deferredFor = async (seconds: number) => {
      const left = async () => secondsTo((await jobRow(services, jobId))?.next_at);
      await expect.poll(left, { timeout: 20_000 }).toBeGreaterThan(seconds - 60);
      expect(await left()).toBeLessThanOrEqual(seconds);
      expect(await failureOf(services)).toEqual({ scope: "jobs", cause: { kind: "unavailable" } });
    };
    const makeDue = () =>
      sql`update indexed_job set next_at = clock_timestamp() where fleet_id = ${services.fleetId}`.execute(
        services.kysely,
      );
    for (const seconds of [60, 120, 240, 480, 600]) {
      await deferredFor(seconds);
      await makeDue();
    }
    stopping.abort();
    await running;
  });
});
