import {
  AddThingToThingGroupCommand,
  CancelJobCommand,
  CreateJobCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  IoTClient,
  type CreateJobCommandInput,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  arnOf,
  MINUTE_MS,
  startEmulatorUnderTest,
  type EmulatorUnderTest,
} from "../testing/emulator-under-test.ts";

const DAY_MS = 24 * 60 * MINUTE_MS;

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

async function seedGroup(count: number): Promise<{ group: string; things: string[] }> {
  const group = aws.name("group");
  const things = Array.from({ length: count }, () => aws.name("thing"));
  await aws.seed({ groups: [{ name: group }], things: things.map((name) => ({ name, groups: [group] })) });
  return { group, things };
}

/** A job with a window of one hour a day; the first opens in an hour. */
async function createJob(group: string, more: Partial<CreateJobCommandInput> = {}) {
  const opensAtMs = Math.ceil((aws.emulator.world.clock.now() + 60 * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  const opensAt = new Date(opensAtMs);
  const startTime = `cron(${opensAt.getUTCMinutes()} ${opensAt.getUTCHours()} * * ? *)`;
  const jobId = aws.name("job");
  await iot.send(
    new CreateJobCommand({
      jobId,
      targets: [arnOf("thinggroup", group)],
      document: "{}",
      jobExecutionsRolloutConfig: { maximumPerMinute: 1 },
      schedulingConfig: { maintenanceWindows: [{ startTime, durationInMinutes: 60 }] },
      ...more,
    }),
  );
  const advanceTo = (minutes: number) =>
    aws.advance(opensAtMs + minutes * MINUTE_MS - aws.emulator.world.clock.now());
  return { jobId, opensAtMs, startTime, advanceTo };
}
const readJob = async (jobId: string) => (await iot.send(new DescribeJobCommand({ jobId }))).job!;
const readState = async (jobId: string) => {
  const { status, jobProcessDetails } = await readJob(jobId);
  return { status, queued: jobProcessDetails!.numberOfQueuedThings };
};

test("a job rolls out only in its windows, and is SCHEDULED between them", async () => {
  const { group, things } = await seedGroup(100);
  const { jobId, advanceTo } = await createJob(group);
  expect(await readState(jobId)).toEqual({ status: "SCHEDULED", queued: 0 });
  await advanceTo(0);
  expect(await readState(jobId)).toEqual({ status: "IN_PROGRESS", queued: 1 });
  await advanceTo(59);
  expect(await readState(jobId)).toEqual({ status: "IN_PROGRESS", queued: 60 });
  await advanceTo(61);
  expect(await readState(jobId)).toEqual({ status: "SCHEDULED", queued: 60 });
  await advanceTo(23 * 60);
  expect(await readState(jobId)).toEqual({ status: "SCHEDULED", queued: 60 });
  // Queued executions continue between the windows.
  await aws.act({ thingName: things[0]!, jobId, act: "succeed" });
  expect((await readJob(jobId)).jobProcessDetails).toMatchObject({ numberOfSucceededThings: 1 });
  await advanceTo(24 * 60 + 59);
  expect(await readState(jobId)).toMatchObject({ status: "IN_PROGRESS", queued: 99 });
});

test("DescribeJob returns the next seven windows and the configuration as given", async () => {
  const { group } = await seedGroup(1);
  const { jobId, opensAtMs, startTime, advanceTo } = await createJob(group);
  const { schedulingConfig, scheduledJobRollouts } = await readJob(jobId);
  expect(schedulingConfig?.maintenanceWindows).toEqual([{ startTime, durationInMinutes: 60 }]);
  const toText = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
  const startsFrom = (ms: number) =>
    Array.from({ length: 7 }, (_, day) => ({ startTime: toText(ms + day * DAY_MS) }));
  expect(scheduledJobRollouts).toEqual(startsFrom(opensAtMs));
  await advanceTo(1);
  expect((await readJob(jobId)).scheduledJobRollouts).toEqual(startsFrom(opensAtMs + DAY_MS));
});

test("a snapshot completes between two windows too, once all its executions have ended", async () => {
  const { group, things } = await seedGroup(1);
  const { jobId, advanceTo } = await createJob(group);
  await advanceTo(90);
  expect((await readState(jobId)).status).toBe("SCHEDULED");
  await aws.act({ thingName: things[0]!, jobId, act: "succeed" });
  expect((await readState(jobId)).status).toBe("COMPLETED");
  await advanceTo(25 * 60);
  expect((await readState(jobId)).status).toBe("COMPLETED");
});

test("a thing that joins a continuous job between windows waits for the next window", async () => {
  const { group } = await seedGroup(1);
  const [late] = (await seedGroup(1)).things;
  const { jobId, advanceTo } = await createJob(group, { targetSelection: "CONTINUOUS" });
  await advanceTo(90);
  await iot.send(new AddThingToThingGroupCommand({ thingName: late, thingGroupName: group }));
  const status = async () =>
    (await iot.send(new DescribeJobExecutionCommand({ jobId, thingName: late }))).execution?.status;
  await expect(status()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await advanceTo(24 * 60 + 1);
  expect(await status()).toBe("QUEUED");
});

test("a job that is canceled between windows stays canceled", async () => {
  const { group } = await seedGroup(3);
  const { jobId, advanceTo } = await createJob(group);
  await advanceTo(90);
  await iot.send(new CancelJobCommand({ jobId }));
  await advanceTo(25 * 60);
  expect((await readState(jobId)).status).toBe("CANCELED");
  expect(await readJob(jobId)).not.toHaveProperty("scheduledJobRollouts");
});

test("a job created while a window is open rolls out at once", async () => {
  const { group } = await seedGroup(1);
  const openedAt = new Date(aws.emulator.world.clock.now() - 5 * MINUTE_MS);
  const startTime = `cron(${openedAt.getUTCMinutes()} ${openedAt.getUTCHours()} * * ? *)`;
  const { jobId } = await createJob(group, {
    schedulingConfig: { maintenanceWindows: [{ startTime, durationInMinutes: 60 }] },
  });
  expect(await readState(jobId)).toEqual({ status: "IN_PROGRESS", queued: 1 });
});

test("a seeded job rolls out only in its windows, and has its namespace", async () => {
  const { things } = await seedGroup(1);
  const jobId = aws.name("job");
  const opensAt = new Date(aws.emulator.world.clock.now() + 120 * MINUTE_MS);
  const startTime = `cron(${opensAt.getUTCMinutes()} ${opensAt.getUTCHours()} * * ? *)`;
  const seedWith = (window: string) =>
    aws.seed({
      jobs: [
        {
          jobId,
          namespaceId: "greengrass",
          targets: { things },
          executions: "queued",
          scheduling: { maintenanceWindows: [{ startTime: window, durationInMinutes: 60 }] },
        },
      ],
    });
  await expect(seedWith("at night")).rejects.toThrow(/no cron expression/);
  await seedWith(startTime);
  expect(await readJob(jobId)).toMatchObject({ status: "SCHEDULED", namespaceId: "greengrass" });
  await aws.advance(121 * MINUTE_MS);
  expect(await readState(jobId)).toEqual({ status: "IN_PROGRESS", queued: 1 });
});

test("a window without a cron expression is refused", async () => {
  const { group } = await seedGroup(1);
  const maintenanceWindows = [{ startTime: "at night", durationInMinutes: 60 }];
  await expect(createJob(group, { schedulingConfig: { maintenanceWindows } })).rejects.toMatchObject({
    name: "InvalidRequestException",
  });
});
