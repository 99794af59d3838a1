import { describe, expect, test } from "vitest";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import type { OperationState } from "@/lib/core/domain/operation";
import { pauseOperation } from "./pause-operation";
import { resumeOperation } from "./resume-operation";
import type { ControlServices } from "./control-operation";
import { stopOperation } from "./stop-operation";
import { fleetOf, operationId, seedOperation } from "./testing/seed-operation";

const ADA: Actor = { id: "ada", name: "Ada", role: "operator", address: "192.0.2.7" };
const BOB: Actor = { id: "bob", name: "Bob", role: "operator" };
const FLEET = fleetOf("north");
const PERMISSIONS = { pause: pauseOperation, resume: resumeOperation, stop: stopOperation };

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

  test.each<[keyof typeof PERMISSIONS, OperationState, OperationState | null]>([
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
    const result = await PERMISSIONS[action](services, ADA, { operationId: id });
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

  test("of two who stop it at once, one does and the other is told", async () => {
    const id = await seed("running");
    const results = await Promise.all([1, 2].map(() => stopOperation(services, ADA, { operationId: id })));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({
      failure: { kind: "operation-state", state: "stopping" },
    });
    expect(await entriesOf(id)).toHaveLength(1);
  });

  test.each(["pause", "resume", "stop"] as const)(
    "to %s it is refused to somebody else, nothing is changed, and the refusal is on record",
    async (action) => {
      const id = await seed("running");
      expect(await PERMISSIONS[action](services, BOB, { operationId: id })).toMatchObject({
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

  test("a refusal stands, whether or not it can be written down", async () => {
    const id = await seed("running");
    const broken = { ...audit, record: () => Promise.reject(new Error("disk full")) };
    expect(await stopOperation({ ...services, audit: broken }, BOB, { operationId: id })).toMatchObject({
      failure: { kind: "forbidden" },
    });
  });

  test("another fleet's operation is not there", async () => {
    const id = await seed("running");
    const fleet = { ...FLEET, id: "south" };
    expect(
      await stopOperation({ ...services, fleet }, { ...ADA, role: "admin" }, { operationId: id }),
    ).toMatchObject({
      failure: { kind: "not-found" },
    });
  });

  test.each([
    [
      "the ledger",
      { audit: { recordIn: () => Promise.reject(new Error("disk full")) } as unknown as AuditLog },
    ],
    ["the queue", { wakeRunner: () => Promise.reject(new Error("no queue")) }],
  ])("what %s does not take is not done", async (_, broken) => {
    const id = await seed("running");
    await expect(stopOperation({ ...services, ...broken }, ADA, { operationId: id })).rejects.toThrow();
    expect(await read(id)).toEqual({ state: "running", stop_cause: null });
    expect(await entriesOf(id)).toEqual([]);
  });
});
