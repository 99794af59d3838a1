import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createIotGateway } from "./create-iot-gateway";
import { http, type RawEndpoint, startRawEndpoint } from "./testing/raw-endpoint";

let endpoint: RawEndpoint;
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "raw");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "raw");
  endpoint = await startRawEndpoint();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await endpoint.stop();
});

async function describeJob(members: object) {
  endpoint.answer = http(200, {}, JSON.stringify({ job: { jobId: "fw", ...members } }));
  const config = { region: "eu-west-1", endpoint: endpoint.url, quotas: "off", quotaShare: 1 } as const;
  return createIotGateway(config).describeJob("fw");
}

test("a job has its maintenance windows, the next of them, its end and its namespace", async () => {
  const job = await describeJob({
    namespaceId: "aws.greengrass",
    schedulingConfig: {
      startTime: "2026-12-01T18:00",
      endTime: "2026-12-31T18:00",
      endBehavior: "STOP_ROLLOUT",
      maintenanceWindows: [{ startTime: "cron(0 18 ? * SUN *)", durationInMinutes: 90 }, {}],
    },
    scheduledJobRollouts: [{ startTime: "2026-12-06T18:00" }, { startTime: "2026-12-13T18:00" }, {}],
  });
  expect(job).toMatchObject({
    ok: true,
    value: {
      namespaceId: "aws.greengrass",
      scheduling: {
        startTime: "2026-12-01T18:00",
        endTime: "2026-12-31T18:00",
        endBehavior: "STOP_ROLLOUT",
        maintenanceWindows: [
          { startTime: "cron(0 18 ? * SUN *)", durationMinutes: 90 },
          { startTime: "unknown", durationMinutes: null },
        ],
        nextRollouts: ["2026-12-06T18:00", "2026-12-13T18:00"],
      },
    },
  });
});

test("a job without a schedule has none", async () => {
  expect(await describeJob({})).toMatchObject({
    value: {
      namespaceId: null,
      scheduling: {
        startTime: null,
        endTime: null,
        endBehavior: null,
        maintenanceWindows: [],
        nextRollouts: [],
      },
    },
  });
});

test.each([
  { schedulingConfig: { maintenanceWindows: {} } },
  { schedulingConfig: { maintenanceWindows: [{ durationInMinutes: "90" }] } },
  { scheduledJobRollouts: [{ startTime: 7 }] },
])("%j is no answer of AWS", async (members) => {
  expect(await describeJob(members)).toMatchObject({
    ok: false,
    failure: { kind: "unavailable", because: "unreadable" },
  });
});
