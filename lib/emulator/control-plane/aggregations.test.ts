import {
  GetBucketsAggregationCommand,
  GetStatisticsCommand,
  IoTClient,
  ListIndicesCommand,
  UpdateIndexingConfigurationCommand,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  await aws.seed({
    thingTypes: [{ name: "kiosk" }, { name: "pump" }],
    groups: [{ name: "north" }, { name: "south" }],
    things: [
      { name: "a", type: "kiosk", groups: ["north"], attributes: { load: "100" } },
      { name: "b", type: "kiosk", groups: ["north", "south"], attributes: { load: "150" } },
      { name: "c", type: "pump", attributes: { load: "-125" }, connectivity: { connected: true } },
      { name: "d", attributes: { load: "much" } },
    ],
  });
  await iot.send(
    new UpdateIndexingConfigurationCommand({
      thingIndexingConfiguration: {
        thingIndexingMode: "REGISTRY",
        thingConnectivityIndexingMode: "STATUS",
        customFields: [{ name: "attributes.load", type: "Number" }],
      },
    }),
  );
});
afterAll(() => aws.stop());

const bucketsOf = (aggregationField: string, queryString = "*", maxBuckets?: number) =>
  iot.send(
    new GetBucketsAggregationCommand({
      queryString,
      aggregationField,
      bucketsAggregationType: { termsAggregation: { maxBuckets } },
    }),
  );
const statisticsOf = async (aggregationField?: string, queryString = "*") =>
  (await iot.send(new GetStatisticsCommand({ queryString, aggregationField }))).statistics;

test("buckets count the values of a field, the most frequent first", async () => {
  expect(await bucketsOf("registry.thingTypeName")).toMatchObject({
    totalCount: 4,
    buckets: [
      { keyValue: "kiosk", count: 2 },
      { keyValue: "pump", count: 1 },
    ],
  });
  // A thing counts in each of its groups.
  expect((await bucketsOf("registry.thingGroupNames")).buckets).toEqual([
    { keyValue: "north", count: 2 },
    { keyValue: "south", count: 1 },
  ]);
  expect((await bucketsOf("connectivity.connected")).buckets).toEqual([
    { keyValue: "false", count: 3 },
    { keyValue: "true", count: 1 },
  ]);
});

test("buckets count only matching things, and there are at most as many as requested", async () => {
  expect(await bucketsOf("thingName", "thingTypeName:kiosk", 1)).toMatchObject({
    totalCount: 2,
    buckets: [{ keyValue: "a", count: 1 }],
  });
});

test("numbers have all statistics, and values that are not numbers do not count", async () => {
  expect(await statisticsOf("attributes.load")).toEqual({
    count: 3,
    average: 125 / 3,
    sum: 125,
    minimum: -125,
    maximum: 150,
    sumOfSquares: 100 ** 2 + 150 ** 2 + 125 ** 2,
    variance: expect.closeTo(14_305.556, 3) as number,
    stdDeviation: expect.closeTo(119.606, 3) as number,
  });
  expect(await statisticsOf("attributes.load", "thingName:d")).toEqual({ count: 0 });
});

test("text has only a count, true counts as 1, and the default field is the version", async () => {
  expect(await statisticsOf("registry.thingTypeName")).toEqual({ count: 3 });
  expect(await statisticsOf("connectivity.connected")).toMatchObject({ count: 4, sum: 1, average: 0.25 });
  expect(await statisticsOf()).toMatchObject({ count: 4, minimum: 1, maximum: 1 });
});

test("a field that is neither managed nor custom cannot be aggregated", async () => {
  const refusal = { name: "InvalidAggregationException", $metadata: { httpStatusCode: 400 } };
  await expect(bucketsOf("attributes.site")).rejects.toMatchObject(refusal);
  await expect(statisticsOf("shadow.reported.load")).rejects.toMatchObject(refusal);
  await expect(statisticsOf("attributes.load", "(")).rejects.toMatchObject({ name: "InvalidQueryException" });
});

test("the index is listed while it is on", async () => {
  expect((await iot.send(new ListIndicesCommand({}))).indexNames).toEqual(["AWS_Things"]);
});

test("an index that is off cannot be aggregated", async () => {
  const other = await startEmulatorUnderTest();
  try {
    const command = new GetStatisticsCommand({ queryString: "*" });
    const otherIot = new IoTClient(other.connection);
    await expect(otherIot.send(command)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    expect((await otherIot.send(new ListIndicesCommand({}))).indexNames).toEqual([]);
  } finally {
    await other.stop();
  }
});
