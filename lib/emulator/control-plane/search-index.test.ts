import {
  CreateThingCommand,
  DescribeIndexCommand,
  GetIndexingConfigurationCommand,
  SearchIndexCommand,
  UpdateIndexingConfigurationCommand,
  IoTClient,
  type ThingIndexingConfiguration,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS, startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

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

test("an index that is off does not exist, with AWS's message", async () => {
  await configure("OFF", "OFF");
  const { thingIndexingConfiguration } = await iot.send(new GetIndexingConfigurationCommand({}));
  expect(thingIndexingConfiguration?.thingIndexingMode).toBe("OFF");
  await expect(search("*")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Index AWS_Things does not exist. Please enable index by calling UpdateIndexingConfiguration",
    $metadata: { httpStatusCode: 404 },
  });
});

test("things are found with everything that the index holds of them", async () => {
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
      attributes: {},
      connectivity: { connected: false, disconnectReason: "CONNECTION_LOST" },
    },
  ]);
  expect(await names("connectivity.connected:false AND thingName:kiosk*")).toEqual(["kiosk:2"]);
  expect(await names("thingGroupNames:plant7 AND attributes.site:ams")).toEqual(["kiosk:1"]);
  await aws.act({ thingName: "kiosk:2", act: "connect" });
  expect(await names("connectivity.connected:true")).toEqual(["kiosk:1", "kiosk:2"]);
});

test("a thing that never connected is reported as not connected, without time or reason", async () => {
  await configure("REGISTRY", "STATUS");
  const never = { connectivity: { connected: false } };
  expect((await search("thingName:pump-000")).things).toEqual([expect.objectContaining(never)]);
  expect(await names("connectivity.connected:false AND thingName:pump-00?")).toHaveLength(10);
});

test("an hour after a disconnect its time and reason are no longer reported", async () => {
  await configure("REGISTRY", "STATUS");
  const thingName = "pump-100";
  const readConnectivity = async () => (await search(`thingName:${thingName}`)).things![0]!.connectivity;
  await aws.act({ thingName, act: "disconnect", reason: "CONNECTION_LOST" });
  await aws.advance(59 * MINUTE_MS);
  expect(await readConnectivity()).toEqual({
    connected: false,
    timestamp: expect.any(Number) as number,
    disconnectReason: "CONNECTION_LOST",
  });
  await aws.advance(2 * MINUTE_MS);
  expect(await readConnectivity()).toEqual({ connected: false });
  expect(await names("connectivity.disconnectReason:*")).not.toContain(thingName);

  await aws.act({ thingName, act: "connect" });
  await aws.advance(120 * MINUTE_MS);
  expect(await readConnectivity()).toEqual({ connected: true, timestamp: expect.any(Number) as number });
});

test("a billing group is among the groups", async () => {
  await configure("REGISTRY", "OFF");
  await iot.send(new CreateThingCommand({ thingName: "billed", billingGroupName: "cost-7" }));
  expect((await search("thingGroupNames:cost-7")).things).toMatchObject([
    { thingName: "billed", thingGroupNames: ["cost-7"] },
  ]);
});

test("without the connectivity mode no thing has connectivity", async () => {
  await configure("REGISTRY", "OFF");
  expect(await names("connectivity.connected:true")).toEqual([]);
  expect((await search("thingName:kiosk\\:1")).things![0]).not.toHaveProperty("connectivity");
  expect(await iot.send(new DescribeIndexCommand({ indexName: "AWS_Things" }))).toMatchObject({
    indexStatus: "ACTIVE",
    schema: "REGISTRY",
  });
});

