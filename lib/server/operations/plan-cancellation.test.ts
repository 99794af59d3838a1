import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmulatedFleet, startEmulatedFleet } from "@/lib/testing/emulated-fleet";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { EXECUTION_STATUSES, type ExecutionStatus } from "@/lib/core/domain/execution-status";
import type { CancelSelector } from "@/lib/core/domain/operation";
import { createIotGateway } from "@/lib/server/iot/create-iot-gateway";
import { stderrLogger } from "@/lib/server/process/logger";
import { newOperationId } from "./operation-ids";
import { planCancellation } from "./plan-cancellation";
import { readPlan } from "./read-plan";
import type { PlanServices } from "./resolve-plan";
import { stopPlan } from "./stop-plan";
import { fleetOf } from "./testing/seed-operation";

const ADA: Actor = { id: "ada", name: "Ada", role: "operator" };
const FLEET = fleetOf("kiosks");

let fleet: EmulatedFleet;
beforeAll(async () => {
  fleet = await startEmulatedFleet();
});
afterAll(() => fleet.stop());

describe.each(ENGINES)("a plan on the %s engine", (engine) => {
  let database: Database;
  let services: PlanServices;
  openBeforeTests(engine, (opened) => {
    database = opened;
    services = {
      fleet: FLEET,
      database: () => Promise.resolve(database),
      iot: createIotGateway(fleet.config),
      logger: stderrLogger,
    };
  });

  const startPlan = async (question: CancelSelector, actor = ADA, more: Partial<PlanServices> = {}) => {
    const started = await planCancellation({ ...services, ...more }, actor, {
      fleetId: FLEET.id,
      question,
    });
    if (!started.ok) throw new Error(JSON.stringify(started));
    return started.value;
  };
  const read = async ({ id }: Pick<CancelPlan, "id">, actor = ADA) => {
    const plan = await readPlan(services, actor, { planId: id });
    if (!plan.ok) throw new Error(JSON.stringify(plan));
    return plan.value;
  };
  const resolved = (plan: Pick<CancelPlan, "id">) =>
    expect
      .poll(() => read(plan), { timeout: 20_000, interval: 20 })
      .not.toMatchObject({ state: "resolving" });
  const plan = async (question: CancelSelector, actor = ADA, more: Partial<PlanServices> = {}) => {
    const started = await startPlan(question, actor, more);
    await resolved(started);
    return read(started, actor);
  };
  const itemsOf = async ({ id }: CancelPlan) =>
    (
      await database.kysely
        .selectFrom("cancel_plan_item")
        .select(["thing_name", "job_id", "status"])
        .where("plan_id", "=", id)
        .orderBy("seq")
        .execute()
    ).map((row) => `${row.thing_name} ${row.job_id} ${row.status}`);

  /** A job with one execution a thing. */
  const seedJob = async (executions: Record<string, ExecutionStatus>) => {
    const jobId = fleet.name("fw");
    const names = Object.keys(executions);
    await fleet.emulator.seed({
      things: names.map((name) => ({ name: `${jobId}-${name}` })),
      jobs: [
        {
          jobId,
          targets: { things: names.map((name) => `${jobId}-${name}`) },
          executions: names.map((name) => ({ thingName: `${jobId}-${name}`, status: executions[name]! })),
        },
      ],
    });
    return jobId;
  };
  const many = async (count: number, status: "QUEUED" | "IN_PROGRESS" = "QUEUED") => {
    const jobId = fleet.name("many");
    const range = { prefix: `${jobId}-`, from: 0, count };
    await fleet.emulator.seed({
      thingRange: [range],
      jobs: [{ jobId, targets: {}, executions: [{ forThings: range, status }] }],
    });
    return { jobId, thing: (n: number) => `${jobId}-${n}` };
  };

  test("of a job holds its selected open executions, the time it was taken, and the limits that apply", async () => {
    const jobId = await seedJob({ a: "QUEUED", b: "IN_PROGRESS", c: "SUCCEEDED", D: "QUEUED" });
    const begunAt = Date.now();
    const all = await plan({ kind: "job", jobId, statuses: ["IN_PROGRESS", "QUEUED"], name: null });
    expect(await itemsOf(all)).toEqual([
      `${jobId}-a ${jobId} QUEUED`,
      `${jobId}-D ${jobId} QUEUED`,
      `${jobId}-b ${jobId} IN_PROGRESS`,
    ]);
    expect(all).toMatchObject({
      state: "ready",
      failure: null,
      read: 3,
      ofAbout: 3,
      counts: {
        queued: 2,
        inProgress: 1,
        finished: 0,
        gone: 0,
        unknownStatus: 0,
        notAllowed: 0,
        inOtherOperations: 0,
      },
      wholeJob: { jobId, createdAt: expect.any(Date) as Date },
      quotaPerSecond: 10,
      share: 0.8,
      bulkLimit: 1_000,
      operationId: null,
    });
    expect(Math.abs(all.takenAt.getTime() - begunAt)).toBeLessThan(10_000);
    expect(all.expiresAt!.getTime() - all.takenAt.getTime()).toBeGreaterThanOrEqual(10 * 60_000);

    const some = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: "-d" });
    expect(await itemsOf(some)).toEqual([`${jobId}-D ${jobId} QUEUED`]);
    expect(some).toMatchObject({ read: 2, wholeJob: null, counts: { queued: 1, inProgress: 0 } });
    const none = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: "nowhere" });
    expect(none).toMatchObject({ state: "ready", counts: { queued: 0, inProgress: 0 } });
    const busy = await plan({ kind: "job", jobId, statuses: ["IN_PROGRESS"], name: null });
    expect(busy).toMatchObject({ wholeJob: null, counts: { queued: 0, inProgress: 1 } });
  });

  test("reads the versions of executions with an incomplete identity, and of those that reported last", async () => {
    const { jobId, thing } = await many(101, "IN_PROGRESS");
    // The last of its list, so that only its report puts it before the others.
    const reporting = { thingName: thing(100), jobId };
    await fleet.emulator.deviceAct({ ...reporting, act: "progress" });
    const describedOf = async ({ id }: CancelPlan) =>
      (
        await database.kysely
          .selectFrom("cancel_plan_item")
          .select("thing_name")
          .where("plan_id", "=", id)
          .where("version_number", "is not", null)
          .execute()
      ).map((row) => row.thing_name);
    const inProgress = await describedOf(
      await plan({ kind: "job", jobId, statuses: ["IN_PROGRESS"], name: null }),
    );
    expect(inProgress).toHaveLength(100);
    expect(inProgress).toContain(reporting.thingName);

    const queued = await many(3);
    const question: CancelSelector = { kind: "job", jobId: queued.jobId, statuses: ["QUEUED"], name: null };
    expect(await describedOf(await plan(question))).toEqual([]);
    const omitted = { api: "ListJobExecutionsForJob", kind: "omit", member: "queuedAt" } as const;
    await fleet.emulator.fault({ ...omitted, count: "unlimited" });
    const partial = await plan(question);
    await fleet.emulator.clearFaults();
    expect(await describedOf(partial)).toHaveLength(3);
  });

  test("has the oldest and newest last update of those in progress", async () => {
    const jobId = fleet.name("fw");
    const [silent, busy, waits] = ["silent", "busy", "waits"].map((name) => `${jobId}-${name}`);
    const minute = (count: number) => Date.now() - (Date.now() % 1_000) - count * 60_000;
    const [days, minutes] = [minute(4_000), minute(2)];
    await fleet.emulator.seed({
      things: [silent!, busy!, waits!].map((name) => ({ name })),
      jobs: [
        {
          jobId,
          targets: { things: [silent!, busy!, waits!] },
          executions: [
            { thingName: silent!, status: "IN_PROGRESS", startedAtMs: days, lastUpdatedAtMs: days },
            { thingName: busy!, status: "IN_PROGRESS", startedAtMs: days, lastUpdatedAtMs: minutes },
            { thingName: waits!, status: "QUEUED" },
          ],
        },
      ],
    });
    const all = await plan({ kind: "job", jobId, statuses: ["IN_PROGRESS", "QUEUED"], name: null });
    expect(all.lastUpdates).toEqual({ oldest: new Date(days), newest: new Date(minutes) });
    const queued = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null });
    expect(queued.lastUpdates).toBeNull();
    await fleet.emulator.fault({
      api: "ListJobExecutionsForJob",
      kind: "omit",
      member: "lastUpdatedAt",
      count: 9,
    });
    await fleet.emulator.fault({
      api: "DescribeJobExecution",
      kind: "omit",
      member: "lastUpdatedAt",
      count: 9,
    });
    const partial = await plan({ kind: "job", jobId, statuses: ["IN_PROGRESS"], name: null });
    await fleet.emulator.clearFaults();
    expect(partial.lastUpdates).toBeNull();
  });

  test("of a thing holds its open executions of every job", async () => {
    const thingName = fleet.name("kiosk");
    const [one, two, three] = [fleet.name("j"), fleet.name("j"), fleet.name("j")];
    const job = (jobId: string, status: ExecutionStatus) => ({
      jobId,
      targets: { things: [thingName] },
      executions: [{ thingName, status }],
    });
    await fleet.emulator.seed({
      things: [{ name: thingName }],
      jobs: [job(one, "QUEUED"), job(two, "IN_PROGRESS"), job(three, "FAILED")],
    });
    const found = await plan({ kind: "thing", thingName, statuses: ["QUEUED", "IN_PROGRESS"] });
    expect(await itemsOf(found)).toEqual([`${thingName} ${one} QUEUED`, `${thingName} ${two} IN_PROGRESS`]);
    expect(found).toMatchObject({ state: "ready", read: 2, ofAbout: null, wholeJob: null });
  });

  test("of a few rows describes each, and counts which have ended and which are gone", async () => {
    const jobId = await seedJob({ a: "QUEUED", b: "IN_PROGRESS", c: "CANCELED", d: "QUEUED" });
    const pick = (...names: string[]) => names.map((name) => ({ thingName: `${jobId}-${name}`, jobId }));
    let picked!: CancelPlan;
    const calls = await fleet.callsOf(async () => {
      picked = await plan({ kind: "executions", executions: pick("b", "a", "c", "none", "a") });
    });
    expect(await itemsOf(picked)).toEqual([`${jobId}-b ${jobId} IN_PROGRESS`, `${jobId}-a ${jobId} QUEUED`]);
    expect(picked).toMatchObject({
      question: { kind: "executions", count: 5, jobId },
      counts: { queued: 1, inProgress: 1, finished: 1, gone: 1 },
    });
    expect(
      calls
        .map(({ api }) => api)
        .filter((api) => api !== "GetIndexingConfiguration" && api !== "SearchIndex"),
    ).toEqual(Array(4).fill("DescribeJobExecution"));
  });

  test("leaves out a picked row whose attempt is over, though the execution runs again", async () => {
    const jobId = await seedJob({ a: "IN_PROGRESS", b: "IN_PROGRESS" });
    const seen = async (name: string) => {
      const now = await services.iot.describeExecution({ thingName: `${jobId}-${name}`, jobId });
      if (!now.ok) throw new Error(now.failure.kind);
      const { thingName, executionNumber, queuedAt, startedAt } = now.value;
      return { thingName, jobId, executionNumber, queuedAt, startedAt };
    };
    const [same, other] = [await seen("a"), await seen("b")];
    // A retry keeps the number and may keep the time of queueing.
    const before = { ...other, startedAt: new Date(other.startedAt!.getTime() - 3_600_000) };
    const picked = await plan({ kind: "executions", executions: [same, before] });
    expect(await itemsOf(picked)).toEqual([`${jobId}-a ${jobId} IN_PROGRESS`]);
    expect(picked).toMatchObject({ counts: { inProgress: 1, replaced: 1 } });
  });

  test("does not offer to cancel the whole job while the time of its creation is unknown", async () => {
    const jobId = await seedJob({ a: "QUEUED" });
    await fleet.emulator.fault({ api: "DescribeJob", kind: "deny", count: "unlimited", match: { jobId } });
    const found = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null });
    expect(found).toMatchObject({ state: "ready", counts: { queued: 1 }, wholeJob: null });
  });

  test("of many rows reads lists where they take fewer calls, and still counts how each row ended", async () => {
    const { jobId, thing } = await many(600);
    await fleet.emulator.deviceAct(
      ...Array.from({ length: 5 }, (_, n) => ({ thingName: thing(n), jobId, act: "start" as const })),
      ...Array.from({ length: 3 }, (_, n) => ({ thingName: thing(n), jobId, act: "succeed" as const })),
    );
    await fleet.emulator.deleteExecution(thing(10), jobId);
    const executions = Array.from({ length: 300 }, (_, n) => ({ thingName: thing(n), jobId }));
    let picked!: CancelPlan;
    const calls = await fleet.callsOf(async () => {
      picked = await plan({ kind: "executions", executions });
    });
    expect(picked).toMatchObject({
      state: "ready",
      read: 300,
      ofAbout: 300,
      counts: { queued: 294, inProgress: 2, finished: 3, gone: 1 },
    });
    expect(new Set(await itemsOf(picked)).size).toBe(296);
    const reads = calls.filter(({ api }) => /^(Describe|List)Job/.test(api));
    // Counters, three pages of queued, one of in-progress; the four that are in neither by a list or one by one.
    expect(reads.length).toBeLessThan(12);
  });

  test("of another operation's items reads exactly their executions again", async () => {
    const jobId = await seedJob({ a: "QUEUED", b: "IN_PROGRESS", c: "QUEUED", d: "SUCCEEDED" });
    const operationId = await insertOperation(
      "finished",
      {
        a: "gave-up",
        b: "started-meanwhile",
        c: "canceled",
        d: "gave-up",
      },
      jobId,
    );
    const again = await plan({ kind: "items", operationId, outcomes: ["gave-up", "started-meanwhile"] });
    expect(await itemsOf(again)).toEqual([`${jobId}-a ${jobId} QUEUED`, `${jobId}-b ${jobId} IN_PROGRESS`]);
    expect(again).toMatchObject({ ofAbout: 3, counts: { queued: 1, inProgress: 1, finished: 1 } });
    const asked = (fleetId: string, id: string) =>
      planCancellation(services, ADA, {
        fleetId,
        question: { kind: "items", operationId: id, outcomes: ["gave-up"] },
      });
    expect(await asked("elsewhere", operationId)).toMatchObject({
      ok: false,
      failure: { kind: "not-found" },
    });
    expect(await asked(FLEET.id, "op_aaaaaaaaaaaa")).toMatchObject({ failure: { kind: "not-found" } });
  });

  test("plans the execution that an item was found replaced by, and not one that has replaced it since", async () => {
    const jobId = await seedJob({ a: "QUEUED", b: "QUEUED" });
    const operationId = await insertOperation(
      "finished",
      { a: "changed-meanwhile", b: "changed-meanwhile" },
      jobId,
    );
    const now = await services.iot.describeExecution({ thingName: `${jobId}-a`, jobId });
    if (!now.ok) throw new Error(now.failure.kind);
    const found = { a: now.value.queuedAt!, b: new Date("2026-01-01T00:00:00.250Z") };
    for (const [name, queuedAt] of Object.entries(found))
      await database.kysely
        .updateTable("operation_item")
        .set({ note: JSON.stringify({ kind: "replaced", queuedAt: queuedAt.toISOString() }) })
        .where("operation_id", "=", operationId)
        .where("thing_name", "=", `${jobId}-${name}`)
        .execute();
    const again = await plan({ kind: "items", operationId, outcomes: ["changed-meanwhile"] });
    expect(await itemsOf(again)).toEqual([`${jobId}-a ${jobId} QUEUED`]);
    expect(again).toMatchObject({ counts: { queued: 1, replaced: 1 } });
  });

  const insertOperation = async (
    state: "running" | "paused" | "finished",
    outcomes: Record<string, string | null>,
    jobId: string,
    fleetId = FLEET.id,
  ) => {
    const operationId = newOperationId();
    await database.kysely
      .insertInto("operation")
      .values({
        id: operationId,
        fleet_id: fleetId,
        person_id: "eve",
        person: "{}",
        question: "{}",
        order: "{}",
        left_out: "{}",
        state,
        total: 1,
        planned_at: new Date(),
      })
      .execute();
    await database.kysely
      .insertInto("operation_item")
      .values(
        Object.entries(outcomes).map(([name, outcome], index) => ({
          operation_id: operationId,
          seq: index + 1,
          thing_name: `${jobId}-${name}`,
          job_id: jobId,
          planned_status: "QUEUED",
          state: outcome === null ? ("waiting" as const) : ("settled" as const),
          outcome,
        })),
      )
      .execute();
    return operationId;
  };
  test("counts executions that are open items of this fleet's operations", async () => {
    const jobId = await seedJob({ a: "QUEUED", b: "QUEUED", c: "QUEUED", d: "QUEUED" });
    await insertOperation("paused", { a: null, b: "gave-up" }, jobId);
    await insertOperation("running", { a: null, d: null }, jobId);
    await insertOperation("finished", { c: null }, jobId);
    await insertOperation("running", { b: null }, jobId, "elsewhere");
    const found = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null });
    expect(found.counts).toMatchObject({ queued: 4, inOtherOperations: 2 });
  });

  test("leaves out things that the person may not cancel on, and then does not offer the whole job", async () => {
    const jobId = await seedJob({
      "x-1": "QUEUED",
      "y-1": "QUEUED",
      "x-2": "IN_PROGRESS",
      "y-2": "SUCCEEDED",
    });
    const limited = { ...ADA, thingPattern: "*-x-*" };
    const found = await plan(
      { kind: "job", jobId, statuses: ["QUEUED", "IN_PROGRESS"], name: null },
      limited,
    );
    expect(await itemsOf(found)).toEqual([
      `${jobId}-x-1 ${jobId} QUEUED`,
      `${jobId}-x-2 ${jobId} IN_PROGRESS`,
    ]);
    expect(found).toMatchObject({ counts: { queued: 1, inProgress: 1, notAllowed: 1 } });
    expect((await readPlan(services, limited, { planId: found.id })).ok).toBe(true);
    expect(await read(found, limited)).toMatchObject({ wholeJob: null });
  });

  test("counts devices by connectivity if fleet indexing has it, those in progress first", async () => {
    const jobId = fleet.name("con:fw").replace(":", "_");
    const names = ["on", "off", "never", "absent"].map((name) => `${jobId}:${name}`);
    const connectivity = [
      { connected: true },
      { connected: false, timestampMs: Date.now() },
      { connected: false },
      undefined,
    ];
    await fleet.emulator.seed({
      things: names.map((name, n) => ({ name, ...(connectivity[n] && { connectivity: connectivity[n] }) })),
      jobs: [
        {
          jobId,
          targets: { things: names },
          executions: names.map((thingName, n) => ({
            thingName,
            status: n === 1 ? "IN_PROGRESS" : "QUEUED",
          })),
        },
      ],
    });
    const question: CancelSelector = { kind: "job", jobId, statuses: ["QUEUED", "IN_PROGRESS"], name: null };
    const ask = async (
      mode: "OFF" | "REGISTRY",
      state: "OFF" | "STATUS",
      neverConnected: "disconnected" | "absent" = "disconnected",
    ) => {
      await fleet.emulator.settings({
        indexing: { mode, connectivity: state },
        variants: { neverConnected },
      });
      return (await plan(question)).connectivity;
    };
    expect(await ask("OFF", "OFF")).toBeNull();
    expect(await ask("REGISTRY", "OFF")).toBeNull();
    expect(await ask("REGISTRY", "STATUS")).toEqual({
      connected: 1,
      disconnected: 1,
      notConnected: 2,
      unknown: 0,
      notAsked: 0,
    });
    expect(await ask("REGISTRY", "STATUS", "absent")).toEqual({
      connected: 1,
      disconnected: 1,
      notConnected: 1,
      unknown: 1,
      notAsked: 0,
    });

    await fleet.emulator.fault({ api: "SearchIndex", kind: "empty-page", count: 200 });
    expect(await ask("REGISTRY", "STATUS")).toBeNull(); // nothing is known of any device
    await fleet.emulator.clearFaults();

    const large = await many(700);
    const found = await plan({ kind: "job", jobId: large.jobId, statuses: ["QUEUED"], name: null });
    expect(found.connectivity).toEqual({
      connected: 0,
      disconnected: 0,
      notConnected: 500,
      unknown: 0,
      notAsked: 200,
    });
    await fleet.emulator.settings({ indexing: { mode: "OFF", connectivity: "OFF" } });
  });

  test("is visible to its own person only", async () => {
    const jobId = await seedJob({ a: "QUEUED" });
    const mine = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null });
    const eve: Actor = { id: "eve", name: "Eve", role: "admin" };
    const failure = { kind: "not-found", what: `The plan ${mine.id}` };
    expect(await readPlan(services, eve, { planId: mine.id })).toEqual({ ok: false, failure });
    const command = { fleetId: FLEET.id, planId: mine.id };
    expect(await stopPlan(services, eve, command)).toEqual({ ok: false, failure });
    const elsewhere = { ...services, fleet: { ...FLEET, id: "elsewhere" } };
    expect(await readPlan(elsewhere, ADA, { planId: mine.id })).toEqual({ ok: false, failure });
  });

  test("is refused by role, fleet and switches before anything is read", async () => {
    const ask = (actor: Actor) =>
      planCancellation(services, actor, {
        fleetId: FLEET.id,
        question: { kind: "thing", thingName: "kiosk", statuses: ["QUEUED"] },
      });
    const refused = (because: string) => ({
      ok: false,
      failure: { kind: "forbidden", permission: "cancel-execution", because },
    });
    expect(await ask({ ...ADA, role: "viewer" })).toEqual(refused("role"));
    expect(await ask({ ...ADA, fleets: ["elsewhere"] })).toEqual(refused("fleet"));
    expect(await ask({ ...ADA, switchedOff: ["cancel-execution"] })).toEqual(refused("switched-off"));
    expect(
      await stopPlan(
        services,
        { ...ADA, role: "viewer" },
        { fleetId: FLEET.id, planId: "plan_aaaaaaaaaaaa" },
      ),
    ).toEqual(refused("role"));
  });

  test("has the reason if AWS cannot be read", async () => {
    const gone = await plan({ kind: "job", jobId: "no-such-job", statuses: ["QUEUED"], name: null });
    expect(gone).toMatchObject({ state: "failed", failure: { kind: "not-found" } });
    const jobId = await seedJob({ a: "QUEUED" });
    await fleet.emulator.fault({ api: "ListJobExecutionsForJob", kind: "deny", match: { jobId } });
    const denied = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null });
    expect(denied).toMatchObject({ state: "failed", failure: { kind: "denied" } });
  });

  test("waits for AWS to stop throttling longer than a single read does", async () => {
    const jobId = await seedJob({ a: "QUEUED" });
    await fleet.emulator.fault({
      api: "ListJobExecutionsForJob",
      kind: "throttle",
      count: 5,
      match: { jobId },
    });
    expect(await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null })).toMatchObject({
      state: "ready",
      counts: { queued: 1 },
    });
  });

  test("shows its progress and can be stopped; nothing is added to its list after that", async () => {
    const { jobId } = await many(5_000);
    const question: CancelSelector = { kind: "job", jobId, statuses: ["QUEUED"], name: null };
    await fleet.emulator.settings({ latencyMs: 40 });
    const started = await startPlan(question);
    expect(started).toMatchObject({ state: "resolving", read: 0, expiresAt: null });
    await expect
      .poll(async () => (await read(started)).read, { timeout: 20_000, interval: 20 })
      .toBeGreaterThan(0);
    const stopped = await stopPlan(services, ADA, { fleetId: FLEET.id, planId: started.id });
    expect(stopped.ok).toBe(true);
    const after = await read(started);
    expect(after).toMatchObject({ state: "stopped", ofAbout: 5_000 });
    expect(after.read).toBeLessThan(5_000);
    await fleet.emulator.settings({ latencyMs: 0 });
    // A later plan drops the list, and is ready after the first one has ended.
    await plan(question);
    await plan({ ...question, name: "x" });
    expect(await itemsOf(started)).toEqual([]);
    expect(await read(started)).toMatchObject({ state: "stopped", read: after.read });
    await stopPlan(services, ADA, { fleetId: FLEET.id, planId: started.id });
    expect(await read(started)).toMatchObject({ state: "stopped" });
  });

  test("is one of at most three at once for each person: a fourth is refused with the three", async () => {
    const jobId = await seedJob({ a: "QUEUED" });
    const ask = (actor: Actor, name: string | null = null) =>
      planCancellation(services, actor, {
        fleetId: FLEET.id,
        question: { kind: "job", jobId, statuses: ["QUEUED"], name },
      });
    await fleet.emulator.settings({ latencyMs: 2_000 });
    const asked = await Promise.all(["a", "b", "c", "d"].map((name) => ask(ADA, name)));
    const taken = asked.flatMap((each) => (each.ok ? [each.value.id] : []));
    expect(taken).toHaveLength(3);
    const refusal = asked.find(({ ok }) => !ok)!;
    if (refusal.ok || refusal.failure.kind !== "too-many-plans") throw new Error(JSON.stringify(refusal));
    expect(refusal.failure.plans.map(({ id }) => id).sort()).toEqual(taken.sort());
    expect(refusal.failure.plans[0]).toMatchObject({ fleetId: FLEET.id, question: { jobId } });
    expect(await ask({ ...ADA, id: "bob" })).toMatchObject({ ok: true }); // each person has a limit of their own

    await stopPlan(services, ADA, { fleetId: FLEET.id, planId: taken[0]! });
    const next = await ask(ADA);
    await fleet.emulator.settings({ latencyMs: 0 });
    expect(next).toMatchObject({ ok: true });
    for (const id of taken) await resolved({ id });
  });

  test("expires ten minutes after it was ready, and fails if its process is gone", async () => {
    const jobId = await seedJob({ a: "QUEUED" });
    const found = await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null });
    const set = (change: ReturnType<typeof sql>) =>
      sql`update cancel_plan set ${change} where id = ${found.id}`.execute(database.kysely);
    await set(sql`expires_at = clock_timestamp() - interval '1 millisecond'`);
    expect(await read(found)).toMatchObject({ state: "expired", failure: null });
    await set(sql`state = 'resolving', seen_at = clock_timestamp() - interval '14 seconds'`);
    expect(await read(found)).toMatchObject({ state: "resolving" });
    await set(sql`seen_at = clock_timestamp() - interval '16 seconds'`);
    expect(await read(found)).toMatchObject({
      state: "failed",
      failure: { kind: "console", because: "gone" },
    });
    await set(sql`taken_at = clock_timestamp() - interval '25 hours'`);
    await plan({ kind: "job", jobId, statuses: ["QUEUED"], name: null });
    expect(await readPlan(services, ADA, { planId: found.id })).toMatchObject({
      failure: { kind: "not-found" },
    });
  });

  test("holds exactly the open executions that its selector selects", async () => {
    const world = new Map<string, { ref: ExecutionRef; status: ExecutionStatus }>();
    const things = Array.from({ length: 70 }, (_, n) => `${fleet.name("w")}-${n % 2 ? "Odd" : "even"}`);
    const jobs = [fleet.name("p"), fleet.name("p"), fleet.name("p")];
    const statuses = [...EXECUTION_STATUSES, "QUEUED", "QUEUED", "IN_PROGRESS"] as ExecutionStatus[];
    await fleet.emulator.seed({
      things: things.map((name) => ({ name })),
      jobs: jobs.map((jobId, j) => ({
        jobId,
        targets: { things },
        executions: things.map((thingName, t) => {
          const status = statuses[(t * 7 + j * 3) % statuses.length]!;
          world.set(`${thingName} ${jobId}`, { ref: { thingName, jobId }, status });
          return { thingName, status };
        }),
      })),
    });
    const open = fc.constantFrom(
      ["QUEUED"] as const,
      ["IN_PROGRESS"] as const,
      ["QUEUED", "IN_PROGRESS"] as const,
    );
    const refs = fc.record({
      thingName: fc.constantFrom(...things, "nobody"),
      jobId: fc.constantFrom(...jobs),
    });
    const question: fc.Arbitrary<CancelSelector> = fc.oneof(
      fc.record({
        kind: fc.constant("job" as const),
        jobId: fc.constantFrom(...jobs),
        statuses: open,
        name: fc.constantFrom(null, "odd", "EVEN", "w-1", "nothing"),
      }),
      fc.record({
        kind: fc.constant("thing" as const),
        thingName: fc.constantFrom(...things),
        statuses: open,
      }),
      fc.record({
        kind: fc.constant("executions" as const),
        executions: fc.array(refs, { minLength: 1, maxLength: 150, size: "max" }),
      }),
    );
    const isMeant = (
      asked: CancelSelector,
      { ref, status }: { ref: ExecutionRef; status: ExecutionStatus },
    ) => {
      if (status !== "QUEUED" && status !== "IN_PROGRESS") return false;
      if (asked.kind === "executions")
        return asked.executions.some(
          ({ thingName, jobId }) => thingName === ref.thingName && jobId === ref.jobId,
        );
      if (asked.kind === "items" || !asked.statuses.includes(status)) return false;
      if (asked.kind === "thing") return asked.thingName === ref.thingName;
      const name = asked.name?.toLowerCase() ?? "";
      return asked.jobId === ref.jobId && ref.thingName.toLowerCase().includes(name);
    };
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const found = await itemsOf(await plan(asked));
        const meant = [...world].flatMap(([key, one]) =>
          isMeant(asked, one) ? [`${key} ${one.status}`] : [],
        );
        expect([...found].sort()).toEqual(meant.sort());
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
