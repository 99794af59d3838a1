import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@/lib/core/contracts/page";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import type { Result } from "@/lib/core/domain/result";
import type { IotGateway } from "./iot-gateway";

/** An endpoint that speaks AWS IoT, and ways to create things in it and act as their devices. */
export interface ContractWorld {
  gateway: IotGateway;
  /** Creates a thing with a colon in its name and a job for it, and waits until reads show it queued. */
  giveQueued(): Promise<ExecutionRef>;
  /** The device starts the execution or reports on it. `details` become its status details. */
  report(
    ref: ExecutionRef,
    status: "IN_PROGRESS" | "SUCCEEDED",
    details?: Record<string, string>,
  ): Promise<void>;
  /** Creates a job for so many things, all queued. */
  giveJobOfMany(things: number): Promise<string>;
  /** Whether fleet indexing is on. A test cannot switch it for a whole account. */
  isIndexed: boolean;
}

const PLAIN: CancelCall = { force: false, expectedVersion: null, statusDetails: null };
const FRESH = { maxAgeMs: 0 };
const NO_REF: ExecutionRef = { thingName: "standdown-contract-nobody", jobId: "standdown-contract-none" };

/** How long an endpoint may take to show what it has accepted: its reads are eventually consistent (facts 2.1). */
const SHOWN_WITHIN_MS = 20_000;
const ASK_AGAIN_MS = 250;

/** The value of a read. @throws if it failed */
function valueOf<Value>(result: Result<Value, unknown>): Value {
  assert.ok(result.ok, `Answered ${JSON.stringify(result)}`);
  return result.value;
}

async function isRefusedAs(call: Promise<Result<unknown, { kind: string }>>, kind: string): Promise<void> {
  const result = await call;
  assert.equal(result.ok ? "answered" : result.failure.kind, kind, JSON.stringify(result));
}

/** Reads until `isShown` accepts the value. */
async function readUntil<Value>(
  read: () => Promise<Result<Value, unknown>>,
  isShown: (value: Value) => boolean,
): Promise<Value> {
  const deadline = performance.now() + SHOWN_WITHIN_MS;
  for (;;) {
    const value = valueOf(await read());
    if (isShown(value)) return value;
    assert.ok(performance.now() < deadline, `Still ${JSON.stringify(value)}`);
    await sleep(ASK_AGAIN_MS);
  }
}

function readStatus({ gateway }: ContractWorld, ref: ExecutionRef, status: string): Promise<Execution> {
  return readUntil(
    () => gateway.describeExecution(ref, FRESH),
    (execution) => execution.status === status,
  );
}

async function giveInProgress(world: ContractWorld, details?: Record<string, string>): Promise<Execution> {
  const ref = await world.giveQueued();
  await world.report(ref, "IN_PROGRESS", details);
  return readStatus(world, ref, "IN_PROGRESS");
}

/**
 * The contract of an AWS IoT endpoint through our gateway: a sentence and a proof for each clause. Every run checks the
 * emulator. A run with credentials also checks AWS; where the two differ, the emulator is wrong.
 *
 * A proof creates what it needs, so that proofs run in any order and beside other users of an account. They use Node's
 * asserts only, so that any test runner can run them.
 */
