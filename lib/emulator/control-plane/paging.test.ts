import {
  AddThingToThingGroupCommand,
  CancelJobExecutionCommand,
  CreateJobCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  DeleteThingCommand,
  ListJobExecutionsForJobCommand,
  ListJobExecutionsForThingCommand,
  ListJobsCommand,
  ListThingGroupsCommand,
  ListThingGroupsForThingCommand,
  ListThingsCommand,
  ListThingTypesCommand,
  RemoveThingFromThingGroupCommand,
  paginateListJobExecutionsForJob,
  paginateListJobs,
  paginateListThings,
  paginateListThingsInThingGroup,
  IoTClient,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  arnOf,
  MINUTE_MS,
  startEmulatorUnderTest,
  type EmulatorUnderTest,
} from "../testing/emulator-under-test.ts";
import { callRaw } from "../testing/raw-call.ts";

const anyDate: unknown = expect.any(Date);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  await aws.seed({
    thingTypes: [{ name: "kiosk" }, { name: "pump" }],
    groups: [
      { name: "top" },
      { name: "below", parent: "top" },
      { name: "bottom", parent: "below" },
      { name: "other" },
    ],
    thingRange: [{ prefix: "dev-", from: 0, count: 1_000, pad: 4 }],
    things: [
      { name: "x", groups: ["top", "below"] },
      { name: "y", groups: ["below"] },
    ],
    jobs: [
      {
        jobId: "wide",
        targets: {},
        status: "IN_PROGRESS",
        executions: [
          { forThings: { prefix: "dev-", from: 0, count: 400, pad: 4 }, status: "QUEUED" },
          { forThings: { prefix: "dev-", from: 400, count: 300, pad: 4 }, status: "FAILED" },
          { forThings: { prefix: "dev-", from: 700, count: 300, pad: 4 }, status: "QUEUED" },
        ],
      },
      ...Array.from({ length: 30 }, (_, index) => ({
        jobId: `job-${index}`,
        targets: { things: ["x"] },
        executions: "queued" as const,
      })),
    ],
  });
});
afterAll(() => aws.stop());

const thingOf = (row: { thingArn?: string | undefined }) => row.thingArn!.split(":thing/")[1]!;

test("the SDK's paginators return every row once", async () => {
  const paging = { client: iot, pageSize: 7 };
  const jobs: string[] = [];
  for await (const page of paginateListJobs(paging, {})) jobs.push(...page.jobs!.map((job) => job.jobId!));
  expect(jobs).toHaveLength(31);
  expect(new Set(jobs).size).toBe(31);
  expect(jobs[0]).toBe("job-29");

  const things: string[] = [];
  for await (const page of paginateListThings({ client: iot, pageSize: 250 }, {})) {
    things.push(...page.things!.map((thing) => thing.thingName!));
  }
  expect(new Set(things).size).toBe(1_002);

  const members: string[] = [];
  for await (const page of paginateListThingsInThingGroup(
    { client: iot, pageSize: 1 },
    { thingGroupName: "top", recursive: true },
  )) {
    members.push(...page.things!);
  }
  expect(members).toEqual(["x", "y"]);
});

test("a filtered list stays complete while rows are added and removed", async () => {
  const seen: string[] = [];
  let canceled = false;
  for await (const page of paginateListJobExecutionsForJob(
    { client: iot, pageSize: 100 },
    { jobId: "wide", status: "QUEUED" },
  )) {
    seen.push(...page.executionSummaries!.map(thingOf));
    if (canceled) continue;
    canceled = true;
    // One that was already listed and one that is still to be listed.
    for (const thingName of ["dev-0003", "dev-0150"]) {
      await iot.send(new CancelJobExecutionCommand({ thingName, jobId: "wide" }));
    }
  }
  expect(seen).toHaveLength(699);
  expect(new Set(seen).size).toBe(699);
  expect(seen).not.toContain("dev-0150");
});

test("things that are added and removed do not shift the others", async () => {
  const first = await iot.send(new ListThingsCommand({ maxResults: 10 }));
  await iot.send(new DeleteThingCommand({ thingName: "dev-0900" }));
  await iot.send(new CreateThingCommand({ thingName: "newcomer" }));
  const rest: string[] = [];
  let { nextToken } = first;
  while (nextToken) {
    const page = await iot.send(new ListThingsCommand({ maxResults: 250, nextToken }));
    rest.push(...page.things!.map((thing) => thing.thingName!));
    nextToken = page.nextToken;
  }
  expect(rest).toHaveLength(992);
  expect(rest.at(-1)).toBe("newcomer");
});

test("a token is valid only for the same call and filters", async () => {
  const { nextToken } = await iot.send(
    new ListJobExecutionsForJobCommand({ jobId: "wide", status: "QUEUED", maxResults: 5 }),
  );
  const token = nextToken!;
  const altered = (token.startsWith("A") ? "B" : "A") + token.slice(1);
  for (const command of [
    new ListJobExecutionsForJobCommand({ jobId: "wide", nextToken: token }),
    new ListJobExecutionsForJobCommand({ jobId: "wide", status: "FAILED", nextToken: token }),
    new ListJobExecutionsForJobCommand({ jobId: "job-1", status: "QUEUED", nextToken: token }),
    new ListJobExecutionsForJobCommand({ jobId: "wide", status: "QUEUED", nextToken: altered }),
    new ListJobExecutionsForThingCommand({ thingName: "x", nextToken: token }),
  ]) {
    await expect(iot.send(command as ListJobExecutionsForJobCommand)).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  }
});

