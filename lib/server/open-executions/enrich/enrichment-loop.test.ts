import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { runEnrichmentLoop } from "./enrichment-loop";
import { syncIndex } from "../scan/sync-index";
import type { SyncServices } from "../sync-services";

const HOUR_MS = 3_600_000;

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  await fleet.emulator.settings({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("the enrichment loop on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, (opened) => {
    database = opened;
  });

  it("holds up neither the scans nor its other half while one API's quota is used up", async () => {
    const longAgo = Date.now() - 48 * HOUR_MS;
    const [newest, ...older] = ["newest", "waiting", "oldest"].map(fleet.name);
    const [waiting, oldest] = older;
    const seeded = (jobId: string, createdAtMs: number, execution: { status: "QUEUED" | "IN_PROGRESS" }) => ({
      jobId,
      createdAtMs,
      targets: { things: [jobId] },
      executions: [
        {
          thingName: jobId,
          ...execution,
          queuedAtMs: longAgo,
          ...(execution.status === "IN_PROGRESS" && {
            startedAtMs: longAgo,
            lastUpdatedAtMs: longAgo,
            versionNumber: 7,
          }),
        },
      ],
    });
    await fleet.emulator.seed({
      things: [newest!, waiting!, oldest!].map((name) => ({ name, connectivity: { connected: false } })),
      jobs: [
        seeded(newest!, longAgo + 2, { status: "IN_PROGRESS" }),
        seeded(waiting!, longAgo + 1, { status: "QUEUED" }),
        seeded(oldest!, longAgo, { status: "IN_PROGRESS" }),
      ],
    });

    const quota = Promise.withResolvers<undefined>();
    const services: SyncServices = {
      fleetId: "kiosks",
      iot: createIotGateway(fleet.config),
      acquire: (api) => (api === "DescribeJobExecution" ? quota.promise : Promise.resolve()),
      kysely: database.kysely,
      thresholds: { stuckMinutes: 60, waitingMinutes: 1_440, stuckMinutesOfJob: {}, stuckMinutesOfType: {} },
    };
    const known = async () =>
      (
        await database.kysely
          .selectFrom("open_execution")
          .select(["job_id", "version_number", "connectivity"])
          .where("job_id", "in", [newest!, waiting!, oldest!])
          .orderBy("job_id")
          .execute()
      ).map((row) => [row.job_id, row.version_number, row.connectivity]);
    const stopping = new AbortController();
    const running = Promise.all([
      syncIndex(services, stopping.signal),
      runEnrichmentLoop(services, stopping.signal),
    ]);
    try {
      await expect.poll(async () => (await known()).length, { timeout: 10_000 }).toBe(3);
      await expect.poll(known).toContainEqual([waiting, null, "not-connected"]);
      quota.resolve(undefined);
      await expect
        .poll(known, { timeout: 10_000 })
        .toEqual([newest, oldest, waiting].map((job) => [job, job === waiting ? null : 7, "not-connected"]));
    } finally {
      quota.resolve(undefined);
      stopping.abort();
      await running;
    }
  });
});
