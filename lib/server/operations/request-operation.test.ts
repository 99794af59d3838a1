import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import { verifyChain } from "@/lib/server/audit/verify-chain";
import type { Actor } from "@/lib/core/permissions/actor";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { RequestOperationInput } from "@/lib/core/contracts/request-operation";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { RequestedSelector } from "@/lib/core/domain/operation";
import { stderrLogger } from "@/lib/server/process/logger";
import { targetOf } from "./fleet-target";
import { newPlanId } from "./operation-ids";
import type { OperationServices } from "./operation-services";
import { savePlanItems } from "./plan-item-store";
import { finishPlan, insertPlan } from "./plan-store";
import { requestOperation } from "./request-operation";
import { fleetOf } from "./testing/seed-operation";

const actor = (role: Actor["role"], more: Partial<Actor> = {}): Actor => ({
  id: "ada",
  name: "Ada",
  email: "ada@example.com",
  address: "192.0.2.7",
  role,
  ...more,
});
const OPERATOR = actor("operator");
const SUPERVISOR = actor("supervisor");
const FLEET = fleetOf("kiosks");
const SELECTOR: RequestedSelector = { kind: "job", jobId: "fw", statuses: ["QUEUED"], name: null };

describe.each(ENGINES)("an operation on the %s engine", (engine) => {
  let made: TestDatabase;
  let database: Database;
  let audit: AuditLog;
  let services: OperationServices;
  let woken: string[] = [];
  beforeAll(async () => {
    made = await createTestDatabase(engine);
    database = await made.open();
    audit = createAuditLog(() => Promise.resolve(database));
    services = servicesOf(database);
  });
  afterAll(() => made.remove());
  beforeEach(() => void (woken = []));

  const servicesOf = (store: Database): OperationServices => ({
    fleet: FLEET,
    audit: store === database ? audit : createAuditLog(() => Promise.resolve(store)),
    database: () => Promise.resolve(store),
    wakeRunner: (transaction, fleetId) => {
      woken.push(fleetId);
      return sql`select 1`.execute(transaction).then(() => undefined);
    },
    logger: stderrLogger,
  });

  /** A plan of `queued` and `inProgress` executions. */
  const planOf = async (
    queued: number,
    inProgress = 0,
    more: { selector?: RequestedSelector; ready?: boolean } = {},
  ) => {
    const id = newPlanId();
    await insertPlan(database.kysely, {
      id,
      fleetId: FLEET.id,
      personId: "ada",
      selector: more.selector ?? SELECTOR,
      target: targetOf(FLEET),
    });
    const items = Array.from({ length: queued + inProgress }, (_, n) => ({
      // With gaps, as if executions had been read twice.
      seq: n * 2 + 1,
      thingName: `kiosk-${n}`,
      jobId: "fw",
      status: n < queued ? "QUEUED" : "IN_PROGRESS",
      executionNumber: n + 1,
      queuedAt: new Date("2026-11-23T12:00:00Z"),
      startedAt: null,
      lastUpdatedAt: null,
    }));
    for (let from = 0; from < items.length; from += 1_000)
      await savePlanItems(database.kysely, id, items.slice(from, from + 1_000), items.length);
    const counts = {
      queued,
      inProgress,
      finished: 3,
      gone: 2,
      replaced: 5,
      unknownStatus: 1,
      notAllowed: 4,
      inOtherOperations: 0,
    };
    if (more.ready !== false)
      await finishPlan(database.kysely, id, {
        read: items.length,
        counts,
        lastUpdates: null,
        connectivity: null,
        target: targetOf(FLEET),
      });
    return id;
  };

  const request = (
    planId: string,
    more: Partial<RequestOperationInput> = {},
    by = SUPERVISOR,
    over: Partial<OperationServices> = {},
  ) =>
    requestOperation({ ...services, ...over }, by, {
      fleetId: FLEET.id,
      planId,
      force: false,
      statusDetails: [],
      keepDeviceDetails: false,
      sendsReason: false,
      reason: "wrong image",
      typedCount: null,
      ...more,
    });

  const started = async (...args: Parameters<typeof request>) => {
    const answer = await request(...args);
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    const { operationId: id } = answer.value;
    const { kysely } = database;
    const row = await kysely
      .selectFrom("operation")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const items = await kysely
      .selectFrom("operation_item")
      .selectAll()
      .where("operation_id", "=", id)
      .orderBy("seq")
      .execute();
    return { id, row, items };
  };
  const operationsOf = async (planId: string) =>
    (await entriesOf()).filter(({ asked, operationId }) => asked?.planId === planId && operationId !== null)
      .length;
  const entriesOf = async (action = "operation-requested") =>
    (await audit.find({ ...NO_AUDIT_FILTER, action }, null, 200)).rows;
  const failureOf = async (...args: Parameters<typeof request>) => {
    const [planId] = args;
    const answer = await request(...args);
    const planned = await database.kysely
      .selectFrom("cancel_plan")
      .select(["state", "operation_id"])
      .where("id", "=", planId)
      .executeTakeFirst();
    // A refused request leaves nothing but a refusal in the audit log.
    if (!answer.ok && answer.failure.kind !== "plan-used") {
      expect(await operationsOf(planId)).toBe(0);
      expect(planned?.operation_id ?? null).toBeNull();
      expect(planned?.state).not.toBe("used");
    }
    return answer.ok ? null : answer.failure;
  };

  test("inserts its rows and entry, uses its plan up and wakes a runner, all at once", async () => {
    const planId = await planOf(2, 1);
    const { id, row, items } = await started(planId, { statusDetails: [{ key: "ticket", value: "OPS-1" }] });
    expect(id).toMatch(/^op_[a-z2-7]{12}$/);
    expect(row).toMatchObject({
      fleet_id: "kiosks",
      person_id: "ada",
      state: "running",
      total: 2,
      retry_of: null,
    });
    expect(JSON.parse(row.person)).toEqual({
      id: "ada",
      name: "Ada",
      email: "ada@example.com",
      role: "supervisor",
      address: "192.0.2.7",
    });
    expect(JSON.parse(row.order)).toEqual({
      evenIfProgressed: false,
      force: false,
      statusDetails: { ticket: "OPS-1" },
      keepDeviceDetails: false,
      reason: "wrong image",
    });
    expect(JSON.parse(row.question)).toEqual(SELECTOR);
    expect(JSON.parse(row.left_out)).toEqual({
      inProgress: 1,
      finished: 3,
      gone: 2,
      replaced: 5,
      unknownStatus: 1,
      notAllowed: 4,
    });
    expect(
      items.map(({ seq, thing_name, planned_status, state, execution_number, tries }) => [
        seq,
        thing_name,
        planned_status,
        state,
        execution_number,
        tries,
      ]),
    ).toEqual([
      [1, "kiosk-0", "QUEUED", "waiting", 1, 0],
      [2, "kiosk-1", "QUEUED", "waiting", 2, 0],
    ]);
    expect(woken).toEqual(["kiosks"]);
    const [entry] = await entriesOf();
    expect(entry).toMatchObject({
      operationId: id,
      fleetId: "kiosks",
      from: "192.0.2.7",
      actor: { email: "ada@example.com", role: "supervisor" },
      asked: { reason: "wrong image", total: 2, queued: 2, planId, leftOut: { inProgress: 1 } },
      outcome: { kind: "done" },
    });
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("includes executions in progress with force", async () => {
    const { row, items } = await started(await planOf(1, 2), { force: true, typedCount: 3 });
    expect(items.map(({ planned_status }) => planned_status)).toEqual([
      "QUEUED",
      "IN_PROGRESS",
      "IN_PROGRESS",
    ]);
    expect(row.total).toBe(3);
    expect(JSON.parse(row.left_out)).toMatchObject({ inProgress: 0 });
  });

  test("sends the reason and its id to the devices if that was selected", async () => {
    const { id, row } = await started(await planOf(1), { sendsReason: true });
    expect(JSON.parse(row.order)).toMatchObject({ statusDetails: { reason: "wrong image", operation: id } });
    const pairs = Array.from({ length: 9 }, (_, n) => ({ key: `k${n}`, value: "v" }));
    const planId = await planOf(1);
    expect(await failureOf(planId, { sendsReason: true, statusDetails: pairs })).toEqual({
      kind: "too-many-details",
      pairs: 11,
    });
    expect(await failureOf(planId, { sendsReason: true, reason: "two\nlines" })).toMatchObject({
      kind: "invalid-request",
      message: expect.stringContaining("No line breaks") as string,
    });
    expect(
      await failureOf(planId, { sendsReason: true, statusDetails: [{ key: "operation", value: "mine" }] }),
    ).toMatchObject({ kind: "invalid-request", message: expect.stringContaining("“operation”") as string });
    expect((await request(planId, { reason: "two\nlines", statusDetails: pairs })).ok).toBe(true);
  });

  test("records the operation whose items it retries", async () => {
    const selector: RequestedSelector = {
      kind: "items",
      operationId: "op_aaaaaaaaaaaa",
      outcomes: ["gave-up"],
    };
    const { row } = await started(await planOf(1, 0, { selector }));
    expect(row.retry_of).toBe("op_aaaaaaaaaaaa");
  });

  test("is started once, however often and by whichever instance it is requested", async () => {
    const planId = await planOf(150);
    const others = engine === "postgres" ? [await made.open(), await made.open()] : [database, database];
    const answers = await Promise.all(
      [database, ...others].flatMap((store) =>
        Array.from({ length: 4 }, () => request(planId, { typedCount: 150 }, SUPERVISOR, servicesOf(store))),
      ),
    );
    const first = answers.filter((answer) => answer.ok);
    expect(first).toHaveLength(1);
    const { operationId } = first[0]!.value;
    for (const answer of answers.filter((each) => !each.ok))
      expect(answer).toEqual({ ok: false, failure: { kind: "plan-used", operationId } });
    expect(await operationsOf(planId)).toBe(1);
    expect(woken).toHaveLength(1);
    expect(await failureOf(planId)).toEqual({ kind: "plan-used", operationId });
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("needs a plan that is ready, fresh, the person's own and of this fleet", async () => {
    const change = (planId: string, to: ReturnType<typeof sql>) =>
      sql`update cancel_plan set ${to} where id = ${planId}`.execute(database.kysely);
    const planId = await planOf(1);
    await change(planId, sql`expires_at = clock_timestamp() - interval '1 millisecond'`);
    expect(await failureOf(planId)).toEqual({ kind: "plan-expired" });

    const unready = await planOf(1, 0, { ready: false });
    expect(await failureOf(unready)).toEqual({ kind: "plan-not-ready" });
    for (const state of ["stopped", "failed"]) {
      await change(unready, sql`state = ${state}`);
      expect(await failureOf(unready)).toEqual({ kind: "plan-not-ready" });
    }

    const notFound = (id: string) => ({ kind: "not-found", what: `The plan ${id}` });
    expect(await failureOf("plan_aaaaaaaaaaaa")).toEqual(notFound("plan_aaaaaaaaaaaa"));
    const mine = await planOf(1);
    expect(await failureOf(mine, {}, actor("admin", { id: "eve" }))).toEqual(notFound(mine));
    expect(await failureOf(mine, {}, SUPERVISOR, { fleet: { ...FLEET, id: "elsewhere" } })).toEqual(
      notFound(mine),
    );
  });

  test("needs something to cancel", async () => {
    expect(await failureOf(await planOf(0))).toEqual({ kind: "nothing-to-cancel" });
    expect(await failureOf(await planOf(0, 2))).toEqual({ kind: "nothing-to-cancel" });
  });

  test("needs the typed count above 100 and with force", async () => {
    expect((await request(await planOf(100))).ok).toBe(true);
    const large = await planOf(101, 2);
    for (const typedCount of [null, 100, 103])
      expect(await failureOf(large, { typedCount })).toEqual({ kind: "count-mismatch", expected: 101 });
    expect(await failureOf(large, { force: true, typedCount: 101 })).toEqual({
      kind: "count-mismatch",
      expected: 103,
    });
    expect((await request(large, { typedCount: 101 })).ok).toBe(true);
    expect(await failureOf(await planOf(1), { force: true })).toEqual({
      kind: "count-mismatch",
      expected: 1,
    });
  });

  test("needs each permission that it uses, and records refusals", async () => {
    const planId = await planOf(3, 1);
    const small = { fleet: { ...FLEET, bulkLimit: 2 } };
    const refused = (permission: string, because = "role") => ({ kind: "forbidden", permission, because });
    expect(await failureOf(planId, {}, actor("viewer"))).toEqual(refused("cancel-execution"));
    expect(await failureOf(planId, {}, actor("admin", { fleets: ["elsewhere"] }))).toEqual(
      refused("cancel-execution", "fleet"),
    );
    const forced = { force: true, typedCount: 4 };
    expect(await failureOf(planId, forced, OPERATOR)).toEqual(refused("force-cancel-execution"));
    const off = actor("admin", { switchedOff: ["force-cancel-execution"] });
    expect(await failureOf(planId, forced, off)).toEqual(refused("force-cancel-execution", "switched-off"));
    expect(await failureOf(planId, {}, OPERATOR, small)).toEqual(refused("bulk-above-limit"));

    const refusals = (await entriesOf()).slice(0, 5);
    for (const entry of refusals)
      expect(entry).toMatchObject({ operationId: null, outcome: { kind: "forbidden" }, asked: { planId } });
    expect((await request(planId, {}, OPERATOR, { fleet: { ...FLEET, bulkLimit: 3 } })).ok).toBe(true);
    expect((await request(await planOf(3), {}, SUPERVISOR, small)).ok).toBe(true);
  });

  test("is not started if it cannot be stored or no runner can be woken", async () => {
    const logged: string[] = [];
    const log = (_: object, message: string) => void logged.push(message);
    const logger = { warn: log, error: log };
    const planId = await planOf(1);
    const broken = () => Promise.reject(new Error("no queue"));
    expect(await failureOf(planId, {}, SUPERVISOR, { wakeRunner: broken, logger })).toEqual({
      kind: "not-recorded",
    });
    const gone = { database: () => Promise.reject(new Error("no store")), logger };
    expect(await failureOf(planId, {}, SUPERVISOR, gone)).toEqual({ kind: "not-recorded" });
    expect(logged).toEqual(Array(2).fill("An operation could not be written, so it was not started"));
    expect((await request(planId)).ok).toBe(true);
  });

  test("of 100,000 executions is started as one", { timeout: 120_000 }, async () => {
    const planId = await planOf(100_000);
    const answer = await request(planId, { typedCount: 100_000 });
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    const { rows } = await sql<{ count: number; last: number }>`
      select count(*)::int as count, max(seq) as last from operation_item
      where operation_id = ${answer.value.operationId} and state = 'waiting'`.execute(database.kysely);
    expect(rows[0]).toEqual({ count: 100_000, last: 100_000 });
  });
});
