import {
  CancelJobExecutionCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXECUTION_STATUSES } from "../state/execution-status.ts";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
afterAll(() => aws.stop());

const VERSION = 4;

/** Facts 2.1 and 2.10, written down independently of the implementation. */
function expected(status: string, force: boolean | undefined, expectedVersion: number | undefined) {
  if (expectedVersion !== undefined && expectedVersion !== VERSION) return "VersionConflictException";
  if (status === "QUEUED") return "CANCELED";
  if (status === "IN_PROGRESS") return force ? "CANCELED" : "InvalidStateTransitionException";
  return "InvalidStateTransitionException";
}

const table = EXECUTION_STATUSES.flatMap((status) =>
  [undefined, false, true].flatMap((force) =>
    [undefined, VERSION, VERSION - 1, 0].map((expectedVersion) => ({ status, force, expectedVersion })),
  ),
);

async function seedExecution(given: object) {
  const thingName = aws.name("thing");
  const jobId = aws.name("job");
  await aws.seed({
    things: [{ name: thingName }],
    jobs: [
      {
        jobId,
        targets: { things: [thingName] },
        status: "IN_PROGRESS",
        executions: [{ thingName, status: "QUEUED", versionNumber: VERSION, ...given }],
      },
    ],
  });
  return { thingName, jobId };
}

const read = async (ref: { thingName: string; jobId: string }) =>
  (await iot.send(new DescribeJobExecutionCommand(ref))).execution!;

describe("CancelJobExecution", () => {
  test.each(table)("$status, force $force, expectedVersion $expectedVersion", async (row) => {
    const ref = await seedExecution({ status: row.status, statusDetails: { step: "1" } });
    const before = await read(ref);
    const command = new CancelJobExecutionCommand({
      ...ref,
      force: row.force,
      expectedVersion: row.expectedVersion,
    });
    const answer = expected(row.status, row.force, row.expectedVersion);
    if (answer !== "CANCELED") {
      await expect(iot.send(command)).rejects.toMatchObject({
        name: answer,
        $metadata: { httpStatusCode: 409 },
      });
      expect(await read(ref)).toEqual(before);
      return;
    }
    await iot.send(command);
    const after = await read(ref);
    expect(after).toMatchObject({
      status: "CANCELED",
      versionNumber: VERSION + 1,
      statusDetails: { detailsMap: { step: "1" } },
    });
    expect(after.forceCanceled).toBe(row.force ? true : undefined);
  });

  test("replaces the status details with given ones", async () => {
    const ref = await seedExecution({ statusDetails: { step: "1", rest: "2" } });
    await iot.send(new CancelJobExecutionCommand({ ...ref, statusDetails: { by: "alice@example.com" } }));
    expect((await read(ref)).statusDetails).toEqual({ detailsMap: { by: "alice@example.com" } });
  });

  test("of the last open execution completes a snapshot job", async () => {
    const ref = await seedExecution({});
    await iot.send(new CancelJobExecutionCommand(ref));
    const { job } = await iot.send(new DescribeJobCommand({ jobId: ref.jobId }));
    expect(job).toMatchObject({ status: "COMPLETED", jobProcessDetails: { numberOfCanceledThings: 1 } });
    expect(job?.completedAt).toBeInstanceOf(Date);
  });

  test("of an unknown execution is not found", async () => {
    const { thingName, jobId } = await seedExecution({});
    const other = await seedExecution({});
    for (const ref of [
      { thingName, jobId: "no-such-job" },
      { thingName: "no-such-thing", jobId },
      { thingName: other.thingName, jobId },
    ]) {
      await expect(iot.send(new CancelJobExecutionCommand(ref))).rejects.toMatchObject({
        name: "ResourceNotFoundException",
        $metadata: { httpStatusCode: 404 },
      });
    }
  });

  test.each([
    ["eleven pairs", Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, "v"]))],
    ["an empty key", { "": "v" }],
    ["a key with a dot", { "a.b": "v" }],
    ["a key too long", { ["k".repeat(129)]: "v" }],
    ["an empty value", { k: "" }],
    ["a value too long", { k: "v".repeat(1025) }],
    ["a new line", { k: "a\nb" }],
    ["a lone surrogate", { k: "\ud800" }],
    ["a zero-width joiner", { k: "a\u200db" }],
    ["a number", { k: 7 as unknown as string }],
  ])("refuses status details with %s, and changes nothing", async (_, statusDetails) => {
    const ref = await seedExecution({});
    const before = await read(ref);
    await expect(iot.send(new CancelJobExecutionCommand({ ...ref, statusDetails }))).rejects.toMatchObject({
      name: "InvalidRequestException",
      $metadata: { httpStatusCode: 400 },
    });
    expect(await read(ref)).toEqual(before);
  });

  test("accepts status details at every limit", async () => {
    const ref = await seedExecution({});
    const statusDetails = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`${index}${":_-".repeat(42)}k`, "é€𝄞 <b>".padEnd(1024, "x")]),
    );
    await iot.send(new CancelJobExecutionCommand({ ...ref, statusDetails }));
    expect((await read(ref)).statusDetails?.detailsMap).toEqual(statusDetails);
  });
});
