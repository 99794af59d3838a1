import {
  AddThingToThingGroupCommand,
  CreateJobCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  DeleteThingGroupCommand,
  DeleteThingTypeCommand,
  DeprecateThingTypeCommand,
  DescribeJobExecutionCommand,
  DescribeThingCommand,
  DescribeThingGroupCommand,
  DescribeThingTypeCommand,
  IoTClient,
  ListTagsForResourceCommand,
  ListThingGroupsCommand,
  ListThingGroupsForThingCommand,
  ListThingsInThingGroupCommand,
  ListThingTypesCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateThingCommand,
  UpdateThingGroupCommand,
  UpdateThingGroupsForThingCommand,
  type UpdateThingCommandInput,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  arnOf,
  MINUTE_MS,
  startEmulatorUnderTest,
  type EmulatorUnderTest,
} from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

const refusedAs = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });
const INVALID = refusedAs("InvalidRequestException", 400);
const NOT_FOUND = refusedAs("ResourceNotFoundException", 404);
const CONFLICT = refusedAs("VersionConflictException", 409);

async function createThing(attributes: Record<string, string> = {}): Promise<string> {
  const thingName = aws.name("thing");
  await iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes } }));
  return thingName;
}
async function createGroup(parentGroupName?: string): Promise<string> {
  const thingGroupName = aws.name("group");
  await iot.send(new CreateThingGroupCommand({ thingGroupName, parentGroupName }));
  return thingGroupName;
}
async function createType(): Promise<string> {
  const thingTypeName = aws.name("type");
  await iot.send(new CreateThingTypeCommand({ thingTypeName }));
  return thingTypeName;
}
const describeThing = (thingName: string) => iot.send(new DescribeThingCommand({ thingName }));
const describeGroup = (thingGroupName: string) => iot.send(new DescribeThingGroupCommand({ thingGroupName }));

test("an update overwrites the attributes of a thing, or merges them, and raises its version", async () => {
  const thingName = await createThing({ site: "ams", floor: "2" });
  const update = (more: Omit<UpdateThingCommandInput, "thingName">) =>
    iot.send(new UpdateThingCommand({ thingName, ...more }));

  await update({ attributePayload: { attributes: { floor: "3", room: "a" }, merge: true } });
  expect(await describeThing(thingName)).toMatchObject({
    attributes: { site: "ams", floor: "3", room: "a" },
    version: 2,
  });
  await update({ attributePayload: { attributes: { room: "" }, merge: true } });
  expect((await describeThing(thingName)).attributes).toEqual({ site: "ams", floor: "3" });
  await update({ attributePayload: { attributes: { only: "this" } }, expectedVersion: 3 });
  expect(await describeThing(thingName)).toMatchObject({ attributes: { only: "this" }, version: 4 });

  await expect(update({ expectedVersion: 3 })).rejects.toMatchObject(CONFLICT);
  const tooMany = { attributes: { a: "1", b: "2", c: "3" }, merge: true };
  await expect(update({ attributePayload: tooMany })).rejects.toMatchObject(INVALID);
  expect(await describeThing(thingName)).toMatchObject({ attributes: { only: "this" }, version: 4 });
  const unknown = new UpdateThingCommand({ thingName: "nobody" });
  await expect(iot.send(unknown)).rejects.toMatchObject(NOT_FOUND);
});

test("a type can be given to a thing and removed again", async () => {
  const [thingName, thingTypeName] = [await createThing(), await createType()];
  await iot.send(new UpdateThingCommand({ thingName, thingTypeName }));
  expect((await describeThing(thingName)).thingTypeName).toBe(thingTypeName);
  const both = new UpdateThingCommand({ thingName, thingTypeName, removeThingType: true });
  await expect(iot.send(both)).rejects.toMatchObject(INVALID);
  const unknown = new UpdateThingCommand({ thingName, thingTypeName: "no-such-type" });
  await expect(iot.send(unknown)).rejects.toMatchObject(NOT_FOUND);
  await iot.send(new UpdateThingCommand({ thingName, removeThingType: true }));
  expect((await describeThing(thingName)).thingTypeName).toBeUndefined();
});

