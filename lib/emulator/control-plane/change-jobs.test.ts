import {
  AddThingToThingGroupCommand,
  AssociateTargetsWithJobCommand,
  CancelJobCommand,
  CreateJobCommand,
  CreateJobTemplateCommand,
  DeleteJobTemplateCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  DescribeJobTemplateCommand,
  GetJobDocumentCommand,
  IoTClient,
  ListJobTemplatesCommand,
  ListTagsForResourceCommand,
  UpdateJobCommand,
  type CreateJobCommandInput,
  type UpdateJobCommandInput,
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

const INVALID = { name: "InvalidRequestException", $metadata: { httpStatusCode: 400 } };
const NOT_FOUND = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } };
const START = "arn:aws:iot:eu-west-1:123456789012:";

async function seedGroup(count: number): Promise<{ group: string; things: string[] }> {
  const group = aws.name("group");
  const things = Array.from({ length: count }, () => aws.name("thing"));
  await aws.seed({ groups: [{ name: group }], things: things.map((name) => ({ name, groups: [group] })) });
  return { group, things };
}
async function createJob(group: string, more: Partial<CreateJobCommandInput> = {}): Promise<string> {
  const jobId = aws.name("job");
  const targets = [arnOf("thinggroup", group)];
  await iot.send(new CreateJobCommand({ jobId, targets, document: '{"do":"it"}', ...more }));
  return jobId;
}
const readJob = async (jobId: string) => (await iot.send(new DescribeJobCommand({ jobId }))).job!;

test("an update changes only the given members, and applies to the rest of the rollout", async () => {
  const { group } = await seedGroup(6);
  const jobId = await createJob(group, {
    description: "before",
    jobExecutionsRolloutConfig: { maximumPerMinute: 1 },
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
  });
  const update = (more: Omit<UpdateJobCommandInput, "jobId">) =>
    iot.send(new UpdateJobCommand({ jobId, ...more }));
  await update({ description: "after" });
  await update({ jobExecutionsRolloutConfig: { maximumPerMinute: 3 } });
  expect(await readJob(jobId)).toMatchObject({
    description: "after",
    jobExecutionsRolloutConfig: { maximumPerMinute: 3 },
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
    jobProcessDetails: { numberOfQueuedThings: 1 },
  });
  await aws.advance(MINUTE_MS);
  expect((await readJob(jobId)).jobProcessDetails).toMatchObject({ numberOfQueuedThings: 4 });
  await expect(update({ namespaceId: "another" })).rejects.toMatchObject(NOT_FOUND);
});

