import {
  CreateThingCommand,
  DescribeIndexCommand,
  GetIndexingConfigurationCommand,
  SearchIndexCommand,
  UpdateIndexingConfigurationCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

const anyText: unknown = expect.any(String);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  await aws.seed({
    thingTypes: [{ name: "kiosk" }],
    groups: [{ name: "plant7" }],
    things: [
      {
        name: "kiosk:1",
        type: "kiosk",
        attributes: { site: "ams" },
        groups: ["plant7"],
        connectivity: { connected: true, timestampMs: 1_700_000_000_000 },
      },
      {
        name: "kiosk:2",
        type: "kiosk",
        connectivity: { connected: false, disconnectReason: "CONNECTION_LOST" },
      },
    ],
    thingRange: [{ prefix: "pump-", from: 0, count: 250, pad: 3 }],
  });
});
afterAll(() => aws.stop());

const configure = (thingIndexingMode: "OFF" | "REGISTRY", thingConnectivityIndexingMode: "OFF" | "STATUS") =>
  iot.send(
    new UpdateIndexingConfigurationCommand({
      thingIndexingConfiguration: { thingIndexingMode, thingConnectivityIndexingMode },
    }),
  );
const search = (queryString: string, more: object = {}) =>
  iot.send(new SearchIndexCommand({ queryString, ...more }));
const names = async (query: string) => (await search(query)).things!.map((thing) => thing.thingName);

test("an index that is off does not exist, in AWS's words", async () => {
  await configure("OFF", "OFF");
  const { thingIndexingConfiguration } = await iot.send(new GetIndexingConfigurationCommand({}));
  expect(thingIndexingConfiguration?.thingIndexingMode).toBe("OFF");
  await expect(search("*")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Index AWS_Things does not exist. Please enable index by calling UpdateIndexingConfiguration",
    $metadata: { httpStatusCode: 404 },
  });
});

test("things are found with all that the index knows of them", async () => {
  await configure("REGISTRY", "STATUS");
  expect((await search("thingName:kiosk\\:*")).things).toEqual([
    {
      thingName: "kiosk:1",
      thingId: anyText,
      thingTypeName: "kiosk",
      thingGroupNames: ["plant7"],
      attributes: { site: "ams" },
      connectivity: { connected: true, timestamp: 1_700_000_000_000 },
    },
    {
      thingName: "kiosk:2",
      thingId: anyText,
      thingTypeName: "kiosk",
      thingGroupNames: [],
      attributes: {},
      connectivity: { connected: false, disconnectReason: "CONNECTION_LOST" },
    },
  ]);
  expect(await names("connectivity.connected:false")).toEqual(["kiosk:2"]);
  expect(await names("thingGroupNames:plant7 AND attributes.site:ams")).toEqual(["kiosk:1"]);
  await aws.act({ thingName: "kiosk:2", act: "connect" });
  expect(await names("connectivity.connected:true")).toEqual(["kiosk:1", "kiosk:2"]);
});

test("without the connectivity mode nobody is connected", async () => {
  await configure("REGISTRY", "OFF");
  expect(await names("connectivity.connected:true")).toEqual([]);
  expect((await search("thingName:kiosk\\:1")).things![0]).not.toHaveProperty("connectivity");
  expect(await iot.send(new DescribeIndexCommand({ indexName: "AWS_Things" }))).toMatchObject({
    indexStatus: "ACTIVE",
    schema: "REGISTRY",
  });
});

test("pages of at most a hundred follow each other, new things included", async () => {
  await configure("REGISTRY", "OFF");
  const seen: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await search("thingName:pump*", { nextToken, maxResults: 100 });
    if (seen.length === 0) await iot.send(new CreateThingCommand({ thingName: "pump-new" }));
    seen.push(...page.things!.map((thing) => thing.thingName!));
    ({ nextToken } = page);
  } while (nextToken);
  expect(seen).toHaveLength(251);
  expect(new Set(seen).size).toBe(251);
});

test("a query that cannot be read is an InvalidQueryException", async () => {
  await configure("REGISTRY", "OFF");
  await expect(search("(thingName:a")).rejects.toMatchObject({
    name: "InvalidQueryException",
    $metadata: { httpStatusCode: 400 },
  });
});

test("an index that was just switched on is being built while reads lag", async () => {
  await configure("OFF", "OFF");
  await aws.control("POST", "settings", { lagMs: 60_000 });
  await configure("REGISTRY", "OFF");
  await expect(search("*")).rejects.toMatchObject({ name: "IndexNotReadyException" });
  await aws.advance(60_000);
  await search("*");
  await aws.control("POST", "settings", { lagMs: 0 });
});
