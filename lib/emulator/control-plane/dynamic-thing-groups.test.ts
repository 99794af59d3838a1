import {
  AddThingToThingGroupCommand,
  CreateDynamicThingGroupCommand,
  CreateJobCommand,
  CreateThingGroupCommand,
  DeleteDynamicThingGroupCommand,
  DeleteThingGroupCommand,
  DescribeJobExecutionCommand,
  DescribeThingGroupCommand,
  IoTClient,
  ListThingGroupsForThingCommand,
  ListThingsInThingGroupCommand,
  UpdateDynamicThingGroupCommand,
  UpdateIndexingConfigurationCommand,
  UpdateThingCommand,
  UpdateThingGroupCommand,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arnOf, startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  await aws.seed({ indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
});
afterAll(() => aws.stop());

const INVALID = { name: "InvalidRequestException", $metadata: { httpStatusCode: 400 } };

/** A dynamic group for one site, a thing at that site and a thing elsewhere. */
async function createSite() {
  const site = aws.name("site");
  const [inside, outside] = [aws.name("thing"), aws.name("thing")];
  await aws.seed({
    things: [{ name: inside, attributes: { site } }, { name: outside }],
  });
  const thingGroupName = aws.name("group");
  const created = await iot.send(
    new CreateDynamicThingGroupCommand({ thingGroupName, queryString: `attributes.site:${site}` }),
  );
  const move = (thingName: string, to: string) =>
    iot.send(new UpdateThingCommand({ thingName, attributePayload: { attributes: { site: to } } }));
  const members = async () => (await iot.send(new ListThingsInThingGroupCommand({ thingGroupName }))).things;
  return { site, inside, outside, thingGroupName, created, move, members };
}

test("the members of a dynamic group are the things that match its query, also after changes", async () => {
  const { site, inside, outside, thingGroupName, created, move, members } = await createSite();
  expect(created).toMatchObject({
    thingGroupName,
    thingGroupArn: arnOf("thinggroup", thingGroupName),
    indexName: "AWS_Things",
    queryString: `attributes.site:${site}`,
    queryVersion: "2017-09-30",
  });
  expect(await iot.send(new DescribeThingGroupCommand({ thingGroupName }))).toMatchObject({
    status: "ACTIVE",
    indexName: "AWS_Things",
    queryString: `attributes.site:${site}`,
    queryVersion: "2017-09-30",
    version: 1,
  });
  expect(await members()).toEqual([inside]);
  await move(outside, site);
  expect(await members()).toEqual([inside, outside]);
  await move(inside, "elsewhere");
  expect(await members()).toEqual([outside]);
  const { thingGroups } = await iot.send(new ListThingGroupsForThingCommand({ thingName: outside }));
  expect(thingGroups).toEqual([{ groupName: thingGroupName, groupArn: arnOf("thinggroup", thingGroupName) }]);
});

test("the query of a dynamic group can use connectivity", async () => {
  const thingName = aws.name("thing");
  await aws.seed({ things: [{ name: thingName }] });
  const thingGroupName = aws.name("group");
  const queryString = `connectivity.connected:true AND thingName:${thingName}`;
  await iot.send(new CreateDynamicThingGroupCommand({ thingGroupName, queryString }));
  const members = async () => (await iot.send(new ListThingsInThingGroupCommand({ thingGroupName }))).things;
  expect(await members()).toEqual([]);
  await aws.act({ thingName, act: "connect" });
  expect(await members()).toEqual([thingName]);
  await aws.act({ thingName, act: "disconnect" });
  expect(await members()).toEqual([]);
});

test("a continuous job reaches things that start to match, and removes executions of those that stop", async () => {
  const { site, outside, thingGroupName, move } = await createSite();
  const jobId = aws.name("job");
  await iot.send(
    new CreateJobCommand({
      jobId,
      targets: [arnOf("thinggroup", thingGroupName)],
      targetSelection: "CONTINUOUS",
      document: "{}",
    }),
  );
  const status = async () =>
    (await iot.send(new DescribeJobExecutionCommand({ jobId, thingName: outside }))).execution?.status;
  await expect(status()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await move(outside, site);
  expect(await status()).toBe("QUEUED");
  await move(outside, "elsewhere");
  expect(await status()).toBe("REMOVED");
});

test("an update changes the query only in the expected version", async () => {
  const { outside, thingGroupName, members } = await createSite();
  const update = (queryString: string, expectedVersion?: number) =>
    iot.send(
      new UpdateDynamicThingGroupCommand({
        thingGroupName,
        thingGroupProperties: {},
        queryString,
        expectedVersion,
      }),
    );
  expect(await update(`thingName:${outside}`, 1)).toMatchObject({ version: 2 });
  expect(await members()).toEqual([outside]);
  await expect(update("*", 1)).rejects.toMatchObject({ name: "VersionConflictException" });
  await expect(update("(")).rejects.toMatchObject({ name: "InvalidQueryException" });
  expect(await members()).toEqual([outside]);
});

test("static and dynamic groups refuse each other's operations", async () => {
  const { inside, outside, thingGroupName, members } = await createSite();
  const plain = aws.name("group");
  await iot.send(new CreateThingGroupCommand({ thingGroupName: plain }));
  for (const command of [
    new UpdateThingGroupCommand({ thingGroupName, thingGroupProperties: {} }),
    new DeleteThingGroupCommand({ thingGroupName }),
    new AddThingToThingGroupCommand({ thingGroupName, thingName: outside }),
    new CreateThingGroupCommand({ thingGroupName: aws.name("group"), parentGroupName: thingGroupName }),
    new UpdateDynamicThingGroupCommand({ thingGroupName: plain, thingGroupProperties: {} }),
    new DeleteDynamicThingGroupCommand({ thingGroupName: plain }),
  ]) {
    await expect(iot.send(command as DeleteThingGroupCommand)).rejects.toMatchObject(INVALID);
  }
  expect(await members()).toEqual([inside]);
  await iot.send(new DeleteDynamicThingGroupCommand({ thingGroupName }));
  await expect(members()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const { thingGroups } = await iot.send(new ListThingGroupsForThingCommand({ thingName: inside }));
  expect(thingGroups).toEqual([]);
});

test("a thing in ten groups joins a static one only by overriding a dynamic one", async () => {
  const thingName = aws.name("thing");
  const groups = Array.from({ length: 10 }, () => ({ name: aws.name("group") }));
  await aws.seed({ groups, things: [{ name: thingName, groups: groups.slice(1).map(({ name }) => name) }] });
  const dynamic = aws.name("group");
  await iot.send(
    new CreateDynamicThingGroupCommand({ thingGroupName: dynamic, queryString: `thingName:${thingName}` }),
  );
  const membership = { thingName, thingGroupName: groups[0]!.name };
  await expect(iot.send(new AddThingToThingGroupCommand(membership))).rejects.toMatchObject(INVALID);
  await iot.send(new AddThingToThingGroupCommand({ ...membership, overrideDynamicGroups: true }));
  const { thingGroups } = await iot.send(new ListThingGroupsForThingCommand({ thingName }));
  expect(thingGroups?.map(({ groupName }) => groupName).sort()).toEqual(
    groups.map(({ name }) => name).sort(),
  );
});

test("dynamic groups need the index, and the index cannot be turned off while there are any", async () => {
  const other = await startEmulatorUnderTest();
  try {
    const otherIot = new IoTClient(other.connection);
    const create = new CreateDynamicThingGroupCommand({ thingGroupName: "all", queryString: "*" });
    const index = (thingIndexingMode: "OFF" | "REGISTRY") =>
      otherIot.send(
        new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration: { thingIndexingMode } }),
      );
    await expect(otherIot.send(create)).rejects.toMatchObject(INVALID);
    await index("REGISTRY");
    await otherIot.send(create);
    await otherIot.send(create);
    await expect(
      otherIot.send(new CreateDynamicThingGroupCommand({ thingGroupName: "all", queryString: "x" })),
    ).rejects.toMatchObject({ name: "ResourceAlreadyExistsException", resourceId: "all" });
    await expect(index("OFF")).rejects.toMatchObject(INVALID);
    await otherIot.send(new DeleteDynamicThingGroupCommand({ thingGroupName: "all" }));
    await index("OFF");
  } finally {
    await other.stop();
  }
});
