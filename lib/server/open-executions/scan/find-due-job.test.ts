import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { findDueJob } from "./find-due-job";
import { upsertJobs } from "../store/upsert-jobs";
import { openScanWorld } from "../testing/scan-world";

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("the order of scans on the %s engine", (engine) => {
  const { servicesOf } = openScanWorld(engine, () => fleet);

  it("takes new jobs first, then each job in order, however often the last update of some changes", async () => {
    const services = servicesOf();
    const listed = (jobId: string, status = "IN_PROGRESS") =>
      upsertJobs(
        services,
        [{ jobId, status, createdAt: new Date(0), lastUpdatedAt: new Date() }],
        new Date(),
      );
    const next = async () => (await findDueJob(services, { smallJobsUntil: 0 }))?.jobId;
    const isDue = (job_id: string, minutes: number) =>
      services.kysely
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

  it("gives half of the time to big jobs, one after the other", async () => {
    const services = servicesOf();
    const { fleetId } = services;
    const now = Date.now();
    const put = (job_id: string, minutesDue: number, more: object = {}) =>
      services.kysely
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
      services.kysely
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
