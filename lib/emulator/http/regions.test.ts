import {
  CreateJobCommand,
  CreateThingCommand,
  DescribeIndexCommand,
  DescribeThingCommand,
  IoTClient,
  ListJobsCommand,
  ListThingsCommand,
} from "@aws-sdk/client-iot";
import {
  IoTJobsDataPlaneClient,
  StartNextPendingJobExecutionCommand,
} from "@aws-sdk/client-iot-jobs-data-plane";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

const AMERICA = "us-east-1";

let aws: EmulatorUnderTest;
let europe: IoTClient;
let america: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  europe = new IoTClient(aws.connection);
  america = new IoTClient({ ...aws.connection, region: AMERICA });
});
afterAll(() => aws.stop());

const namesIn = async (iot: IoTClient) =>
  (await iot.send(new ListThingsCommand({}))).things!.map(({ thingName }) => thingName);

test("a resource created in one region does not exist in another", async () => {
  await europe.send(new CreateThingCommand({ thingName: "here" }));
  await america.send(new CreateThingCommand({ thingName: "there" }));
  expect(await namesIn(europe)).toEqual(["here"]);
  expect(await namesIn(america)).toEqual(["there"]);
  const { thingArn } = await america.send(new DescribeThingCommand({ thingName: "there" }));
  expect(thingArn).toBe(`arn:aws:iot:${AMERICA}:123456789012:thing/there`);

  const job = { jobId: "job", targets: [thingArn!], document: "{}" };
  await america.send(new CreateJobCommand(job));
  expect((await europe.send(new ListJobsCommand({}))).jobs).toEqual([]);
  // The target is in another region.
  await expect(europe.send(new CreateJobCommand(job))).rejects.toMatchObject({
    name: "InvalidRequestException",
  });
});

test("device acts and control calls apply to one region, and all regions share the clock", async () => {
  await aws.control("POST", `seed?region=${AMERICA}`, {
    things: [{ name: "seeded" }],
    jobs: [{ jobId: "seeded-job", targets: { things: ["seeded"] }, executions: "queued" }],
    indexing: { mode: "REGISTRY", connectivity: "STATUS" },
  });
  expect(await namesIn(europe)).not.toContain("seeded");
  const index = new DescribeIndexCommand({ indexName: "AWS_Things" });
  expect(await america.send(index)).toMatchObject({ indexStatus: "ACTIVE" });
  await expect(europe.send(index)).rejects.toMatchObject({ name: "ResourceNotFoundException" });

  const acts = [{ thingName: "seeded", jobId: "seeded-job", act: "start" }];
  const atHome = await aws.control("POST", "device", { acts });
  expect(atHome.body).toMatchObject({ results: [{ ok: false, reason: "not-found" }] });
  const device = new IoTJobsDataPlaneClient({ ...aws.connection, region: AMERICA });
  const started = await device.send(new StartNextPendingJobExecutionCommand({ thingName: "seeded" }));
  expect(started.execution).toMatchObject({ jobId: "seeded-job", status: "IN_PROGRESS" });

  const { body: stats } = await aws.control("GET", `stats?region=${AMERICA}`);
  expect(stats).toMatchObject({ things: 2, openExecutions: 2 });
  await aws.advance(86_400_000);
  const clocks = [aws.emulator.worldOf(AMERICA), aws.emulator.world].map(({ clock }) => clock.now());
  expect(clocks[0]).toBeCloseTo(clocks[1]!, -3);
});

test("a setting applies to every region, and a reset empties all of them", async () => {
  await america.send(new ListThingsCommand({}));
  await aws.control("POST", "settings", { lagMs: 5_000 });
  expect(aws.emulator.worlds.map(({ lagMs }) => lagMs)).toEqual([5_000, 5_000]);
  expect(aws.emulator.worldOf("eu-central-1").lagMs).toBe(5_000);
  await aws.control("POST", "reset", {});
  expect(await namesIn(america)).toEqual([]);
  expect(aws.emulator.worldOf(AMERICA).lagMs).toBe(0);
});

test("a control call for an invalid region is refused", async () => {
  expect((await aws.control("GET", "stats?region=Europe")).status).toBe(400);
});