test("a group is described with all its ancestors", async () => {
  const root = await createGroup();
  const middle = await createGroup(root);
  const leaf = await createGroup(middle);
  expect(await describeGroup(leaf)).toMatchObject({
    thingGroupName: leaf,
    thingGroupArn: arnOf("thinggroup", leaf),
    version: 1,
    thingGroupProperties: {},
    thingGroupMetadata: {
      parentGroupName: middle,
      rootToParentThingGroups: [
        { groupName: root, groupArn: arnOf("thinggroup", root) },
        { groupName: middle, groupArn: arnOf("thinggroup", middle) },
      ],
      creationDate: expect.any(Date) as Date,
    },
  });
  expect((await describeGroup(root)).thingGroupMetadata).not.toHaveProperty("parentGroupName");
  await expect(describeGroup("no-such-group")).rejects.toMatchObject(NOT_FOUND);
});

test("an update changes description and attributes of a group only in the expected version", async () => {
  const thingGroupName = await createGroup();
  const update = (expectedVersion?: number, thingGroupDescription = "bulbs") =>
    iot.send(
      new UpdateThingGroupCommand({
        thingGroupName,
        thingGroupProperties: { thingGroupDescription, attributePayload: { attributes: { maker: "x" } } },
        expectedVersion,
      }),
    );
  expect(await update(1)).toMatchObject({ version: 2 });
  await expect(update(1, "other")).rejects.toMatchObject(CONFLICT);
  expect(await describeGroup(thingGroupName)).toMatchObject({
    version: 2,
    thingGroupProperties: {
      thingGroupDescription: "bulbs",
      attributePayload: { attributes: { maker: "x" } },
    },
  });
});

test("a group can be deleted once it has no children, and its things are kept", async () => {
  const parent = await createGroup();
  const child = await createGroup(parent);
  const thingName = await createThing();
  await iot.send(new AddThingToThingGroupCommand({ thingName, thingGroupName: child }));
  const jobId = aws.name("job");
  await iot.send(
    new CreateJobCommand({
      jobId,
      targets: [arnOf("thinggroup", parent)],
      targetSelection: "CONTINUOUS",
      document: "{}",
    }),
  );
  const remove = (thingGroupName: string, expectedVersion?: number) =>
    iot.send(new DeleteThingGroupCommand({ thingGroupName, expectedVersion }));

  await expect(remove(parent)).rejects.toMatchObject(INVALID);
  await expect(remove(child, 7)).rejects.toMatchObject(CONFLICT);
  await remove(child, 1);
  await remove(child);
  const groupsOf = await iot.send(new ListThingGroupsForThingCommand({ thingName }));
  expect(groupsOf.thingGroups).toEqual([]);
  await describeThing(thingName);
  // A continuous job no longer targets it.
  const { execution } = await iot.send(new DescribeJobExecutionCommand({ jobId, thingName }));
  expect(execution?.status).toBe("REMOVED");

  await remove(parent);
  const { thingGroups } = await iot.send(new ListThingGroupsCommand({ namePrefixFilter: parent }));
  expect(thingGroups).toEqual([]);
});

test("a thing moves within a hierarchy in one call, or not at all", async () => {
  const root = await createGroup();
  const [left, right] = [await createGroup(root), await createGroup(root)];
  const thingName = await createThing();
  const update = (thingGroupsToAdd: string[], thingGroupsToRemove: string[]) =>
    iot.send(new UpdateThingGroupsForThingCommand({ thingName, thingGroupsToAdd, thingGroupsToRemove }));
  const members = async (thingGroupName: string) =>
    (await iot.send(new ListThingsInThingGroupCommand({ thingGroupName }))).things;
  await update([left], []);
  await update([right], [left]);
  expect([await members(left), await members(right)]).toEqual([[], [thingName]]);
  await expect(update(["no-such-group"], [right])).rejects.toMatchObject(NOT_FOUND);
  await expect(update([left], [])).rejects.toMatchObject(INVALID);
  expect(await members(right)).toEqual([thingName]);
});