test("executions of a thing are filtered by status and job", async () => {
  const list = async (filter: object) =>
    (await iot.send(new ListJobExecutionsForThingCommand({ thingName: "x", ...filter }))).executionSummaries!;
  expect(await list({ maxResults: 250 })).toHaveLength(30);
  expect(await list({ status: "SUCCEEDED" })).toEqual([]);
  const [only, ...others] = await list({ jobId: "job-7" });
  expect(others).toEqual([]);
  expect(only).toEqual({
    jobId: "job-7",
    jobExecutionSummary: {
      status: "QUEUED",
      queuedAt: anyDate,
      lastUpdatedAt: anyDate,
      executionNumber: 1,
      retryAttempt: 0,
    },
  });
});

test.each([
  [{}, ["top", "below", "bottom", "other"]],
  [{ recursive: false }, ["top", "other"]],
  [{ recursive: false, namePrefixFilter: "b" }, []],
  [{ parentGroup: "top" }, ["below"]],
  [{ parentGroup: "top", recursive: false }, ["below"]],
  [{ parentGroup: "top", recursive: true }, ["below", "bottom"]],
  [{ namePrefixFilter: "b" }, ["below", "bottom"]],
  [{ parentGroup: "top", recursive: true, namePrefixFilter: "bo" }, ["bottom"]],
])("thing groups filtered by %j", async (filter, names) => {
  const { thingGroups } = await iot.send(new ListThingGroupsCommand(filter));
  expect(thingGroups).toEqual(
    names.map((groupName) => ({ groupName, groupArn: arnOf("thinggroup", groupName) })),
  );
});

test("listing the children of an unknown group is refused as not found", async () => {
  await expect(iot.send(new ListThingGroupsCommand({ parentGroup: "nowhere" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("a thing type is found only by its whole name", async () => {
  const list = async (thingTypeName?: string) =>
    (await iot.send(new ListThingTypesCommand({ thingTypeName }))).thingTypes!.map(
      (type) => type.thingTypeName,
    );
  expect([await list(), await list("pump"), await list("pum")]).toEqual([["kiosk", "pump"], ["pump"], []]);
});

test("jobs are filtered by the name or id of a group and by namespace, and a group filter omits scheduled jobs", async () => {
  const group = aws.name("jobs-of");
  const { thingGroupId } = await iot.send(new CreateThingGroupCommand({ thingGroupName: group }));
  const create = async (jobId: string, more: object = {}) => {
    const targets = [arnOf("thinggroup", group)];
    await iot.send(
      new CreateJobCommand({ jobId, targets, document: "{}", targetSelection: "CONTINUOUS", ...more }),
    );
  };
  await create("plain");
  await create("namespaced", { namespaceId: "greengrass" });
  const startTime = new Date(aws.emulator.world.clock.now() + 60 * MINUTE_MS).toISOString();
  await create("later", { schedulingConfig: { startTime } });

  const list = async (filter: object) =>
    (await iot.send(new ListJobsCommand(filter))).jobs!.map((job) => job.jobId);
  expect(await list({ targetSelection: "CONTINUOUS" })).toEqual(["later", "namespaced", "plain"]);
  expect(await list({ status: "SCHEDULED" })).toEqual(["later"]);
  expect(await list({ thingGroupName: group })).toEqual(["namespaced", "plain"]);
  expect(await list({ thingGroupId })).toEqual(["namespaced", "plain"]);
  expect(await list({ thingGroupName: group, status: "SCHEDULED" })).toEqual([]);
  expect(await list({ namespaceId: "greengrass" })).toEqual(["namespaced"]);
  await expect(list({ thingGroupName: "nowhere" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("a thing type is described as it was created", async () => {
  const thingTypeProperties = {
    thingTypeDescription: "a lift",
    searchableAttributes: ["site"],
    mqtt5Configuration: { propagatingAttributes: [{ userPropertyKey: "site", thingAttribute: "site" }] },
  };
  await iot.send(new CreateThingTypeCommand({ thingTypeName: "lift", thingTypeProperties }));
  expect((await iot.send(new ListThingTypesCommand({ thingTypeName: "lift" }))).thingTypes).toMatchObject([
    { thingTypeProperties, thingTypeMetadata: { deprecated: false, creationDate: anyDate } },
  ]);
});

test("thing and group can be named by their ARNs, and a group is described with its parents", async () => {
  const membership = { thingArn: arnOf("thing", "y"), thingGroupArn: arnOf("thinggroup", "other") };
  const groups = async () =>
    (await iot.send(new ListThingGroupsForThingCommand({ thingName: "y" }))).thingGroups!.map(
      (group) => group.groupName,
    );
  const before = await groups();
  expect(before).toEqual(["top", "below"]);
  await iot.send(new AddThingToThingGroupCommand(membership));
  expect(await groups()).toEqual([...before, "other"]);
  await iot.send(new RemoveThingFromThingGroupCommand(membership));
  expect(await groups()).toEqual(before);
  for (const broken of [
    { thingGroupArn: membership.thingGroupArn },
    { ...membership, thingArn: arnOf("thinggroup", "y") },
  ]) {
    await expect(iot.send(new AddThingToThingGroupCommand(broken))).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  }
});

test("the last page has a null token, as AWS sends it", async () => {
  const call = callRaw(aws.port, "GET", "/thing-groups/other/things");
  await call.ended;
  expect(call.text).toContain('"nextToken":null');
  const more = callRaw(aws.port, "GET", "/things?maxResults=1");
  await more.ended;
  expect(more.text).toMatch(/"nextToken":"[^"]+"/);
});