test("pages hold at most a hundred things, and new things appear on later pages", async () => {
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

test("an invalid query is an InvalidQueryException", async () => {
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
  const status = async () =>
    (await iot.send(new DescribeIndexCommand({ indexName: "AWS_Things" }))).indexStatus;
  expect(await status()).toBe("BUILDING");
  await aws.advance(60_000);
  expect(await status()).toBe("ACTIVE");
  await search("*");

  // The index still answers while a change is applied.
  await configure("REGISTRY", "STATUS");
  expect(await status()).toBe("REBUILDING");
  await search("*");
  await aws.advance(60_000);
  expect(await status()).toBe("ACTIVE");
  await aws.control("POST", "settings", { lagMs: 0 });
});

test("the indexing configuration is returned as it was set, with the managed fields", async () => {
  const thingIndexingConfiguration: ThingIndexingConfiguration = {
    thingIndexingMode: "REGISTRY_AND_SHADOW",
    thingConnectivityIndexingMode: "STATUS",
    deviceDefenderIndexingMode: "OFF",
    namedShadowIndexingMode: "ON",
    customFields: [
      { name: "attributes.site", type: "String" },
      { name: "shadow.reported.temperature", type: "Number" },
    ],
    filter: {
      namedShadowNames: ["$package"],
      geoLocations: [{ name: "shadow.reported.at", order: "LonLat" }],
    },
  };
  await iot.send(
    new UpdateIndexingConfigurationCommand({
      thingIndexingConfiguration,
      thingGroupIndexingConfiguration: { thingGroupIndexingMode: "ON" },
    }),
  );
  const config = await iot.send(new GetIndexingConfigurationCommand({}));
  const { managedFields, ...things } = config.thingIndexingConfiguration!;
  expect(things).toEqual(thingIndexingConfiguration);
  expect(managedFields?.map((field) => field.name)).toEqual(
    expect.arrayContaining([
      "registry.thingTypeName",
      "connectivity.connected",
      "shadow.hasDelta",
      "shadow.name.$package.version",
    ]),
  );
  expect(config.thingGroupIndexingConfiguration?.managedFields).toContainEqual({
    name: "parentGroupNames",
    type: "String",
  });
  expect(await iot.send(new DescribeIndexCommand({ indexName: "AWS_Things" }))).toMatchObject({
    schema: "MULTI_INDEXING_MODE",
  });

  // What is left out of the next update is gone.
  await configure("REGISTRY", "OFF");
  const after = (await iot.send(new GetIndexingConfigurationCommand({}))).thingIndexingConfiguration!;
  expect(after).not.toHaveProperty("customFields");
  expect(after).not.toHaveProperty("filter");
  expect(after.managedFields?.map((field) => field.name)).not.toContain("connectivity.connected");
});

test.each<[string, ThingIndexingConfiguration]>([
  ["connectivity without things", { thingIndexingMode: "OFF", thingConnectivityIndexingMode: "STATUS" }],
  [
    "a shadow's name with a space",
    { thingIndexingMode: "REGISTRY", filter: { namedShadowNames: ["two words"] } },
  ],
  [
    "an order of coordinates that is none",
    { thingIndexingMode: "REGISTRY", filter: { geoLocations: [{ name: "x", order: "LatLonAlt" as never }] } },
  ],
  [
    "a managed field as a custom one",
    { thingIndexingMode: "REGISTRY", customFields: [{ name: "registry.version", type: "Number" }] },
  ],
  [
    "a field of shadows that are not indexed",
    { thingIndexingMode: "REGISTRY", customFields: [{ name: "shadow.reported.x", type: "Number" }] },
  ],
])("%s is no configuration, and changes nothing", async (_, thingIndexingConfiguration) => {
  await configure("REGISTRY", "STATUS");
  await expect(
    iot.send(new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration })),
  ).rejects.toMatchObject({ name: "InvalidRequestException", $metadata: { httpStatusCode: 400 } });
  expect((await iot.send(new GetIndexingConfigurationCommand({}))).thingIndexingConfiguration).toMatchObject({
    thingIndexingMode: "REGISTRY",
    thingConnectivityIndexingMode: "STATUS",
  });
});
