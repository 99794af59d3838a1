import { describe, expect, test } from "vitest";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import type { OperationControl } from "@/lib/core/permissions/control-operation";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { OperationState } from "@/lib/core/domain/operation";
import { type ControlServices, controlOperation } from "./control-operation";
import { fleetOf, operationId, seedOperation } from "./testing/seed-operation";

const ADA: Actor = { id: "ada", name: "Ada", role: "operator", address: "192.0.2.7" };
const BOB: Actor = { id: "bob", name: "Bob", role: "operator" };
const FLEET = fleetOf("north");

describe.each(ENGINES)("on the %s engine", (engine) => {
  let database: Database;
  let audit: AuditLog;
  let woken: string[];
  let services: ControlServices;
  let count = 0;

  openBeforeTests(engine, (opened) => {
    database = opened;
    const open = () => Promise.resolve(database);
    audit = createAuditLog(open);
    woken = [];
    const wakeRunner = (_: unknown, fleetId: string) => {
      woken.push(fleetId);
      return Promise.resolve();
    };
    services = { fleet: FLEET, audit, database: open, wakeRunner };
  });

  async function seed(state: OperationState): Promise<string> {
    woken.length = 0;
    count += 1;
    const id = operationId(
      `s${String.fromCharCode(98 + Math.floor(count / 20))}${String.fromCharCode(98 + (count % 20))}`,
    );
    return seedOperation(database.kysely, { id, state }, { waiting: 1 });
  }
  const read = (id: string) =>
    database.kysely
      .selectFrom("operation")
      .select(["state", "stop_cause"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
  const entriesOf = async (id: string) =>
    (await audit.find(NO_AUDIT_FILTER, null, 500)).rows.filter((entry) => entry.operationId === id);

  test.each<[OperationControl, OperationState, OperationState | null]>([
    ["pause", "running", "paused"],
    ["pause", "paused", null],
    ["pause", "stopping", null],
    ["pause", "stopped", null],
    ["pause", "finished", null],
    ["resume", "running", null],
    ["resume", "paused", "running"],
    ["resume", "stopping", null],
    ["resume", "stopped", null],
    ["resume", "finished", null],
    ["stop", "running", "stopping"],
    ["stop", "paused", "stopping"],
    ["stop", "stopping", null],
    ["stop", "stopped", null],
    ["stop", "finished", null],
  ])("to %s what is %s leaves it %s", async (action, before, after) => {
    const id = await seed(before);
    const result = await controlOperation(services, ADA, { operationId: id, control: action });
    const entries = await entriesOf(id);
    if (after === null) {
      expect(result).toEqual({ ok: false, failure: { kind: "operation-state", state: before } });
      expect((await read(id)).state).toBe(before);
      expect(entries).toEqual([]);
      expect(woken).toEqual([]);
      return;
    }
    expect(result).toEqual({ ok: true, value: undefined });
    expect(await read(id)).toEqual({ state: after, stop_cause: action === "stop" ? "asked" : null });
    expect(woken).toEqual(action === "pause" ? [] : ["north"]);
    expect(entries).toMatchObject([
      {
        action: { pause: "operation-paused", resume: "operation-resumed", stop: "operation-stopped" }[action],
        actor: { id: "ada" },
        from: "192.0.2.7",
        fleetId: "north",
        before: { state: before },
        after: { state: after },
        outcome: { kind: "done" },
      },
    ]);
  });

  test("if two people stop an operation at once, one succeeds and the other sees its state", async () => {
    const id = await seed("running");
    const results = await Promise.all(
      [1, 2].map(() => controlOperation(services, ADA, { operationId: id, control: "stop" })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      failure: { kind: "operation-state", state: "stopping" },
    });
    expect(await entriesOf(id)).toHaveLength(1);
  });

  test.each(["pause", "resume", "stop"] as const)(
    "another person may not %s the operation: nothing changes, and the refusal is recorded",
    async (action) => {
      const id = await seed("running");
      expect(await controlOperation(services, BOB, { operationId: id, control: action })).toMatchObject({
        failure: { kind: "forbidden", permission: "control-operation" },
      });
      expect((await read(id)).state).toBe("running");
      expect(woken).toEqual([]);
      expect(await entriesOf(id)).toMatchObject([
        {
          action: { pause: "operation-paused", resume: "operation-resumed", stop: "operation-stopped" }[
            action
          ],
          actor: { id: "bob", role: "operator" },
          outcome: { kind: "forbidden" },
        },
      ]);
    },
  );

  test("a refusal stands even if it cannot be recorded", async () => {
    const id = await seed("running");
    const broken = { ...audit, record: () => Promise.reject(new Error("disk full")) };
    expect(
      await controlOperation({ ...services, audit: broken }, BOB, { operationId: id, control: "stop" }),
    ).toMatchObject({
      failure: { kind: "forbidden" },
    });
  });

  test("an operation of another fleet is not found", async () => {
    const id = await seed("running");
    const fleet = { ...FLEET, id: "south" };
    expect(
      await controlOperation(
        { ...services, fleet },
        { ...ADA, role: "admin" },
        { operationId: id, control: "stop" },
      ),
    ).toMatchObject({
      failure: { kind: "not-found" },
    });
  });

  test.each([
    [
      "the audit log",
      { audit: { recordIn: () => Promise.reject(new Error("disk full")) } as unknown as AuditLog },
    ],
    ["the queue", { wakeRunner: () => Promise.reject(new Error("no queue")) }],
  ])("what %s does not take is not done", async (_, broken) => {
    const id = await seed("running");
    await expect(
      controlOperation({ ...services, ...broken }, ADA, { operationId: id, control: "stop" }),
    ).rejects.toThrow();
    expect(await read(id)).toEqual({ state: "running", stop_cause: null });
    expect(await entriesOf(id)).toEqual([]);
  });
});
