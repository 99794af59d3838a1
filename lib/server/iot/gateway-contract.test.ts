import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AddThingToThingGroupCommand,
  CreateJobCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  DeleteJobCommand,
  DeleteThingCommand,
  DeleteThingGroupCommand,
  DescribeEndpointCommand,
  IoTClient,
} from "@aws-sdk/client-iot";
import { IoTJobsDataPlaneClient, UpdateJobExecutionCommand } from "@aws-sdk/client-iot-jobs-data-plane";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import { realContractRegion } from "@/lib/testing/real-account";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { createIotGateway } from "./create-iot-gateway";
import { type ContractWorld, GATEWAY_CONTRACT } from "./gateway-contract";

const CLAUSES = Object.entries(GATEWAY_CONTRACT);

/** AWS takes its time to roll a job out; the emulator takes none. */
const REAL_TIMEOUT_MS = 300_000;
const ROLLED_OUT_WITHIN_MS = 120_000;

interface Endpoint {
  region: string;
  /** Null: AWS itself. */
  endpoint: string | null;
}

/** Makes its things and jobs by the SDK, as anybody would, under a prefix of its own; `cleanUp` deletes them all. */
async function createWorld({ region, endpoint }: Endpoint) {
  const gateway = createIotGateway({
    region,
    endpoint,
    quotas: endpoint === null ? "aws" : "off",
    quotaShare: 0.8,
  });
  const iot = new IoTClient({ region, ...(endpoint !== null && { endpoint }) });
  const device = new IoTJobsDataPlaneClient({ region, endpoint: endpoint ?? (await findJobsEndpoint(iot)) });
  const prefix = `standdown-contract-${randomUUID().slice(0, 8)}`;
  const things: string[] = [];
  const groups: string[] = [];
  const jobs: string[] = [];

  async function giveThing(): Promise<{ thingName: string; thingArn: string }> {
    const thingName = `${prefix}:${things.length + 1}`;
    things.push(thingName);
    const { thingArn } = await iot.send(new CreateThingCommand({ thingName }));
    return { thingName, thingArn: thingArn! };
  }

  async function giveJob(target: string, executions: number): Promise<string> {
    const jobId = `${prefix}-${jobs.length + 1}`;
    jobs.push(jobId);
    const document = JSON.stringify({ operation: "contract" });
    await iot.send(new CreateJobCommand({ jobId, targets: [target], document, targetSelection: "SNAPSHOT" }));
    await rolledOut(jobId, executions);
    return jobId;
  }

  async function rolledOut(jobId: string, executions: number): Promise<void> {
    const deadline = performance.now() + ROLLED_OUT_WITHIN_MS;
    for (;;) {
      const job = await gateway.describeJob(jobId, { maxAgeMs: 0 });
      if (job.ok && job.value.counts.QUEUED === executions) return;
      if (performance.now() > deadline) throw new Error(`${jobId} is not rolled out: ${JSON.stringify(job)}`);
      await sleep(250);
    }
  }

  const indexing = await gateway.indexing();
  const world: ContractWorld = {
    gateway,
    isIndexed: indexing.ok && indexing.value.things,
    async giveQueued(): Promise<ExecutionRef> {
      const { thingName, thingArn } = await giveThing();
      return { thingName, jobId: await giveJob(thingArn, 1) };
    },
    async giveJobOfMany(count) {
      const thingGroupName = `${prefix}-group-${groups.length + 1}`;
      groups.push(thingGroupName);
      const { thingGroupArn } = await iot.send(new CreateThingGroupCommand({ thingGroupName }));
      for (let at = 0; at < count; at++) {
        const { thingName } = await giveThing();
        await iot.send(new AddThingToThingGroupCommand({ thingName, thingGroupName }));
      }
      return giveJob(thingGroupArn!, count);
    },
    async report({ thingName, jobId }, status, statusDetails) {
      await device.send(new UpdateJobExecutionCommand({ thingName, jobId, status, statusDetails }));
    },
  };

  return {
    world,
    async cleanUp(): Promise<void> {
      for (const jobId of jobs)
        await iot.send(new DeleteJobCommand({ jobId, force: true })).catch(warnOf(jobId));
      for (const thingName of things)
        await iot.send(new DeleteThingCommand({ thingName })).catch(warnOf(thingName));
      for (const thingGroupName of groups)
        await iot.send(new DeleteThingGroupCommand({ thingGroupName })).catch(warnOf(thingGroupName));
    },
  };
}

const warnOf = (name: string) => (error: unknown) =>
  console.warn(`${name} was left behind: ${error instanceof Error ? error.name : String(error)}`);

async function findJobsEndpoint(iot: IoTClient): Promise<string> {
  const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: "iot:Jobs" }));
  return `https://${endpointAddress}`;
}

describe.each([
  { mode: "OFF", connectivity: "OFF" },
  { mode: "REGISTRY", connectivity: "STATUS" },
] as const)("the emulator, fleet indexing $mode, keeps the gateway's contract:", (indexing) => {
  let fleet: EmulatedFleet;
  let made: Awaited<ReturnType<typeof createWorld>>;
  beforeAll(async () => {
    fleet = await startEmulatedFleet();
    await fleet.emulator.settings({ indexing });
    made = await createWorld(fleet.config);
  });
  afterAll(() => fleet.stop());

  test.each(CLAUSES)("%s", (_, proof) => proof(made.world));
});

const region = realContractRegion();
const why = region === null ? " (not asked: set STANDDOWN_CONTRACT_REAL=1, AWS_REGION and credentials)" : "";

describe.skipIf(region === null)(`AWS itself keeps the gateway's contract${why}:`, () => {
  let made: Awaited<ReturnType<typeof createWorld>>;
  beforeAll(async () => {
    made = await createWorld({ region: region!, endpoint: null });
  }, REAL_TIMEOUT_MS);
  afterAll(() => made.cleanUp(), REAL_TIMEOUT_MS);

  test.each(CLAUSES)("%s", (_, proof) => proof(made.world), REAL_TIMEOUT_MS);
});
