import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { type AuditEnd, type AuditLog, createAuditLog } from "./audit-log";
import { intentOf } from "./testing/sample-entries";
import { verifyChain } from "./verify-chain";

const endOf = (kind: AuditEnd["kind"], completedBy: AuditEnd["completedBy"] = "answer"): AuditEnd => ({
  kind,
  errorName: null,
  requestId: null,
  completedBy,
  after: null,
});

describe.each(ENGINES)("uncertain entries on the %s engine", (engine) => {
  let database: Database;
  let audit: AuditLog;
  openBeforeTests(engine, (opened) => (database = opened));
  beforeEach(() => void (audit = createAuditLog(() => Promise.resolve(database))));

  async function enter(kind: AuditEnd["kind"], thingName = "kiosk") {
    const ref = await audit.open(intentOf({ action: "cancel-execution", thingName }));
    await audit.complete(ref, endOf(kind));
    return ref;
  }
  const makeDue = () =>
    sql`update audit_uncertain set next_read_at = clock_timestamp()`.execute(database.kysely);
  const waitMinutes = async (entry: number) => {
    const { rows } = await sql<{ minutes: number }>`
      select round(extract(epoch from next_read_at - clock_timestamp()) / 60)::float8 as minutes
      from audit_uncertain where entry = ${entry}`.execute(database.kysely);
    return rows[0]?.minutes;
  };

  test("are those whose outcome cannot be known yet, and no others", async () => {
    for (const kind of ["canceled", "accepted", "denied", "version-conflict", "too-late"] as const)
      await enter(kind);
    const unknown = await enter("unknown");
    const open = await enter("not-canceled");
    await makeDue();
    const claimed = await audit.claimUncertain(10);
    expect(claimed.map(({ entry }) => entry.entry)).toEqual([unknown.entry, open.entry]);
    await audit.forgetUncertain(claimed.map(({ entry }) => entry.entry));
    await makeDue();
    expect(await audit.claimUncertain(10)).toEqual([]);
  });

  test("are read again after a minute, then after longer waits up to an hour, by one instance at a time", async () => {
    const { entry } = await enter("unknown");
    expect(await audit.claimUncertain(10)).toEqual([]);
    expect(await waitMinutes(entry)).toBe(1);
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await makeDue();
      expect(await audit.claimUncertain(10)).toMatchObject([{ entry: { entry } }]);
      expect(await audit.claimUncertain(10)).toEqual([]);
      expect(await waitMinutes(entry)).toBe(minutes);
    }
    await audit.forgetUncertain([entry]);
  });

  test("that are revised show and are found by the new outcome, and the chain stays provable", async () => {
    const ref = await enter("not-canceled", "revised");
    await audit.revise(ref, endOf("canceled", "later-read"));
    expect(await audit.findOne(ref.entry)).toMatchObject({
      outcome: { kind: "canceled", completedBy: "later-read" },
    });
    const filter = { ...NO_AUDIT_FILTER, thing: "revised" };
    const found = async (outcome: string | null) =>
      (await audit.find({ ...filter, outcome }, null, 10)).rows.map(({ entry }) => entry);
    expect(await found("canceled")).toEqual([ref.entry]);
    expect(await found("not-canceled")).toEqual([]);
    expect(await found(null)).toEqual([ref.entry]);
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("keep their first outcome, which is returned to an instance that completes them second", async () => {
    const ref = await enter("unknown");
    expect(await audit.complete(ref, endOf("accepted"))).toMatchObject({ known: { kind: "unknown" } });
    expect(await audit.findOne(ref.entry)).toMatchObject({ outcome: { kind: "unknown" } });
    const fresh = await audit.open(intentOf({ action: "cancel-execution" }));
    expect(await audit.complete(fresh, endOf("accepted"))).toEqual({ known: null });
  });
});