export const GATEWAY_CONTRACT: Readonly<Record<string, (world: ContractWorld) => Promise<void>>> = {
  "a queued execution is described without start, details or force": async (world) => {
    const ref = await world.giveQueued();
    const execution = valueOf(await world.gateway.describeExecution(ref, FRESH));
    const { queuedAt, lastUpdatedAt, readAt, versionNumber, executionNumber, origin, ...rest } = execution;
    assert.deepEqual(rest, {
      ...ref,
      status: "QUEUED",
      startedAt: null,
      statusDetails: {},
      forceCanceled: false,
      secondsBeforeTimedOut: null,
    });
    assert.ok(queuedAt instanceof Date && lastUpdatedAt instanceof Date && readAt instanceof Date);
    assert.ok(Math.abs(readAt.getTime() - queuedAt.getTime()) < 10 * 60_000, "the clocks are of one time");
    assert.ok(versionNumber !== null && versionNumber >= 1 && executionNumber !== null);
    assert.equal(origin?.account, world.gateway.account());
  },

  "what a device reports is described, with a version that grows": async (world) => {
    const started = await giveInProgress(world, { step: "1 of 2", note: "größer 🙂" });
    assert.deepEqual({ ...started.statusDetails }, { step: "1 of 2", note: "größer 🙂" });
    assert.ok(started.startedAt instanceof Date);
    await world.report(started, "SUCCEEDED", { step: "2 of 2" });
    const ended = await readStatus(world, started, "SUCCEEDED");
    assert.deepEqual({ ...ended.statusDetails }, { step: "2 of 2" });
    assert.ok(Number(ended.versionNumber) > Number(started.versionNumber));
  },

  "an execution is in its thing's list and in its job's, by status and without": async (world) => {
    const ref = await world.giveQueued();
    const { gateway } = world;
    for (const status of [null, "QUEUED"]) {
      const ofThing = valueOf(await gateway.listExecutionsForThing(ref.thingName, status, null, FRESH));
      const ofJob = valueOf(await gateway.listExecutionsForJob(ref.jobId, status, null, FRESH));
      for (const { rows } of [ofThing, ofJob]) {
        assert.equal(rows.length, 1);
        const { thingName, jobId, ...row } = rows[0]!;
        assert.deepEqual({ thingName, jobId, status: row.status }, { ...ref, status: "QUEUED" });
        assert.ok(row.queuedAt instanceof Date && row.startedAt === null);
      }
    }
    assert.deepEqual(valueOf(await gateway.listExecutionsForJob(ref.jobId, "FAILED", null, FRESH)).rows, []);
    assert.equal(valueOf(await gateway.listExecutionsOfJobOnThing(ref, FRESH)).length, 1);
  },

  "a list continues at its cursor, with each row once": async (world) => {
    const jobId = await world.giveJobOfMany(251);
    const { rows, pages } = await readAll((cursor) =>
      world.gateway.listExecutionsForJob(jobId, "QUEUED", cursor, FRESH),
    );
    assert.equal(rows.length, 251);
    assert.equal(new Set(rows.map(({ thingName }) => thingName)).size, 251);
    assert.ok(pages >= 2, "AWS gives at most 250 rows a page");
  },

  "a cursor that nobody gave out is refused": async ({ gateway }) => {
    await isRefusedAs(
      gateway.listJobs({ status: null, selection: null, group: null, namespace: null }, "nonsense"),
      "invalid-request",
    );
  },

  "a queued execution is canceled, and its job with it": async (world) => {
    const ref = await world.giveQueued();
    const { metadata, ...answer } = await world.gateway.cancelExecution(ref, PLAIN);
    assert.deepEqual(answer, { ok: true, value: undefined });
    assert.equal(metadata.errorName, null);
    assert.match(metadata.requestId ?? "", /./, "an accepted call has a request id");
    const execution = await readStatus(world, ref, "CANCELED");
    assert.equal(execution.forceCanceled, false);
    assert.deepEqual({ ...execution.statusDetails }, {});
    const { counts } = await readUntil(
      () => world.gateway.describeJob(ref.jobId, FRESH),
      (job) => job.status === "COMPLETED",
    );
    assert.deepEqual([counts.QUEUED, counts.CANCELED], [0, 1]);
  },

  "an execution in progress is canceled with force only": async (world) => {
    const execution = await giveInProgress(world);
    await isRefusedAs(world.gateway.cancelExecution(execution, PLAIN), "invalid-transition");
    valueOf(await world.gateway.cancelExecution(execution, { ...PLAIN, force: true }));
    assert.equal((await readStatus(world, execution, "CANCELED")).forceCanceled, true);
  },

  "what is over cannot be canceled, force or not": async (world) => {
    const execution = await giveInProgress(world);
    await world.report(execution, "SUCCEEDED");
    await readStatus(world, execution, "SUCCEEDED");
    for (const force of [false, true])
      await isRefusedAs(world.gateway.cancelExecution(execution, { ...PLAIN, force }), "invalid-transition");
  },

  "a cancellation that was made already is refused as a transition": async (world) => {
    const ref = await world.giveQueued();
    valueOf(await world.gateway.cancelExecution(ref, PLAIN));
    await readStatus(world, ref, "CANCELED");
    await isRefusedAs(world.gateway.cancelExecution(ref, PLAIN), "invalid-transition");
  },

  "a version that is not the execution's is a conflict, and changes nothing": async (world) => {
    const seen = await giveInProgress(world, { step: "1" });
    await world.report(seen, "IN_PROGRESS", { step: "2" });
    const call = { force: true, expectedVersion: seen.versionNumber, statusDetails: { by: "contract" } };
    await isRefusedAs(world.gateway.cancelExecution(seen, call), "version-conflict");
    const now = valueOf(await world.gateway.describeExecution(seen, FRESH));
    assert.equal(now.status, "IN_PROGRESS");
    assert.deepEqual({ ...now.statusDetails }, { step: "2" });
    valueOf(await world.gateway.cancelExecution(seen, { ...call, expectedVersion: now.versionNumber }));
    await readStatus(world, seen, "CANCELED");
  },

  "status details sent replace the device's": async (world) => {
    const execution = await giveInProgress(world, { step: "1", state: "downloading" });
    const statusDetails = { state: "stopped", "why:now": "größer 🙂" };
    valueOf(await world.gateway.cancelExecution(execution, { ...PLAIN, force: true, statusDetails }));
    assert.deepEqual({ ...(await readStatus(world, execution, "CANCELED")).statusDetails }, statusDetails);
  },

  "status details not sent leave the device's": async (world) => {
    const execution = await giveInProgress(world, { step: "1" });
    valueOf(await world.gateway.cancelExecution(execution, { ...PLAIN, force: true }));
    assert.deepEqual({ ...(await readStatus(world, execution, "CANCELED")).statusDetails }, { step: "1" });
  },

  "status details that are not legal are refused, and change nothing": async (world) => {
    const ref = await world.giveQueued();
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`k${at}`, "v"]));
    for (const statusDetails of [eleven, { "a b": "v" }, { k: "two\nlines" }, { k: "" }])
      await isRefusedAs(world.gateway.cancelExecution(ref, { ...PLAIN, statusDetails }), "invalid-request");
    assert.equal(valueOf(await world.gateway.describeExecution(ref, FRESH)).status, "QUEUED");
  },

  "a job is canceled at once, with why, and what was queued follows": async (world) => {
    const ref = await world.giveQueued();
    const call = { force: false, reasonCode: "CONTRACT_1", comment: "größer 🙂" };
    const { metadata, ...answer } = await world.gateway.cancelJob(ref.jobId, call);
    assert.deepEqual(answer, { ok: true, value: undefined });
    assert.equal(metadata.errorName, null);
    const job = await readUntil(
      () => world.gateway.describeJob(ref.jobId, FRESH),
      ({ status }) => status === "CANCELED",
    );
    assert.deepEqual([job.reasonCode, job.comment], [call.reasonCode, call.comment]);
    await readStatus(world, ref, "CANCELED");
  },

  "canceling a job without force leaves what is in progress to the device": async (world) => {
    const execution = await giveInProgress(world);
    const call = { force: false, reasonCode: null, comment: null };
    valueOf(await world.gateway.cancelJob(execution.jobId, call));
    await readUntil(
      () => world.gateway.describeJob(execution.jobId, FRESH),
      ({ status }) => status === "CANCELED",
    );
    assert.equal(valueOf(await world.gateway.describeExecution(execution, FRESH)).status, "IN_PROGRESS");
    await world.report(execution, "SUCCEEDED");
    await readStatus(world, execution, "SUCCEEDED");
  },

  "a reason code or a comment that is not legal is refused, and changes nothing": async (world) => {
    const { jobId } = await world.giveQueued();
    for (const wrong of [{ reasonCode: "no spaces" }, { reasonCode: "lower" }, { comment: "two\nlines" }]) {
      const call = { force: false, reasonCode: null, comment: null, ...wrong };
      await isRefusedAs(world.gateway.cancelJob(jobId, call), "invalid-request");
    }
    assert.equal(valueOf(await world.gateway.describeJob(jobId, FRESH)).status, "IN_PROGRESS");
  },

  "what is not there is not found": async (world) => {
    const { gateway } = world;
    const ref = await world.giveQueued();
    await isRefusedAs(gateway.describeExecution(NO_REF), "not-found");
    await isRefusedAs(gateway.describeExecution({ ...ref, jobId: NO_REF.jobId }), "not-found");
    await isRefusedAs(gateway.cancelExecution({ ...ref, jobId: NO_REF.jobId }, PLAIN), "not-found");
    await isRefusedAs(gateway.cancelExecution({ ...ref, thingName: NO_REF.thingName }, PLAIN), "not-found");
    await isRefusedAs(gateway.describeJob(NO_REF.jobId), "not-found");
    await isRefusedAs(gateway.getJobDocument(NO_REF.jobId), "not-found");
    const call = { force: false, reasonCode: null, comment: null };
    await isRefusedAs(gateway.cancelJob(NO_REF.jobId, call), "not-found");
    await isRefusedAs(gateway.listExecutionsForJob(NO_REF.jobId, null, null), "not-found");
    await isRefusedAs(gateway.describeThing(NO_REF.thingName), "not-found");
    await isRefusedAs(gateway.listThingsInGroup("standdown-contract-no-group", null), "not-found");
  },

  "a status that AWS does not know is refused": async (world) => {
    const { jobId } = await world.giveQueued();
    await isRefusedAs(world.gateway.listExecutionsForJob(jobId, "PAUSED", null), "invalid-request");
  },

  "a job is described with its target, and its document is read": async (world) => {
    const { thingName, jobId } = await world.giveQueued();
    const job = valueOf(await world.gateway.describeJob(jobId, FRESH));
    assert.equal(job.jobId, jobId);
    assert.equal(job.status, "IN_PROGRESS");
    assert.equal(job.targetSelection, "SNAPSHOT");
    assert.ok(job.targets.length === 1 && job.targets[0]!.endsWith(`:thing/${thingName}`));
    assert.deepEqual([job.forceCanceled, job.reasonCode, job.timeoutMinutes], [false, null, null]);
    assert.ok(job.createdAt instanceof Date && job.completedAt === null);
    const document = valueOf(await world.gateway.getJobDocument(jobId, FRESH));
    assert.deepEqual(JSON.parse(document ?? ""), { operation: "contract" });
  },

  "a running job is among those in progress, and not among the completed": async (world) => {
    const { jobId } = await world.giveQueued();
    assert.ok((await allJobIds(world, "IN_PROGRESS")).includes(jobId));
    assert.ok(!(await allJobIds(world, "COMPLETED")).includes(jobId));
  },

  "a thing is described, with its groups, and its ARN names the account": async (world) => {
    const { thingName } = await world.giveQueued();
    const thing = valueOf(await world.gateway.describeThing(thingName, FRESH));
    assert.deepEqual(
      { ...thing, attributes: { ...thing.attributes } },
      { thingName, typeName: null, attributes: {} },
    );
    assert.deepEqual(valueOf(await world.gateway.listGroupsOfThing(thingName, FRESH)), []);
    assert.match(world.gateway.account() ?? "", /^\d{12}$/);
  },

  "things, types and groups are listed": async ({ gateway }) => {
    const things = valueOf(await gateway.listThings({ type: null, attribute: null }, null, FRESH));
    assert.ok(things.rows.every(({ thingName }) => thingName !== ""));
    assert.ok(valueOf(await gateway.listThingTypes(null, FRESH)).rows.every((name) => name !== ""));
    assert.ok(valueOf(await gateway.listThingGroups(null, null, FRESH)).rows.every((name) => name !== ""));
  },

  "the indexing says whether things can be searched": async ({ gateway, isIndexed }) => {
    assert.equal(valueOf(await gateway.indexing(FRESH)).things, isIndexed);
    const search = gateway.searchThings("thingName:standdown\\-contract*", null, FRESH);
    if (isIndexed) assert.ok(Array.isArray(valueOf(await search).rows));
    else await isRefusedAs(search, "index-off");
  },

  "a query that is none is refused where things can be searched": async ({ gateway, isIndexed }) => {
    await isRefusedAs(gateway.searchThings("thingName:(", null), isIndexed ? "invalid-request" : "index-off");
  },
};

async function allJobIds({ gateway }: ContractWorld, status: string): Promise<string[]> {
  const { rows } = await readAll((cursor) =>
    gateway.listJobs({ status, selection: null, group: null, namespace: null }, cursor, FRESH),
  );
  return rows.map(({ jobId }) => jobId);
}

async function readAll<Row>(read: (cursor: string | null) => Promise<Result<Page<Row>, unknown>>) {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let pages = 1; ; pages++) {
    const page: Page<Row> = valueOf(await read(cursor));
    rows.push(...page.rows);
    cursor = page.cursor;
    if (cursor === null) return { rows, pages };
  }
}
