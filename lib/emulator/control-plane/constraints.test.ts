import {
  AddThingToThingGroupCommand,
  CancelJobCommand,
  CreateJobCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  DeleteThingCommand,
  DescribeEndpointCommand,
  DescribeJobCommand,
  DescribeThingCommand,
  ListJobExecutionsForJobCommand,
  ListJobsCommand,
  ListThingsCommand,
  SearchIndexCommand,
  UpdateEventConfigurationsCommand,
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

const someMessage: unknown = expect.stringMatching(/\S/);
const someRequestId: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  const groups = Array.from({ length: 11 }, (_, index) => ({ name: `group-${index}` }));
  await aws.seed({
    groups: [...groups, { name: "top" }, { name: "left", parent: "top" }, { name: "right", parent: "top" }],
    things: [
      { name: "known" },
      { name: "in-ten", groups: groups.slice(0, 10).map(({ name }) => name) },
      { name: "on-the-left", groups: ["left"] },
    ],
    indexing: { mode: "REGISTRY", connectivity: "STATUS" },
  });
});
afterAll(() => aws.stop());

const targets = [arnOf("thing", "known")];
const document = "{}";
const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * MINUTE_MS).toISOString();
const createJob = (more: Partial<CreateJobCommandInput>) =>
  new CreateJobCommand({ jobId: "n", targets, document, ...more });

test.each([
  ["a thing name with a slash", () => new DescribeThingCommand({ thingName: "a/b" })],
  ["a thing name too long", () => new DescribeThingCommand({ thingName: "a".repeat(129) })],
  ["a job id with a colon", () => new DescribeJobCommand({ jobId: "a:b" })],
  ["a job id too long", () => new DescribeJobCommand({ jobId: "a".repeat(65) })],
  ["maxResults 0", () => new ListJobsCommand({ maxResults: 0 })],
  ["maxResults 251", () => new ListThingsCommand({ maxResults: 251 })],
  ["search maxResults 101", () => new SearchIndexCommand({ queryString: "*", maxResults: 101 })],
  ["an unknown status", () => new ListJobsCommand({ status: "QUEUED" as never })],
  [
    "an unknown execution status",
    () => new ListJobExecutionsForJobCommand({ jobId: "j", status: "CANCELLED" as never }),
  ],
  ["a made-up token", () => new ListThingsCommand({ nextToken: "bm9uc2Vuc2U=" })],
  ["a lower-case reason code", () => new CancelJobCommand({ jobId: "j", reasonCode: "oops" })],
  ["a comment with a new line", () => new CancelJobCommand({ jobId: "j", comment: "a\nb" })],
  [
    "a bad attribute name",
    () => new CreateThingCommand({ thingName: "n", attributePayload: { attributes: { "a b": "c" } } }),
  ],
  [
    "an unknown parent group",
    () => new CreateThingGroupCommand({ thingGroupName: "g", parentGroupName: "nope" }),
  ],
  ["an attribute's value without its name", () => new ListThingsCommand({ attributeValue: "x" })],
  ["an endpoint that is none", () => new DescribeEndpointCommand({ endpointType: "iot:Nothing" })],
  [
    "a body of more than a megabyte",
    () => new CreateJobCommand({ jobId: "n", targets, document: "x".repeat(1_000_001) }),
  ],
  ["a job without targets", () => new CreateJobCommand({ jobId: "n", targets: [], document })],
  ["a job whose document is not JSON", () => createJob({ document: "{do: it}" })],
  ["a job without document", () => new CreateJobCommand({ jobId: "n", targets })],
  [
    "a target of another account",
    () => new CreateJobCommand({ jobId: "n", targets: ["arn:aws:iot:eu-west-1:1:thing/known"], document }),
  ],
  [
    "eleven retries",
    () =>
      new CreateJobCommand({
        jobId: "n",
        targets,
        document,
        jobExecutionsRetryConfig: {
          criteriaList: [
            { failureType: "FAILED", numberOfRetries: 6 },
            { failureType: "TIMED_OUT", numberOfRetries: 5 },
          ],
        },
      }),
  ],
  ["a start time too soon", () => createJob({ schedulingConfig: { startTime: inDays(0) } })],
  ["a start in more than a year", () => createJob({ schedulingConfig: { startTime: inDays(366) } })],
  ["an end in more than two years", () => createJob({ schedulingConfig: { endTime: inDays(731) } })],
  ["a rollout of 0 a minute", () => createJob({ jobExecutionsRolloutConfig: { maximumPerMinute: 0 } })],
  [
    "a factor of two decimals",
    () =>
      createJob({
        jobExecutionsRolloutConfig: {
          exponentialRate: { baseRatePerMinute: 1, incrementFactor: 1.55, rateIncreaseCriteria: {} },
        },
      }),
  ],
  [
    "a percentage of three decimals",
    () =>
      createJob({
        abortConfig: {
          criteriaList: [
            {
              failureType: "ALL",
              action: "CANCEL",
              thresholdPercentage: 10.999,
              minNumberOfExecutedThings: 1,
            },
          ],
        },
      }),
  ],
  [
    "26 package versions",
    () =>
      createJob({ destinationPackageVersions: Array<string>(26).fill("arn:aws:iot:eu-west-1:1:package/p") }),
  ],
  ["parameters without a template", () => createJob({ documentParameters: { region: "eu" } })],
  [
    "four attributes without a type",
    () =>
      new CreateThingCommand({
        thingName: "n",
        attributePayload: { attributes: { a: "1", b: "2", c: "3", d: "4" } },
      }),
  ],
  [
    "a property key with an underscore",
    () =>
      new CreateThingTypeCommand({
        thingTypeName: "n",
        thingTypeProperties: {
          mqtt5Configuration: { propagatingAttributes: [{ userPropertyKey: "a_b", thingAttribute: "a" }] },
        },
      }),
  ],
  [
    "an eleventh group",
    () => new AddThingToThingGroupCommand({ thingName: "in-ten", thingGroupName: "group-10" }),
  ],
  [
    "a second group of one hierarchy",
    () => new AddThingToThingGroupCommand({ thingName: "on-the-left", thingGroupName: "right" }),
  ],
  [
    "an event type that is none",
    () =>
      new UpdateEventConfigurationsCommand({
        eventConfigurations: { NOTHING: { Enabled: true } } as Record<string, { Enabled: boolean }>,
      }),
  ],
])("%s is an InvalidRequestException", async (_, command) => {
  await expect(iot.send(command() as never)).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: someMessage,
    $metadata: { httpStatusCode: 400, requestId: someRequestId },
  });
  expect((await iot.send(new ListJobsCommand({}))).jobs).toEqual([]);
});

