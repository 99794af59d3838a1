import type { Fault } from "@/lib/testing/emulator-fault";
import type { CancelExecutionInput } from "@/lib/core/contracts/cancel-execution";
import type { Canceled } from "@/lib/core/domain/cancel-failure";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { ItemOutcome, OperationItem } from "@/lib/core/domain/operation";
import { toObserved } from "@/lib/core/domain/observed-execution";
import type { Result } from "@/lib/core/domain/result";
import { cancelExecution } from "@/lib/server/executions/cancel-execution";
import { cancelFailureMessage } from "@/lib/core/format/cancel-failure-message";
import { cancelJobFailureMessage } from "@/lib/core/format/cancel-job-failure-message";
import { itemWhy } from "@/lib/core/format/item-outcome-words";
import { cancelJob } from "@/lib/server/jobs/cancel-job";
import { exportOperationItems } from "../../export-operation-items";
import { findItems } from "../../find-items";
import { runOperations } from "../../run-operations";
import { fleetOf } from "../seed-operation";
import { ADA, runnerServices, seedJob, seedOperation } from "../seed-run";
import { type FaultWorld, type OpenStatus, type Subject, type Trace, traceOf } from "./fault-world";

/** The faults of one cancellation. They do not affect other calls. */
export interface Faults {
  strike: readonly Omit<Fault, "match">[];
  /** Whether the cancellation is sent in spite of them. */
  isSent: boolean;
}

/** The result of canceling an execution or a job. */
export interface Report extends Trace {
  /** `canceled`, `canceled-by-us-or-others`, or the failure's kind. */
  outcome: string;
  /** Whether a read has shown it. Null: it was not canceled. */
  isConfirmed: boolean | null;
  /** The sentence on the page. Empty: it was canceled. */
  says: string;
}

/** The result of an item. */
export interface ItemReport extends Trace {
  thingName: string;
  jobId: string;
  outcome: ItemOutcome | null;
  tries: number;
  /** Its words on the page. */
  says: string;
  /** Its line of the CSV file. */
  csv: string;
}

const MAX_RUNS = 10;

/**
 * Runs a cancellation again, on other executions, for as long as a try of it ended as too late: then the machine was
 * busy, the console sent nothing, and the result says nothing about the faults.
 */
async function untilOnTime<Found>(
  run: () => Promise<Found>,
  isOnTime: (found: Found) => boolean,
): Promise<Found> {
  for (let runs = 1; runs < MAX_RUNS; runs++) {
    const found = await run();
    if (isOnTime(found)) return found;
  }
  return run();
}

/** Calls that name a job and no thing. */
const OF_JOBS = ["DescribeJob", "CancelJob"];

async function addFaults(
  { fleet }: FaultWorld,
  { thingName, jobId }: { thingName: string; jobId: string },
  faults: Faults["strike"],
): Promise<void> {
  for (const fault of faults)
    await fleet.emulator.fault({ ...fault, match: OF_JOBS.includes(fault.api) ? { jobId } : { thingName } });
}

/**
 * Cancels one execution like a person who has just read its page. In progress: with force.
 *
 * @param bearsMark whether status details are sent, by which a read can attribute the cancellation
 */
export function cancelSingle(
  world: FaultWorld,
  status: OpenStatus,
  faults: Faults,
  bearsMark = false,
): Promise<Report & Subject> {
  return untilOnTime(
    () => cancelSingleOnce(world, status, faults, bearsMark),
    ({ heldUp }) => heldUp === 0,
  );
}

async function cancelSingleOnce(
  world: FaultWorld,
  status: OpenStatus,
  { strike, isSent }: Faults,
  bearsMark: boolean,
): Promise<Report & Subject> {
  const [item] = await seedJob(world.fleet, [{ status }]);
  const ref = { thingName: item!.thingName, jobId: item!.jobId };
  const outcome = await cancelSeen(world, ref, () => addFaults(world, ref, strike), {
    fleetId: "demo",
    force: status === "IN_PROGRESS",
    statusDetails: bearsMark ? [{ key: "canceledBy", value: "Ada" }] : [],
  });
  return { ...ref, ...reportOf(outcome, cancelFailureMessage), ...(await traceOf(world, ref, isSent)) };
}

/** Cancels an existing queued execution, without faults. */
export const cancelAgain = (world: FaultWorld, fleetId: string, ref: ExecutionRef) =>
  cancelSeen(world, ref, () => Promise.resolve(), { fleetId, force: false, statusDetails: [] });

/** @param beforeCanceling runs when the execution has been seen */
async function cancelSeen(
  { gateway, audit }: FaultWorld,
  ref: ExecutionRef,
  beforeCanceling: () => Promise<void>,
  how: Pick<CancelExecutionInput, "fleetId" | "force" | "statusDetails">,
): ReturnType<typeof cancelExecution> {
  const iot = gateway.as(ADA);
  const seen = await iot.describeExecution(ref, { maxAgeMs: 0 });
  if (!seen.ok) throw new Error(`It cannot be seen: ${seen.failure.kind}`);
  await beforeCanceling();
  return cancelExecution({ iot, audit }, ADA, {
    ...ref,
    ...how,
    observed: toObserved(seen.value),
    expectedVersion: null,
    keepDeviceDetails: false,
    reason: "wrong image",
  });
}