test("a changed timeout applies only to executions that start later", async () => {
  const { group, things } = await seedGroup(2);
  const jobId = await createJob(group, { timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
  await aws.act({ thingName: things[0]!, jobId, act: "start" });
  await iot.send(new UpdateJobCommand({ jobId, timeoutConfig: { inProgressTimeoutInMinutes: 60 } }));
  await aws.act({ thingName: things[1]!, jobId, act: "start" });
  await aws.advance(6 * MINUTE_MS);
  const status = async (thingName: string) =>
    (await iot.send(new DescribeJobExecutionCommand({ jobId, thingName }))).execution?.status;
  expect([await status(things[0]!), await status(things[1]!)]).toEqual(["TIMED_OUT", "IN_PROGRESS"]);
});

test("an update can stop retries but not raise their number", async () => {
  const { group } = await seedGroup(1);
  const retry = (numberOfRetries: number) => ({
    jobExecutionsRetryConfig: { criteriaList: [{ failureType: "FAILED" as const, numberOfRetries }] },
  });
  const jobId = await createJob(group, retry(2));
  await expect(iot.send(new UpdateJobCommand({ jobId, ...retry(3) }))).rejects.toMatchObject(INVALID);
  await iot.send(new UpdateJobCommand({ jobId, ...retry(2) }));
  await iot.send(new UpdateJobCommand({ jobId, ...retry(0) }));
  expect(await readJob(jobId)).toMatchObject(retry(0));
});

test("an ended or unknown job cannot be updated", async () => {
  const { group } = await seedGroup(1);
  const jobId = await createJob(group);
  await iot.send(new CancelJobCommand({ jobId }));
  const update = (id: string) => iot.send(new UpdateJobCommand({ jobId: id, description: "late" }));
  await expect(update(jobId)).rejects.toMatchObject(INVALID);
  await expect(update("no-such-job")).rejects.toMatchObject(NOT_FOUND);
});

test("a continuous job reaches the things of a group that is added to its targets", async () => {
  const [first, second] = [await seedGroup(1), await seedGroup(2)];
  const jobId = await createJob(first.group, { targetSelection: "CONTINUOUS", description: "wide" });
  await aws.act({ thingName: first.things[0]!, jobId, act: "succeed" });
  const targets = [arnOf("thinggroup", second.group)];
  const associate = new AssociateTargetsWithJobCommand({ jobId, targets, comment: "second wave" });
  expect(await iot.send(associate)).toMatchObject({
    jobId,
    jobArn: arnOf("job", jobId),
    description: "wide",
  });
  await iot.send(associate);
  expect(await readJob(jobId)).toMatchObject({
    comment: "second wave",
    targets: [arnOf("thinggroup", first.group), ...targets],
    jobProcessDetails: { numberOfQueuedThings: 2, numberOfSucceededThings: 1 },
  });
  const [late] = (await seedGroup(1)).things;
  await iot.send(new AddThingToThingGroupCommand({ thingName: late, thingGroupName: second.group }));
  expect((await readJob(jobId)).jobProcessDetails).toMatchObject({ numberOfQueuedThings: 3 });
});

test("only groups can be added, only to a continuous job in progress, up to a hundred targets", async () => {
  const { group, things } = await seedGroup(1);
  const associate = (jobId: string, ...targets: string[]) =>
    iot.send(new AssociateTargetsWithJobCommand({ jobId, targets }));
  const snapshot = await createJob(group);
  await expect(associate(snapshot, arnOf("thinggroup", group))).rejects.toMatchObject(INVALID);
  const jobId = await createJob(group, { targetSelection: "CONTINUOUS" });
  await expect(associate(jobId, arnOf("thing", things[0]!))).rejects.toMatchObject(INVALID);
  await expect(associate(jobId, arnOf("thinggroup", "nope"))).rejects.toMatchObject(NOT_FOUND);
  const groups = Array.from({ length: 100 }, () => ({ name: aws.name("many") }));
  await aws.seed({ groups });
  await expect(
    associate(jobId, ...groups.map(({ name }) => arnOf("thinggroup", name))),
  ).rejects.toMatchObject({ name: "LimitExceededException", $metadata: { httpStatusCode: 410 } });
  expect((await readJob(jobId)).targets).toHaveLength(1);
});

test("a job can be created from a template and override parts of it", async () => {
  const { group } = await seedGroup(1);
  const jobTemplateId = aws.name("template");
  const created = await iot.send(
    new CreateJobTemplateCommand({
      jobTemplateId,
      description: "as always",
      document: '{"from":"template"}',
      jobExecutionsRolloutConfig: { maximumPerMinute: 7 },
      timeoutConfig: { inProgressTimeoutInMinutes: 5 },
      tags: [{ Key: "kind", Value: "t" }],
    }),
  );
  const jobTemplateArn = `${START}jobtemplate/${jobTemplateId}`;
  expect(created).toMatchObject({ jobTemplateId, jobTemplateArn });
  expect(await iot.send(new DescribeJobTemplateCommand({ jobTemplateId }))).toMatchObject({
    jobTemplateArn,
    description: "as always",
    document: '{"from":"template"}',
    createdAt: expect.any(Date) as Date,
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
  });
  const jobId = await createJob(group, {
    document: undefined,
    jobTemplateArn,
    timeoutConfig: { inProgressTimeoutInMinutes: 9 },
  });
  expect(await readJob(jobId)).toMatchObject({
    jobTemplateArn,
    description: "as always",
    jobExecutionsRolloutConfig: { maximumPerMinute: 7 },
    timeoutConfig: { inProgressTimeoutInMinutes: 9 },
  });
  const { document } = await iot.send(new GetJobDocumentCommand({ jobId }));
  expect(document).toBe('{"from":"template"}');
  const { tags } = await iot.send(new ListTagsForResourceCommand({ resourceArn: jobTemplateArn }));
  expect(tags).toEqual([{ Key: "kind", Value: "t" }]);
});

test("a template can be created from a job", async () => {
  const { group } = await seedGroup(1);
  const jobId = await createJob(group, { timeoutConfig: { inProgressTimeoutInMinutes: 5 } });
  const jobTemplateId = aws.name("template");
  await iot.send(
    new CreateJobTemplateCommand({ jobTemplateId, jobArn: arnOf("job", jobId), description: "copied" }),
  );
  expect(await iot.send(new DescribeJobTemplateCommand({ jobTemplateId }))).toMatchObject({
    description: "copied",
    document: '{"do":"it"}',
    timeoutConfig: { inProgressTimeoutInMinutes: 5 },
  });
});

test("templates are listed, and can be deleted once", async () => {
  const jobTemplateId = aws.name("template");
  const template = { jobTemplateId, description: "short-lived", document: "{}" };
  await iot.send(new CreateJobTemplateCommand(template));
  await expect(iot.send(new CreateJobTemplateCommand(template))).rejects.toMatchObject({
    name: "ConflictException",
    resourceId: jobTemplateId,
    $metadata: { httpStatusCode: 409 },
  });
  const list = async () => (await iot.send(new ListJobTemplatesCommand({}))).jobTemplates!;
  expect(await list()).toContainEqual({
    jobTemplateId,
    jobTemplateArn: `${START}jobtemplate/${jobTemplateId}`,
    description: "short-lived",
    createdAt: expect.any(Date) as Date,
  });
  const remove = () => iot.send(new DeleteJobTemplateCommand({ jobTemplateId }));
  await remove();
  expect((await list()).map((one) => one.jobTemplateId)).not.toContain(jobTemplateId);
  await expect(remove()).rejects.toMatchObject(NOT_FOUND);
  const describe = new DescribeJobTemplateCommand({ jobTemplateId });
  await expect(iot.send(describe)).rejects.toMatchObject(NOT_FOUND);
});

test("a template needs exactly one source and a JSON document", async () => {
  const create = (more: { document?: string; documentSource?: string; jobArn?: string }) =>
    iot.send(new CreateJobTemplateCommand({ jobTemplateId: "bad", description: "bad", ...more }));
  await expect(create({})).rejects.toMatchObject(INVALID);
  await expect(create({ document: "{}", documentSource: "s3" })).rejects.toMatchObject(INVALID);
  await expect(create({ document: "{not json" })).rejects.toMatchObject(INVALID);
  await expect(create({ jobArn: arnOf("job", "no-such-job") })).rejects.toMatchObject(NOT_FOUND);
});
