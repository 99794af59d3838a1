import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { syncUntilQuiet } from "./sync-index";
import { openScanWorld } from "../testing/scan-world";

let fleet: EmulatedFleet;
let iot: IotGateway;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  iot = createIotGateway(fleet.config);
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("scans of jobs on the %s engine", (engine) => {
  const { servicesOf, sync, seedJob, seedPages, readPages, openOf, jobRow, listCallsOf } = openScanWorld(
    engine,
    () => fleet,
  );

  it("start again if AWS no longer accepts its own token", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(2)];
    await readPages(services, jobId, 1);
    await sql`update indexed_job set round_cursor = 'no-token'
      where fleet_id = ${services.fleetId} and job_id = ${jobId}`.execute(services.kysely);
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
      order by array_position(${[plain.jobId, same, other]}::text[], job_id)`.execute(services.kysely);
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
});