test("a deprecated type cannot be given to things, and can be deleted when no thing has it", async () => {
  const [thingName, thingTypeName] = [await createThing(), await createType()];
  const deprecate = (undoDeprecate?: boolean) =>
    iot.send(new DeprecateThingTypeCommand({ thingTypeName, undoDeprecate }));
  const remove = () => iot.send(new DeleteThingTypeCommand({ thingTypeName }));
  const give = () => iot.send(new UpdateThingCommand({ thingName, thingTypeName }));
  const describeType = async () =>
    (await iot.send(new DescribeThingTypeCommand({ thingTypeName }))).thingTypeMetadata;

  await give();
  await expect(remove()).rejects.toMatchObject(INVALID);
  await deprecate();
  expect(await describeType()).toMatchObject({
    deprecated: true,
    deprecationDate: expect.any(Date) as Date,
  });
  const { thingTypes } = await iot.send(new ListThingTypesCommand({ thingTypeName }));
  expect(thingTypes![0]).toMatchObject({ thingTypeMetadata: { deprecated: true } });
  await expect(give()).rejects.toMatchObject(INVALID);
  const another = new CreateThingCommand({ thingName: aws.name("thing"), thingTypeName });
  await expect(iot.send(another)).rejects.toMatchObject(INVALID);
  await expect(remove()).rejects.toMatchObject(INVALID);

  await deprecate(true);
  expect(await describeType()).toMatchObject({ deprecated: false });
  await deprecate();
  await iot.send(new UpdateThingCommand({ thingName, removeThingType: true }));
  await remove();
  await expect(describeType()).rejects.toMatchObject(NOT_FOUND);
});

test("with quotas on, a type can be deleted five minutes after it was deprecated", async () => {
  const slow = await startEmulatorUnderTest({ quotas: "aws" });
  try {
    const slowIot = new IoTClient(slow.connection);
    const thingTypeName = "old";
    const remove = () => slowIot.send(new DeleteThingTypeCommand({ thingTypeName }));
    await slowIot.send(new CreateThingTypeCommand({ thingTypeName }));
    await slowIot.send(new DeprecateThingTypeCommand({ thingTypeName }));
    await expect(remove()).rejects.toMatchObject(INVALID);
    await slow.advance(5 * MINUTE_MS);
    await remove();
  } finally {
    await slow.stop();
  }
});

test("tags are added, overwritten, listed and removed", async () => {
  const jobId = aws.name("job");
  const thingName = await createThing();
  const tags = [{ Key: "team", Value: "a" }];
  await iot.send(new CreateJobCommand({ jobId, targets: [arnOf("thing", thingName)], document: "{}", tags }));
  const resourceArn = arnOf("job", jobId);
  const list = async () => (await iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
  expect(await list()).toEqual(tags);
  const more = [
    { Key: "team", Value: "b" },
    { Key: "wave", Value: "1" },
  ];
  await iot.send(new TagResourceCommand({ resourceArn, tags: more }));
  expect(await list()).toEqual(more);
  await iot.send(new UntagResourceCommand({ resourceArn, tagKeys: ["team"] }));
  expect(await list()).toEqual([{ Key: "wave", Value: "1" }]);

  const fifty = Array.from({ length: 50 }, (_, at) => ({ Key: `key-${at}`, Value: "x" }));
  await expect(iot.send(new TagResourceCommand({ resourceArn, tags: fifty }))).rejects.toMatchObject(
    refusedAs("LimitExceededException", 410),
  );
  expect(await list()).toHaveLength(1);
  const listOf = (arn: string) => iot.send(new ListTagsForResourceCommand({ resourceArn: arn }));
  await expect(listOf(arnOf("job", "no-such-job"))).rejects.toMatchObject(NOT_FOUND);
  await expect(listOf(arnOf("thing", thingName))).rejects.toMatchObject(INVALID);
});

test("groups and types have the tags with which they were created", async () => {
  const tags = [{ Key: "owner", Value: "ops" }];
  const [group, type] = [aws.name("group"), aws.name("type")];
  await iot.send(new CreateThingGroupCommand({ thingGroupName: group, tags }));
  await iot.send(new CreateThingTypeCommand({ thingTypeName: type, tags }));
  for (const resourceArn of [arnOf("thinggroup", group), arnOf("thingtype", type)]) {
    expect((await iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual(tags);
  }
});
