import { DescribeThingCommand, ListJobsCommand, IoTClient } from "@aws-sdk/client-iot";
import { GetPendingJobExecutionsCommand, IoTJobsDataPlaneClient } from "@aws-sdk/client-iot-jobs-data-plane";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { RequestQuotas } from "./request-quotas.ts";

describe("a token bucket", () => {
  test("allows one second's worth at once, then the rate", () => {
    const quotas = new RequestQuotas(true);
    const take = (atMs: number) => quotas.take("ListJobs", "eu-west-1", atMs);
    const burst = Array.from({ length: 12 }, () => take(0));
    expect(burst.filter(Boolean)).toHaveLength(10);
    expect([take(99), take(100), take(100)]).toEqual([false, true, false]);
    const afterLong = Array.from({ length: 12 }, () => take(60_000));
    expect(afterLong.filter(Boolean)).toHaveLength(10);
  });

  test("belongs to one API and one region", () => {
    const quotas = new RequestQuotas(true);
    for (let index = 0; index < 10; index++) quotas.take("ListJobs", "eu-west-1", 0);
    expect(quotas.take("ListJobs", "eu-west-1", 0)).toBe(false);
    expect(quotas.take("ListJobs", "us-east-1", 0)).toBe(true);
    expect(quotas.take("DescribeJob", "eu-west-1", 0)).toBe(true);
  });

  test("allows any number of calls with quotas off", () => {
    const quotas = new RequestQuotas(false);
    expect(Array.from({ length: 1_000 }, () => quotas.take("ListJobs", "r", 0)).every(Boolean)).toBe(true);
  });
});

describe("over HTTP", () => {
  let aws: EmulatorUnderTest;
  let iot: IoTClient;
  let device: IoTJobsDataPlaneClient;
  beforeAll(async () => {
    aws = await startEmulatorUnderTest();
    iot = new IoTClient(aws.connection);
    device = new IoTJobsDataPlaneClient(aws.connection);
    await aws.seed({ things: [{ name: "t" }] });
  });
  afterAll(() => aws.stop());

  test("a call beyond the quota is throttled with AWS's message, and other APIs are not", async () => {
    // So slow that no token is added while the test runs.
    await aws.control("POST", "settings", { rates: { ListJobs: 0.001 } });
    await expect(iot.send(new ListJobsCommand({}))).rejects.toMatchObject({
      name: "ThrottlingException",
      message: "Rate exceeded",
      $metadata: { httpStatusCode: 400 },
    });
    await iot.send(new DescribeThingCommand({ thingName: "t" }));
    await aws.control("POST", "settings", { rates: { ListJobs: null } });
    await iot.send(new ListJobsCommand({}));
  });

  test("the device plane has its own bucket and status", async () => {
    await aws.control("POST", "settings", { rates: { "Device:GetPendingJobExecutions": 0 } });
    await expect(device.send(new GetPendingJobExecutionsCommand({ thingName: "t" }))).rejects.toMatchObject({
      name: "ThrottlingException",
      $metadata: { httpStatusCode: 429 },
    });
    await iot.send(new DescribeThingCommand({ thingName: "t" }));
  });
});
