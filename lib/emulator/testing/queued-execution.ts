import { DescribeJobExecutionCommand, IoTClient } from "@aws-sdk/client-iot";
import { vi, expect } from "vitest";
import type { LoggedCall } from "../http/call-log.ts";
import type { EmulatorUnderTest } from "./emulator-under-test.ts";
import { callRaw, type RawCall } from "./raw-call.ts";

export type Ref = { thingName: string; jobId: string };

/** A queued execution for one test, how to cancel it, and what became of it. */
export async function seedQueuedExecution(aws: EmulatorUnderTest) {
  const ref: Ref = { thingName: aws.name("thing"), jobId: aws.name("job") };
  await aws.seed({
    things: [{ name: ref.thingName }],
    jobs: [{ jobId: ref.jobId, targets: { things: [ref.thingName] }, executions: "queued" }],
  });
  const iot = new IoTClient(aws.connection);
  return {
    ...ref,
    /** Makes a fault strike its cancellation. */
    failCancel: (fault: object) => aws.fault({ api: "CancelJobExecution", match: ref, ...fault }),
    cancelRaw: (): RawCall =>
      callRaw(aws.port, "PUT", `/things/${ref.thingName}/jobs/${ref.jobId}/cancel`, "{}"),
    readStatus: async () => (await iot.send(new DescribeJobExecutionCommand(ref))).execution?.status,
    readCalls: (api: string) => readCalls(aws, `api=${api}&jobId=${ref.jobId}`),
  };
}

/** The logged calls that match, oldest first. */
export async function readCalls(aws: EmulatorUnderTest, query: string): Promise<LoggedCall[]> {
  return (await aws.control<{ calls: LoggedCall[] }>("GET", `log?${query}`)).body.calls;
}

/** Waits until the call is in the log: the emulator has then decided how to treat it. */
export async function waitForCall(aws: EmulatorUnderTest, query: string): Promise<LoggedCall> {
  return vi.waitFor(async () => {
    const [call] = await readCalls(aws, query);
    expect(call).toBeDefined();
    return call!;
  });
}
