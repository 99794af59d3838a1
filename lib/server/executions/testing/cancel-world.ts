import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { type AwsCall, type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { SeededExecution } from "@/lib/testing/emulator-seed";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Role } from "@/lib/core/permissions/permissions";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { CancelExecutionInput } from "@/lib/core/contracts/cancel-execution";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { type ObservedExecution, toObserved } from "@/lib/core/domain/observed-execution";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import type { CancelServices } from "../attempt-cancellation";
import { cancelExecution } from "../cancel-execution";

export let fleet: EmulatedFleet;
export let iot: IotGateway;
let store: TestDatabase;
export let audit: AuditLog;

/** Starts an emulator and a store before the tests of a file, and stops them after the last. */
export function startWorldBeforeTests(): void {
  beforeAll(async () => {
    fleet = await startEmulatedFleet();
    iot = createIotGateway(fleet.config);
    store = await createTestDatabase("postgres");
    const database = await store.open();
    audit = createAuditLog(() => Promise.resolve(database));
  });
  afterAll(() => Promise.all([fleet.stop(), store.remove()]));
  afterEach(() => void vi.restoreAllMocks());
}

/** The audit log's entries of an execution, newest first. */
export const entriesOf = async ({ thingName, jobId }: ExecutionRef) =>
  (await audit.find({ ...NO_AUDIT_FILTER, thing: thingName, job: jobId }, null, 10)).rows;

export const actor = (role: Role): Actor => ({ id: "ada", name: "Ada", role });
export const SUPERVISOR = actor("supervisor");

export async function seed(execution: SeededExecution): Promise<ExecutionRef> {
  const ref = { thingName: fleet.name("site:7:kiosk"), jobId: fleet.name("fw") };
  await fleet.emulator.seed({
    things: [{ name: ref.thingName }],
    jobs: [
      {
        jobId: ref.jobId,
        targets: { things: [ref.thingName] },
        executions: [{ thingName: ref.thingName, ...execution }],
      },
    ],
  });
  return ref;
}

/** The execution as a person sees it who reads it now. */
export async function observe(ref: ExecutionRef): Promise<ObservedExecution> {
  const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
  return read.ok ? toObserved(read.value) : NOTHING_SEEN;
}

export const NOTHING_SEEN: ObservedExecution = {
  status: "QUEUED",
  executionNumber: null,
  queuedAt: null,
  startedAt: null,
  versionNumber: null,
  origin: null,
};

export async function commandOf(
  ref: ExecutionRef,
  more: Partial<CancelExecutionInput> = {},
): Promise<CancelExecutionInput> {
  return {
    fleetId: "demo",
    ...ref,
    observed: more.observed ?? (await observe(ref)),
    force: false,
    expectedVersion: null,
    statusDetails: [],
    keepDeviceDetails: false,
    reason: "",
    ...more,
  };
}

/** Cancels, and returns the outcome and the calls that reached AWS. */
export async function cancel(
  ref: ExecutionRef,
  more: Partial<CancelExecutionInput> = {},
  by = SUPERVISOR,
  gateway: CancelServices["iot"] = iot,
) {
  const command = await commandOf(ref, more);
  let outcome!: Awaited<ReturnType<typeof cancelExecution>>;
  const calls = await fleet.callsOf(async () => {
    outcome = await cancelExecution({ iot: gateway, audit }, by, command);
  });
  return { outcome, calls, apis: calls.map(({ api }) => api) };
}

/** The real gateway, which runs `action` between our read and our call, as a device or a colleague may act then. */
export const withMeanwhile = (action: () => Promise<unknown>): CancelServices["iot"] => ({
  acquireCall: (...given) => iot.acquireCall(...given),
  describeExecution: (...given) => iot.describeExecution(...given),
  cancelExecution: async (...given) => {
    await action();
    return iot.cancelExecution(...given);
  },
});

export const statusOf = async (ref: ExecutionRef) => {
  const read = await iot.describeExecution(ref, { maxAgeMs: 0 });
  return read.ok ? read.value.status : read.failure.kind;
};

export const D = "DescribeJobExecution";
export const C = "CancelJobExecution";
export const sentIn = (calls: AwsCall[]) => calls.filter(({ api }) => api === C);
