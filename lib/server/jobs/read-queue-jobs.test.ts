import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Actor } from "@/lib/core/permissions/actor";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { readQueueJobs } from "./read-queue-jobs";

const VIEWER: Actor = { id: "ada", name: "Ada", role: "viewer" };

let fleet: EmulatedFleet;
let iot: IotGateway;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
  iot = createIotGateway(fleet.config);
});
afterAll(() => fleet.stop());

test("a job has its namespace and its next window; an unreadable one is left out", async () => {
  const [plain, night, gone] = [fleet.name("plain"), fleet.name("night"), fleet.name("gone")];
  const opensAt = new Date(Date.now() + 5 * 3_600_000);
  const cron = `cron(${opensAt.getUTCMinutes()} ${opensAt.getUTCHours()} * * ? *)`;
  const targets = { things: [fleet.name("kiosk")] };
  const scheduling = { maintenanceWindows: [{ startTime: cron, durationInMinutes: 30 }] };
  await fleet.emulator.seed({
    things: targets.things.map((name) => ({ name })),
    jobs: [
      { jobId: plain, targets },
      { jobId: night, targets, namespaceId: "greengrass", scheduling },
    ],
  });
  const read = await readQueueJobs({ iot }, VIEWER, { jobs: [plain, gone, night] });
  expect(read).toEqual({
    ok: true,
    value: {
      jobs: [
        { jobId: plain, status: "IN_PROGRESS", namespaceId: null, nextWindow: null, startTime: null },
        {
          jobId: night,
          status: "SCHEDULED",
          namespaceId: "greengrass",
          nextWindow: opensAt.toISOString().slice(0, 16).replace("T", " "),
          startTime: null,
        },
      ],
    },
  });
});

test("a person without a role gets no job", async () => {
  const stranger = { ...VIEWER, role: "nobody" } as unknown as Actor;
  expect(await readQueueJobs({ iot }, stranger, { jobs: ["fw"] })).toMatchObject({ ok: false });
});