test("an end behavior without an end time is accepted and has no effect", async () => {
  const jobId = aws.name("job");
  const schedulingConfig = { endBehavior: "CANCEL" as const };
  await iot.send(createJob({ jobId, schedulingConfig }));
  expect((await iot.send(new DescribeJobCommand({ jobId }))).job).toMatchObject({
    status: "IN_PROGRESS",
    schedulingConfig,
  });
});

test("an unknown job template is not found", async () => {
  const jobTemplateArn = "arn:aws:iot:eu-west-1:123456789012:jobtemplate/t";
  await expect(iot.send(createJob({ document: undefined, jobTemplateArn }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
});

test("all violations are listed at once", async () => {
  await expect(iot.send(new ListJobsCommand({ maxResults: 0, status: "x" as never }))).rejects.toThrow(
    /^2 validation errors detected: .*'status'.*'maxResults'/,
  );
});

test("creating the same thing, group or type again succeeds, and a different one of that name is refused", async () => {
  const attributePayload = { attributes: { site: "ams" } };
  const made = [
    ["thing", new CreateThingCommand({ thingName: "twice", attributePayload })],
    [
      "thinggroup",
      new CreateThingGroupCommand({ thingGroupName: "twice", thingGroupProperties: { attributePayload } }),
    ],
    [
      "thingtype",
      new CreateThingTypeCommand({
        thingTypeName: "twice",
        thingTypeProperties: { searchableAttributes: ["site"] },
      }),
    ],
  ] as const;
  const others = [
    new CreateThingCommand({ thingName: "twice" }),
    new CreateThingGroupCommand({ thingGroupName: "twice" }),
    new CreateThingTypeCommand({ thingTypeName: "twice" }),
  ];
  for (const [index, [kind, command]] of made.entries()) {
    const { $metadata: _, ...first } = await iot.send(command as CreateThingCommand);
    expect(await iot.send(command as CreateThingCommand)).toMatchObject(first);
    await expect(iot.send(others[index] as CreateThingCommand)).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
      resourceId: "twice",
      resourceArn: arnOf(kind, "twice"),
      $metadata: { httpStatusCode: 409 },
    });
  }
});

test("the order of searchable attributes does not make a type different", async () => {
  const create = (...searchableAttributes: string[]) =>
    iot.send(
      new CreateThingTypeCommand({ thingTypeName: "ordered", thingTypeProperties: { searchableAttributes } }),
    );
  await create("site", "floor");
  await create("floor", "site");
  await expect(create("site")).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
});

test("a thing is deleted only in the expected version, and deleting an unknown thing succeeds", async () => {
  const remove = (expectedVersion?: number) =>
    iot.send(new DeleteThingCommand({ thingName: "short-lived", expectedVersion }));
  await iot.send(new CreateThingCommand({ thingName: "short-lived" }));
  await expect(remove(2)).rejects.toMatchObject({
    name: "VersionConflictException",
    $metadata: { httpStatusCode: 409 },
  });
  await remove(1);
  await remove(2);
});

test("names of JavaScript's own properties are ordinary names", async () => {
  await iot.send(new CreateThingCommand({ thingName: "__proto__" }));
  await iot.send(
    new CreateThingCommand({
      thingName: "constructor",
      attributePayload: { attributes: { constructor: "x" } },
    }),
  );
  expect(await iot.send(new DescribeThingCommand({ thingName: "__proto__" }))).toMatchObject({
    attributes: {},
  });
  const filter = { attributeName: "constructor", attributeValue: "x", usePrefixAttributeValue: true };
  const { things } = await iot.send(new ListThingsCommand(filter));
  expect(things?.map((thing) => thing.thingName)).toEqual(["constructor"]);
  const { things: withIt } = await iot.send(new ListThingsCommand({ attributeName: "constructor" }));
  expect(withIt?.map((thing) => thing.thingName)).toEqual(["constructor"]);
  await expect(iot.send(new DescribeThingCommand({ thingName: "toString" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
