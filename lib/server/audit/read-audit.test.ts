import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/core/permissions/actor";
import { ROLES } from "@/lib/core/permissions/permissions";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import { createTestDatabase, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import { type AuditLog, createAuditLog } from "./audit-log";
import { exportAudit } from "./export-audit";
import { describeAudit, listAudit } from "./read-audit";
import { CANCELED, intentOf } from "./testing/sample-entries";

let store: TestDatabase;
let audit: AuditLog;
beforeAll(async () => {
  store = await createTestDatabase("postgres");
  const database = await store.open();
  audit = createAuditLog(() => Promise.resolve(database));
  await audit.record(intentOf({ fleetId: "north", thingName: "=n", asked: { reason: "+1" } }), CANCELED);
  await audit.record(intentOf({ fleetId: "south", thingName: "s" }), CANCELED);
  await audit.record(intentOf({ fleetId: null, thingName: null, jobId: null, action: "sign-in" }), CANCELED);
});
afterAll(() => store.remove());

const ADA: Actor = { id: "ada", name: "Ada", role: "viewer" };
const OF_NORTH: Actor = { ...ADA, fleets: ["north"] };
const STRANGER = { ...ADA, role: "stranger" as Actor["role"] };
const ALL = { ...NO_AUDIT_FILTER, cursor: null };

async function textOf(actor: Actor, as: "csv" | "jsonl") {
  const exported = exportAudit({ audit }, actor, { ...NO_AUDIT_FILTER, as });
  return exported.ok ? new Response(exported.value).text() : exported.failure;
}

async function downloaded(actor: Actor, as: "csv" | "jsonl"): Promise<string> {
  const text = await textOf(actor, as);
  if (typeof text !== "string") throw new Error(JSON.stringify(text));
  return text;
}

describe("reading the audit log", () => {
  test.each(ROLES)("is allowed to a %s, as to everyone who is signed in", async (role) => {
    expect(await listAudit({ audit }, { ...ADA, role }, ALL)).toMatchObject({
      ok: true,
      value: { rows: [{}, {}, {}] },
    });
  });

  test("is denied to a person without a role: no list, no entry, no download", async () => {
    const forbidden = { kind: "forbidden", permission: "read-audit" };
    expect(await listAudit({ audit }, STRANGER, ALL)).toMatchObject({ failure: forbidden });
    expect(await describeAudit({ audit }, STRANGER, { entry: 1 })).toMatchObject({ failure: forbidden });
    expect(await textOf(STRANGER, "csv")).toMatchObject(forbidden);
  });

  test("is limited to the fleets that the person has access to", async () => {
    expect(await listAudit({ audit }, OF_NORTH, ALL)).toMatchObject({
      value: { rows: [{ fleetId: "north" }] },
    });
    expect(await listAudit({ audit }, OF_NORTH, { ...ALL, fleet: "south" })).toMatchObject({ ok: false });
    expect(await describeAudit({ audit }, OF_NORTH, { entry: 1 })).toMatchObject({ ok: true });
    for (const entry of [2, 3, 99])
      expect(await describeAudit({ audit }, OF_NORTH, { entry })).toMatchObject({
        failure: { kind: "not-found" },
      });
    expect((await downloaded(OF_NORTH, "jsonl")).trim().split("\n")).toHaveLength(1);
  });
});

describe("a download", () => {
  test("as CSV has a header, and no formulas", async () => {
    const [header, ...rows] = (await downloaded(ADA, "csv")).trim().split("\r\n");
    expect(header).toMatch(/^entry,at,person,/);
    expect(rows).toHaveLength(3);
    expect(rows[2]).toContain(",'=n,");
    expect(rows[2]).toContain(",'+1,canceled,");
  });

  test("as JSON Lines has everything", async () => {
    const lines = (await downloaded(ADA, "jsonl")).trim().split("\n");
    expect(JSON.parse(lines[2]!)).toMatchObject({ entry: 1, thingName: "=n", asked: { reason: "+1" } });
  });

  test("stops reading when the client is gone", async () => {
    const exported = exportAudit({ audit }, ADA, { ...NO_AUDIT_FILTER, as: "csv" });
    if (exported.ok) await expect(exported.value.cancel()).resolves.toBeUndefined();
  });
});

test("the entries of an operation are found by its id", async () => {
  await audit.record(intentOf({ fleetId: "bulk", operationId: "op_aaaaaaaaaaaa" }), CANCELED);
  await audit.record(intentOf({ fleetId: "bulk", operationId: "op_bbbbbbbbbbbb" }), CANCELED);
  const found = await listAudit({ audit }, ADA, { ...ALL, operation: "op_aaaaaaaaaaaa" });
  expect(found).toMatchObject({ ok: true, value: { rows: [{ operationId: "op_aaaaaaaaaaaa" }] } });
});
