import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { findDueJob } from "./find-due-job";
import { readIndexAge } from "../store/read-index-age";
import { syncIndex, syncUntilQuiet } from "./sync-index";
import { SLICE_EXECUTIONS, scanJobSlice } from "./scan-job";
import { upsertJobs } from "../store/upsert-jobs";
import type { SyncServices } from "../sync-services";
import { startReading, recordSamples } from "@/lib/server/trends/record-samples";

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

describe.each(ENGINES)("scans of jobs on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(() => fleet.emulator.reset());

  /** A fleet that no other test uses. */
  function servicesOf(gateway: IotGateway = iot, fleetId = fleet.name("fleet")): SyncServices {
    return { fleetId, iot: gateway, acquire: () => Promise.resolve(), kysely: database.kysely, thresholds };
  }

  /** Makes every job due, and scans it once more. */
  async function sync(services: SyncServices): Promise<void> {
    await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
      database.kysely,
    );
    expect(await syncUntilQuiet(services)).toEqual({ ok: true, value: undefined });
  }

  /** @returns the ids of the job and of its things */
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

  const failureOf = async ({ fleetId }: SyncServices) =>
    (await readIndexAge(database.kysely, fleetId)).failure;

  /** IAM denies the console this job, as it can by a tag. */
  const deny = (api: string, match: { jobId?: string; thingName?: string }) =>
    fleet.emulator.fault({ api, kind: "deny", count: 1_000, match });

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
    expect(await readIndexAge(database.kysely, services.fleetId)).toMatchObject({
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
      where fleet_id = ${services.fleetId} and job_id = ${other}`.execute(database.kysely);
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

  it("go on if AWS has an error for one execution each time", async () => {
    const services = servicesOf();
    const job = await seedJob(["QUEUED", "QUEUED", "QUEUED"], { createdAtMs: Date.now() - 3_600_000 });
    const [broken = "", ended = "", hinted = ""] = job.things;
    await sync(services);
    for (const [at, thingName] of [broken, hinted].entries())
      await sql`update open_execution set hinted_at = ${new Date(at)}
        where fleet_id = ${services.fleetId} and thing_name = ${thingName}`.execute(database.kysely);
    const fault = { api: "DescribeJobExecution", kind: "error", count: 1_000 } as const;
    await fleet.emulator.fault({ ...fault, match: { thingName: broken } });
    const fails = async () => expect(await syncUntilQuiet(services)).toMatchObject({ ok: false });
    await fails();
    await fails();
    const hints = await database.kysely
      .selectFrom("open_execution")
      .select("thing_name")
      .where("fleet_id", "=", services.fleetId)
      .where("hinted_at", "is not", null)
      .execute();
    expect(hints).toEqual([{ thing_name: broken }]);

    await sql`update open_execution set hinted_at = null where fleet_id = ${services.fleetId}`.execute(
      database.kysely,
    );
    for (const thingName of [broken, ended])
      await fleet.emulator.deviceAct({ thingName, jobId: job.jobId, act: "succeed" });
    await sql`update indexed_job set next_at = 'epoch' where fleet_id = ${services.fleetId}`.execute(
      database.kysely,
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
        database.kysely,
      );
      const because = kind === "deny" ? "denied" : "throttled";
      expect(await syncUntilQuiet(services)).toMatchObject({ failure: { kind: because } });
      await fleet.emulator.clearFaults();
      expect(await openOf(services, jobId)).toEqual([`${things[1]} QUEUED`]);
    },
  );

  /** Seeds a job whose queued executions fill this many pages, old enough for its counters to be trusted. @returns its id */
  async function seedPages(pages: number): Promise<string> {
    const [jobId, prefix] = [fleet.name("big"), fleet.name("agv-")];
    const forThings = { prefix, from: 0, count: pages * 250, pad: 4 };
    await fleet.emulator.seed({
      thingRange: [forThings],
      jobs: [
        {
          jobId,
          createdAtMs: Date.now() - 3_600_000,
          targets: {},
          executions: [{ forThings, status: "QUEUED" }],
        },
      ],
    });
    return jobId;
  }

  /** Reads this many pages of the job; then the process is killed. */
  async function readPages(services: SyncServices, jobId: string, pages: number): Promise<void> {
    let read = 0;
    const killed: IotGateway = {
      ...iot,
      listExecutionsForJob: (...args) => {
        if (args[0] === jobId && ++read > pages) throw new Error("The process was killed.");
        return iot.listExecutionsForJob(...args);
      },
    };
    await expect(syncUntilQuiet(servicesOf(killed, services.fleetId))).rejects.toThrow("killed");
  }

  const listCallsOf = async (jobId: string, action: () => Promise<unknown>) =>
    (await fleet.callsOf(action)).filter(
      (call) => call.jobId === jobId && call.api === "ListJobExecutionsForJob",
    ).length;

  const secondsTo = (at: Date | undefined) => ((at?.getTime() ?? NaN) - Date.now()) / 1_000;

  it("rest between two scans, but never for long, and start again after a long pause of the console", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(2)];
    await startReading(services);
    await readPages(services, jobId, 1);
    // The console was stopped for a weekend.
    const { fleetId } = services;
    await sql`update indexed_job set round_began_at = now() - interval '64 hours', next_at = now() - interval '64 hours'
      where fleet_id = ${fleetId}`.execute(database.kysely);
    await sql`update index_state set seen_at = now() - interval '64 hours' where fleet_id = ${fleetId}`.execute(
      database.kysely,
    );
    await startReading(services);
    expect(await listCallsOf(jobId, () => syncUntilQuiet(services))).toBe(3); // all that is queued, and IN_PROGRESS
    const row = await jobRow(services, jobId);
    expect(secondsTo(row?.read_at ?? undefined)).toBeGreaterThan(-60);
    expect(secondsTo(row?.next_at)).toBeGreaterThan(0);
    expect(await recordSamples(services)).toBe(true);

    await sql`update indexed_job set next_at = now(), round_step = 'vanished',
      round_began_at = now() - interval '3 hours' where fleet_id = ${fleetId} and job_id = ${jobId}`.execute(
      database.kysely,
    );
    await sql`update index_state set sound_since = now() - interval '4 hours' where fleet_id = ${fleetId}`.execute(
      database.kysely,
    );
    expect(await listCallsOf(jobId, () => syncUntilQuiet(services))).toBe(0); // that scan only had to end
    expect(secondsTo((await jobRow(services, jobId))?.next_at)).toBeLessThanOrEqual(600);
  });

  /** A gateway whose calls time out after 200 ms: the default of 10 s would prove no more. */
  const impatient = () => createIotGateway({ ...fleet.config, callTimeoutMs: 200 });

  it("do not count the time for which AWS hung as cost, and report meanwhile that there is no answer", async () => {
    const services = servicesOf(impatient());
    const jobId = await seedPages(1);
    const hang = { api: "ListJobExecutionsForJob", kind: "hang", match: { jobId } } as const;
    await fleet.emulator.fault({ ...hang, count: "unlimited" });
    const stopping = new AbortController();
    const running = syncIndex(services, stopping.signal);
    await expect
      .poll(() => failureOf(services), { timeout: 20_000 })
      .toEqual({ scope: "everything", cause: { kind: "unavailable" } });

    // As if AWS had hung for 69 s since the scan started, and the index had been sound long before.
    await sql`update index_state set sound_since = sound_since - interval '1 hour'
      where fleet_id = ${services.fleetId}`.execute(database.kysely);
    await sql`update indexed_job set round_began_at = round_began_at - interval '69 seconds'
      where fleet_id = ${services.fleetId}`.execute(database.kysely);
    await fleet.emulator.clearFaults();
    await expect
      .poll(async () => (await jobRow(services, jobId))?.round_step, { timeout: 20_000 })
      .toBeNull();
    stopping.abort();
    await running;
    expect(await openOf(services, jobId)).toHaveLength(250);
    expect(await failureOf(services)).toBeNull();
    expect(secondsTo((await jobRow(services, jobId))?.next_at)).toBeLessThanOrEqual(10);
  });

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
        database.kysely,
      );
    for (const seconds of [60, 120, 240, 480, 600]) {
      await deferredFor(seconds);
      await makeDue();
    }
    stopping.abort();
    await running;
  });

  it("rest for four times what all slices of the scan cost", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(1)];
    await readPages(services, jobId, 0);
    await scanJobSlice(services, (await findDueJob(services, { smallJobsUntil: 0 }))!, 60_000);
    const seconds = secondsTo((await jobRow(services, jobId))?.next_at);
    expect(seconds).toBeGreaterThan(230);
    expect(seconds).toBeLessThan(300);
  });

  it("count the slices before the last as cost too", async () => {
    const services = servicesOf();
    const latencyMs = 150;
    const jobId = fleet.name("big");
    const range = { prefix: `${jobId}-`, from: 0, count: SLICE_EXECUTIONS + 1 };
    await fleet.emulator.seed({
      thingRange: [range],
      jobs: [{ jobId, targets: {}, executions: [{ forThings: range, status: "QUEUED" }] }],
    });
    await fleet.emulator.settings({ latencyMs });
    await sync(services);
    await fleet.emulator.settings({ latencyMs: 0 });
    const { round_began_at, next_at } = (await jobRow(services, jobId))!;
    // Pages of 250. After the last slice alone, of one page, the job would rest for the shortest time, ten seconds.
    const costMs = (latencyMs * SLICE_EXECUTIONS) / 250;
    expect(next_at.getTime() - (round_began_at?.getTime() ?? next_at.getTime())).toBeGreaterThan(
      5 * costMs - 500,
    );
  });

  it("start again if AWS no longer accepts its own token", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(2)];
    await readPages(services, jobId, 1);
    await sql`update indexed_job set round_cursor = 'no-token'
      where fleet_id = ${services.fleetId} and job_id = ${jobId}`.execute(database.kysely);
    expect(await syncUntilQuiet(services)).toMatchObject({ ok: true });
    expect(await openOf(services, jobId)).toHaveLength(500);
    expect(await jobRow(services, jobId)).toMatchObject({ round: 2, round_step: null });
  });

  it("let an execution wait only for one in progress in the namespace of its job", async () => {
    const services = servicesOf();
    const plain = await seedJob(["IN_PROGRESS"]);
    const [thing] = plain.things;
    const inNamespace = async (namespaceId: string | null) => {
      const jobId = fleet.name("waits");
      const executions = [{ thingName: thing!, status: "QUEUED" as const }];
      const namespace = namespaceId === null ? {} : { namespaceId };
      await fleet.emulator.seed({
        jobs: [{ jobId, targets: { things: [thing!] }, executions, ...namespace }],
      });
      return jobId;
    };
    const [same, other] = [await inNamespace(null), await inNamespace("aws-gg-deployment")];
    await sync(services);
    const { rows } = await sql`
      select job_id, blocked_by, behind from open_execution where fleet_id = ${services.fleetId}
      order by array_position(${[plain.jobId, same, other]}::text[], job_id)`.execute(database.kysely);
    expect(rows).toEqual([
      { job_id: plain.jobId, blocked_by: null, behind: 1 },
      { job_id: same, blocked_by: plain.jobId, behind: 0 },
      { job_id: other, blocked_by: null, behind: 0 },
    ]);
  });

  it("read IN_PROGRESS after QUEUED, even if none was counted in progress before", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(2)];
    let started: string | null = null;
    const startsMeanwhile: IotGateway = {
      ...iot,
      async listExecutionsForJob(...args) {
        const page = await iot.listExecutionsForJob(...args);
        if (args[0] !== jobId || started !== null || !page.ok) return page;
        const seen = new Set(page.value.rows.map(({ thingName }) => thingName));
        const prefix = page.value.rows[0]!.thingName.slice(0, -4);
        const all = Array.from({ length: 500 }, (_, at) => prefix + String(at).padStart(4, "0"));
        started = all.find((name) => !seen.has(name))!;
        await fleet.emulator.deviceAct({ thingName: started, jobId, act: "start" });
        return page;
      },
    };
    await sync(servicesOf(startsMeanwhile, services.fleetId));
    expect(await openOf(services, jobId)).toContain(`${started} IN_PROGRESS`);
    expect(await openOf(services, jobId)).toHaveLength(500);
  });

  it("trust a zero count of a young job the second time", async () => {
    const { jobId } = await seedJob(["QUEUED", "IN_PROGRESS"]);
    const lagging: IotGateway = {
      ...iot,
      async describeJob(...args) {
        const job = await iot.describeJob(...args);
        if (!job.ok) return job;
        return {
          ok: true,
          value: { ...job.value, counts: { ...job.value.counts, QUEUED: 0, IN_PROGRESS: 0 } },
        };
      },
    };
    const services = servicesOf(lagging);
    expect(await listCallsOf(jobId, () => sync(services))).toBe(2);
    expect(await openOf(services, jobId)).toHaveLength(2);
    expect(await listCallsOf(jobId, () => sync(services))).toBe(0);
    // Executions on no list that was read are described, and are still open.
    expect(await openOf(services, jobId)).toHaveLength(2);
  });

  it("remove the executions of a job that was deleted", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(2)];
    await sync(services);
    expect(await openOf(services, jobId)).toHaveLength(500);
    await fleet.emulator.deleteJob(jobId);
    await expect
      .poll(() => iot.describeJob(jobId, { maxAgeMs: 0 }), { timeout: 20_000 })
      .toMatchObject({ failure: { kind: "not-found" } });
    await sync(services);
    expect(await openOf(services, jobId)).toEqual([]);
    expect(await jobRow(services, jobId)).toBeUndefined();
  });

  it("stop if another reader has advanced the scan", async () => {
    const jobId = await seedPages(2);
    const services = servicesOf();
    let isTakenOver = false;
    const slow: IotGateway = {
      ...iot,
      async listExecutionsForJob(...args) {
        const page = await iot.listExecutionsForJob(...args);
        if (args[0] !== jobId || isTakenOver) return page;
        isTakenOver = true;
        await syncUntilQuiet(services);
        return page;
      },
    };
    const calls = await listCallsOf(jobId, () => syncUntilQuiet(servicesOf(slow, services.fleetId)));
    expect(calls).toBe(1 + 3);
    expect(await openOf(services, jobId)).toHaveLength(500);
    expect(await jobRow(services, jobId)).toMatchObject({ round: 1, round_step: null });
  });

  it("find a job that was created and canceled between two listings, and read no other canceled job again", async () => {
    const services = servicesOf();
    const before = await seedJob(["IN_PROGRESS"]);
    await fleet.emulator.cancel({ jobId: before.jobId });
    await sync(services);
    expect(await openOf(services, before.jobId)).toHaveLength(1); // the first scan adds all canceled jobs
    const { jobId } = await seedJob(["IN_PROGRESS"]);
    await fleet.emulator.cancel({ jobId });
    const hourAgo = Date.now() - 3_600_000;
    const old = await seedJob(["IN_PROGRESS"], { status: "CANCELED", lastUpdatedAtMs: hourAgo });
    await sync(services);
    expect(await openOf(services, jobId)).toHaveLength(1);
    expect(await jobRow(services, old.jobId)).toBeUndefined();
  });

  it("take new jobs first, then each job in order, however often the last update of some changes", async () => {
    const services = servicesOf();
    const listed = (jobId: string, status = "IN_PROGRESS") =>
      upsertJobs(
        services,
        [{ jobId, status, createdAt: new Date(0), lastUpdatedAt: new Date() }],
        new Date(),
      );
    const next = async () => (await findDueJob(services, { smallJobsUntil: 0 }))?.jobId;
    const isDue = (job_id: string, minutes: number) =>
      database.kysely
        .updateTable("indexed_job")
        .set({ next_at: new Date(Date.now() - minutes * 60_000) })
        .where("fleet_id", "=", services.fleetId)
        .where("job_id", "=", job_id)
        .execute();
    for (const job of ["quiet", "busy", "canceled"]) await listed(job);
    await isDue("quiet", 2);
    await isDue("busy", -10);
    await isDue("canceled", -10);
    await listed("busy");
    expect(await next()).toBe("quiet");
    await isDue("quiet", -10);
    expect(await next()).toBe("busy");
    await listed("canceled", "DELETION_IN_PROGRESS");
    expect(await next()).toBe("canceled");
    await isDue("canceled", -10);
    await listed("new");
    expect(await next()).toBe("new");
  });

  it("give half of the time to big jobs, one after the other", async () => {
    const services = servicesOf();
    const { fleetId } = services;
    const now = Date.now();
    const put = (job_id: string, minutesDue: number, more: object = {}) =>
      database.kysely
        .insertInto("indexed_job")
        .values({
          ...{ fleet_id: fleetId, job_id, status: "IN_PROGRESS", listed_at: new Date(), round: 1 },
          next_at: new Date(now - minutesDue * 60_000),
          ...more,
        })
        .execute();
    /** As `advanceScan` leaves it. */
    const underWay = (minutes: number) => ({
      round_step: "QUEUED" as const,
      round_began_at: new Date(Date.now() - minutes * 60_000),
    });
    const counted = (queued_count: number) => ({ queued_count, in_progress_count: 0 });
    await put("started", 3, underWay(3));
    await put("started-later", 2, underWay(2));
    await put("big", 60, counted(5_001));
    await put("small", 50, counted(5_000));
    await put("unknown", 40);
    await put("waiting", -10);
    const remove = (job_id: string) =>
      database.kysely
        .deleteFrom("indexed_job")
        .where("fleet_id", "=", fleetId)
        .where("job_id", "=", job_id)
        .execute();
    const due = async (smallJobsUntil: number) => (await findDueJob(services, { smallJobsUntil }))?.jobId;
    const smallJobsFirst = Infinity;
    expect(await due(0)).toBe("started");
    expect(await due(smallJobsFirst)).toBe("small");
    await remove("small");
    expect(await due(smallJobsFirst)).toBe("unknown");
    await remove("unknown");
    expect(await due(smallJobsFirst)).toBe("started");
    await remove("started");
    expect(await due(0)).toBe("started-later");
    await remove("started-later");
    expect(await due(smallJobsFirst)).toBe("big");
    await remove("big");
    expect(await due(0)).toBeUndefined();
  });
});
