import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { findDueJob } from "./find-due-job";
import { startReading, recordSamples } from "@/lib/server/trends/record-samples";
import { syncIndex, syncUntilQuiet } from "./sync-index";
import { SLICE_EXECUTIONS, scanJobSlice } from "./scan-job";
import { openScanWorld, secondsTo } from "../testing/scan-world";

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

/** A gateway whose calls time out after 200 ms: the default of 10 s would prove no more. */
const impatient = () => createIotGateway({ ...fleet.config, callTimeoutMs: 200 });

describe.each(ENGINES)("the rest between two scans of a job on the %s engine", (engine) => {
  const { servicesOf, sync, seedPages, readPages, openOf, jobRow, failureOf, listCallsOf } = openScanWorld(
    engine,
    () => fleet,
  );

  it("is never long, and a scan starts again after a long pause of the console", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(2)];
    await startReading(services);
    await readPages(services, jobId, 1);
    // The console was stopped for a weekend.
    const { fleetId } = services;
    await sql`update indexed_job set round_began_at = now() - interval '64 hours', next_at = now() - interval '64 hours'
      where fleet_id = ${fleetId}`.execute(services.kysely);
    await sql`update index_state set seen_at = now() - interval '64 hours' where fleet_id = ${fleetId}`.execute(
      services.kysely,
    );
    await startReading(services);
    expect(await listCallsOf(jobId, () => syncUntilQuiet(services))).toBe(3); // all that is queued, and IN_PROGRESS
    const row = await jobRow(services, jobId);
    expect(secondsTo(row?.read_at ?? undefined)).toBeGreaterThan(-60);
    expect(secondsTo(row?.next_at)).toBeGreaterThan(0);
    expect(await recordSamples(services)).toBe(true);

    await sql`update indexed_job set next_at = now(), round_step = 'vanished',
      round_began_at = now() - interval '3 hours' where fleet_id = ${fleetId} and job_id = ${jobId}`.execute(
      services.kysely,
    );
    await sql`update index_state set sound_since = now() - interval '4 hours' where fleet_id = ${fleetId}`.execute(
      services.kysely,
    );
    expect(await listCallsOf(jobId, () => syncUntilQuiet(services))).toBe(0); // that scan only had to end
    expect(secondsTo((await jobRow(services, jobId))?.next_at)).toBeLessThanOrEqual(600);
  });

  it("does not count the time for which AWS hung, which is reported meanwhile", async () => {
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
      where fleet_id = ${services.fleetId}`.execute(services.kysely);
    await sql`update indexed_job set round_began_at = round_began_at - interval '69 seconds'
      where fleet_id = ${services.fleetId}`.execute(services.kysely);
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

  it("is four times what all slices of the scan cost", async () => {
    const [services, jobId] = [servicesOf(), await seedPages(1)];
    await readPages(services, jobId, 0);
    await scanJobSlice(services, (await findDueJob(services, { smallJobsUntil: 0 }))!, 60_000);
    const seconds = secondsTo((await jobRow(services, jobId))?.next_at);
    expect(seconds).toBeGreaterThan(230);
    expect(seconds).toBeLessThan(300);
  });

  it("counts the slices before the last", async () => {
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
});
