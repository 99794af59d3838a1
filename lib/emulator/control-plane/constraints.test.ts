import {
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
  IoTClient,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arnOf, startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

const someMessage: unknown = expect.stringMatching(/\S/);
const someRequestId: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
  await aws.seed({ things: [{ name: "known" }], indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
});
afterAll(() => aws.stop());

const targets = [arnOf("thing", "known")];
const document = "{}";

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
  ["an endpoint that is none", () => new DescribeEndpointCommand({ endpointType: "iot:Nothing" })],
  [
    "a body of more than a megabyte",
    () => new CreateJobCommand({ jobId: "n", targets, document: "x".repeat(1_000_001) }),
  ],
  ["a job without targets", () => new CreateJobCommand({ jobId: "n", targets: [], document })],
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
  [
    "a start time too soon",
    () =>
      new CreateJobCommand({
        jobId: "n",
        targets,
        document,
        schedulingConfig: { startTime: new Date().toISOString() },
      }),
  ],
  [
    "a rollout of 0 a minute",
    () =>
      new CreateJobCommand({
        jobId: "n",
        targets,
        document,
        jobExecutionsRolloutConfig: { maximumPerMinute: 0 },
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

test("all that is wrong is named at once", async () => {
  await expect(iot.send(new ListJobsCommand({ maxResults: 0, status: "x" as never }))).rejects.toThrow(
    /^2 validation errors detected: .*'status'.*'maxResults'/,
  );
});

test("the same thing, group or type again succeeds, another of its name is refused", async () => {
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

test("a thing is deleted in the version expected only, and one that is not there is deleted already", async () => {
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

test("names that JavaScript knows are names like any other", async () => {
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
  await expect(iot.send(new DescribeThingCommand({ thingName: "toString" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
