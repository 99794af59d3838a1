import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { createFleetGateway } from "./create-iot-gateway";
import { createEventQueue } from "./event-queue";
import { createRoleSessions } from "./role-sessions";
import { sessionName } from "./session-name";

const READ = { arn: "arn:aws:iam::123456789012:role/standdown-read", externalId: null };
const CANCEL = { arn: "arn:aws:iam::123456789012:role/standdown-cancel", externalId: "standdown-1" };
const ANN = { id: "1", email: "ann@example.com" };
const BOB = { id: "2", email: "bob@example.com" };
const HOUR_MS = 3_600_000;

type Call = { api: string; sessionName?: string; roleArn?: string };

let aws: EmulatedFleet;
beforeAll(async () => (aws = await startEmulatedFleet()));
afterAll(() => aws.stop());

const gatewayWithRoles = () =>
  createFleetGateway({ ...aws.config, stsEndpoint: aws.url, readRole: READ, cancelRole: CANCEL });

async function seedQueued() {
  const thingName = aws.name("thing");
  const jobId = aws.name("job");
  await aws.emulator.seed({
    things: [{ name: thingName }],
    jobs: [{ jobId, targets: { things: [thingName] }, executions: [{ thingName, status: "QUEUED" }] }],
  });
  return { thingName, jobId };
}

const callsOf = async (action: () => Promise<unknown>) => (await aws.callsOf(action)) as Call[];

test("the queue of events is read with the role of reads, and again after its session was refused", async () => {
  const queue = createEventQueue({
    url: aws.emulator.queueUrl,
    region: "eu-west-1",
    readRole: READ,
    stsEndpoint: aws.url,
  });
  const receive = async () => {
    const messages = await queue.receive(new AbortController().signal);
    await queue.remove(messages);
    return messages.map(({ body }) => body);
  };
  const calls = await callsOf(async () => {
    await aws.emulator.sendMessage("1");
    expect(await receive()).toEqual(["1"]);
    await aws.emulator.sendMessage("2");
    await aws.emulator.fault({ api: "ReceiveMessage", kind: "error", errorName: "ExpiredTokenException" });
    await expect(receive()).rejects.toThrow();
    expect(await receive()).toEqual(["2"]);
  });
  const own = calls.filter(({ api }) => api !== "SendMessage");
  expect(own.map(({ api }) => api)).toEqual([
    ...["AssumeRole", "ReceiveMessage", "DeleteMessageBatch", "ReceiveMessage"],
    ...["AssumeRole", "ReceiveMessage", "DeleteMessageBatch"],
  ]);
  for (const call of own) expect(call).toMatchObject({ sessionName: "standdown", roleArn: READ.arn });
});

describe("calls in a person's name", () => {
  test("read with one role and cancel with the other, in sessions that are named for the person", async () => {
    const ref = await seedQueued();
    const iot = gatewayWithRoles().as(ANN);
    const calls = await callsOf(async () => {
      await iot.describeExecution(ref);
      await iot.cancelExecution(ref, { force: false, expectedVersion: null, statusDetails: null });
    });
    expect(calls.map(({ api, sessionName, roleArn }) => [api, sessionName, roleArn])).toEqual([
      ["AssumeRole", ANN.email, READ.arn],
      ["DescribeJobExecution", ANN.email, READ.arn],
      ["AssumeRole", ANN.email, CANCEL.arn],
      ["CancelJobExecution", ANN.email, CANCEL.arn],
    ]);
  });

  test("assume a role once for a person, however many ask at once", async () => {
    const gateway = gatewayWithRoles();
    const refs = await Promise.all([seedQueued(), seedQueued(), seedQueued()]);
    const calls = await callsOf(() =>
      Promise.all([
        ...refs.map((ref) => gateway.as(ANN).describeExecution(ref)),
        gateway.as(BOB).describeThing(refs[0].thingName),
      ]),
    );
    const assumed = calls.filter(({ api }) => api === "AssumeRole").map((call) => call.sessionName);
    expect(assumed.sort()).toEqual([ANN.email, BOB.email]);
  });

  test("share reads: what one person has just read is not read again in another's name", async () => {
    const gateway = gatewayWithRoles();
    const ref = await seedQueued();
    const calls = await callsOf(async () => {
      await gateway.as(ANN).describeExecution(ref);
      await gateway.as(BOB).describeExecution(ref);
    });
    expect(calls.filter(({ api }) => api === "DescribeJobExecution")).toHaveLength(1);
  });

  test("the service's own calls are named for it", async () => {
    const ref = await seedQueued();
    const calls = await callsOf(() => gatewayWithRoles().as(null).describeExecution(ref));
    expect(calls.at(-1)).toMatchObject({ api: "DescribeJobExecution", sessionName: "standdown" });
  });

  test("a session that AWS no longer accepts is renewed within the call", async () => {
    const gateway = gatewayWithRoles();
    await gateway.as(ANN).describeExecution(await seedQueued());
    await aws.emulator.advanceClock(2 * HOUR_MS);
    const ref = await seedQueued();
    expect(await gateway.as(ANN).describeExecution(ref)).toMatchObject({ ok: true });
  });

  test("a role that STS denies is named in the failure, and the call is not made", async () => {
    const ref = await seedQueued();
    const arn = "arn:aws:iam::999999999999:role/not-ours";
    const gateway = createFleetGateway({
      ...aws.config,
      stsEndpoint: aws.url,
      cancelRole: { arn, externalId: null },
    });
    const calls = await callsOf(async () =>
      expect(
        await gateway
          .as(ANN)
          .cancelExecution(ref, { force: false, expectedVersion: null, statusDetails: null }),
      ).toMatchObject({ ok: false, failure: { kind: "denied", action: "sts:AssumeRole", resource: arn } }),
    );
    expect(calls.map(({ api }) => api)).toEqual(["AssumeRole"]);
  });
});

test("a session is kept until five minutes before its end", async () => {
  let nowMs = Date.now();
  const own = await startEmulatedFleet();
  const sessions = createRoleSessions({ region: "eu-west-1", endpoint: own.url }, () => nowMs);
  const first = await sessions.get(READ, "ann");
  nowMs = first.expiration.getTime() - 6 * 60_000;
  expect(await sessions.get(READ, "ann")).toBe(first);
  nowMs = first.expiration.getTime() - 4 * 60_000;
  expect(await sessions.get(READ, "ann")).not.toBe(first);
  await own.stop();
});

describe("the name of a session", () => {
  test.each([
    [{ id: "1", email: "ann+ops@example.com" }, "ann+ops@example.com"],
    [{ id: "local" }, "local"],
  ])("of %j is %s", (caller, name) => expect(sessionName(caller)).toBe(name));

  test.each(["Ann Lee", "ünï@example.com", "x", "", `${"long".repeat(30)}@example.com`, "a\nb", "人事"])(
    "of %j is one that STS takes",
    (id) => expect(sessionName({ id })).toMatch(/^[\w+=,.@-]{2,64}$/),
  );

  test("keeps two people apart whose names differ only in characters that STS refuses", () => {
    expect(sessionName({ id: "1", email: "ann lee@x.com" })).not.toBe(
      sessionName({ id: "2", email: "ann/lee@x.com" }),
    );
  });
});