/** Cancels a whole job as a person does who has just looked. @param bearsMark whether a comment goes along */
export function cancelWholeJob(
  world: FaultWorld,
  faults: Faults,
  bearsMark = false,
): Promise<Report & Subject> {
  return untilOnTime(
    () => cancelWholeJobOnce(world, faults, bearsMark),
    ({ heldUp }) => heldUp === 0,
  );
}

async function cancelWholeJobOnce(
  world: FaultWorld,
  { strike, isSent }: Faults,
  bearsMark: boolean,
): Promise<Report & Subject> {
  const iot = world.gateway.as(ADA);
  const [item] = await seedJob(world.fleet, [{ status: "QUEUED" }]);
  const { jobId } = item!;
  const seen = await iot.describeJob(jobId, { maxAgeMs: 0 });
  if (!seen.ok) throw new Error(`It cannot be seen: ${seen.failure.kind}`);
  await addFaults(world, item!, strike);
  const outcome = await cancelJob({ iot, audit: world.audit }, ADA, {
    fleetId: "demo",
    jobId,
    seenCreatedAt: seen.value.createdAt,
    force: false,
    reasonCode: "",
    comment: bearsMark ? "wrong image" : "",
  });
  return {
    jobId,
    ...reportOf(outcome, cancelJobFailureMessage),
    ...(await traceOf(world, { jobId }, isSent)),
  };
}

function reportOf<Failure extends { kind: string }>(
  outcome: Result<Pick<Canceled, "by" | "confirmed">, Failure>,
  say: (failure: Failure) => string,
): Pick<Report, "outcome" | "isConfirmed" | "says"> {
  if (!outcome.ok) return { outcome: outcome.failure.kind, isConfirmed: null, says: say(outcome.failure) };
  const { by, confirmed } = outcome.value;
  return {
    outcome: by === "us" ? "canceled" : "canceled-by-us-or-others",
    isConfirmed: confirmed,
    says: "",
  };
}

/**
 * Runs an operation of several items, each with the same faults, until it ends.
 *
 * @param tries how often each item was tried before
 */
export function cancelItems(
  world: FaultWorld,
  status: OpenStatus,
  faults: Faults,
  tries: readonly number[],
): Promise<ItemsReport> {
  return untilOnTime(
    () => cancelItemsOnce(world, status, faults, tries),
    ({ items }) => items.every(({ heldUp }) => heldUp === 0),
  );
}

interface ItemsReport {
  operationId: string;
  fleetId: string;
  items: ItemReport[];
}

async function cancelItemsOnce(
  world: FaultWorld,
  status: OpenStatus,
  { strike, isSent }: Faults,
  tries: readonly number[],
): Promise<ItemsReport> {
  const { fleet, database, gateway } = world;
  // A fleet has one runner, so each operation gets a fleet of its own.
  const fleetId = fleet.name("fleet");
  const operationId = `op_${fleetId}`;
  const items = await seedJob(
    fleet,
    tries.map(() => ({ status })),
  );
  for (const item of items) await addFaults(world, item, strike);
  await seedOperation(database, {
    id: operationId,
    fleetId,
    force: status === "IN_PROGRESS",
    items: items.map((item, at) => ({ ...item, plannedStatus: status, tries: tries[at]! })),
  });
  const services = runnerServices(database, fleet.config, {
    fleet: { id: fleetId, bulkLimit: 1_000 },
    audit: world.audit,
    gatewayOf: (caller) => gateway.as(caller),
  });
  await runOperations(services, new AbortController().signal);
  return { operationId, fleetId, items: await itemReports(world, { operationId, fleetId }, isSent) };
}

/** Each item of an operation, as the store, the page, the CSV file, the audit log and AWS show it now. */
export async function itemReports(
  world: FaultWorld,
  { operationId, fleetId }: { operationId: string; fleetId: string },
  isSent: boolean,
): Promise<ItemReport[]> {
  const all = { show: "all", name: null } as const;
  const items = await findItems(world.database.kysely, operationId, all, -1, 100);
  const lines = await csvOf(world, fleetId, operationId);
  return Promise.all(items.map(async (item, at) => itemReport(world, item, lines[at + 1]!, isSent)));
}

async function itemReport(
  world: FaultWorld,
  item: OperationItem,
  csv: string,
  isSent: boolean,
): Promise<ItemReport> {
  const { outcome, tries, thingName, jobId } = item;
  return {
    thingName,
    jobId,
    outcome,
    tries,
    says: itemWhy(item),
    csv,
    ...(await traceOf(world, { thingName, jobId }, isSent)),
  };
}

/** The lines of an operation's CSV file, the head first. */
async function csvOf({ database }: FaultWorld, fleetId: string, operationId: string): Promise<string[]> {
  const services = { fleet: fleetOf(fleetId), database: () => Promise.resolve(database), sayWhy: itemWhy };
  const exported = await exportOperationItems(services, ADA, { operationId, show: "all", name: null });
  if (!exported.ok) throw new Error(exported.failure.kind);
  return (await new Response(exported.value).text()).split("\r\n");
}
