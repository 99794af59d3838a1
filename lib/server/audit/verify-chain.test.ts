import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "@/lib/server/db/open-database";
import type { AuditLogRow } from "@/lib/server/db/audit-tables";
import { openBeforeTests } from "@/lib/server/db/testing/open-before-tests";
import { ENGINES } from "@/lib/server/db/testing/test-databases";
import { createAuditLog } from "./audit-log";
import { chainRow, type RowBody } from "./chain";
import { CANCELED, intentOf } from "./testing/sample-entries";
import { verifyChain } from "./verify-chain";

describe.each(ENGINES)("verifying the chain on the %s engine", (engine) => {
  let database: Database;
  openBeforeTests(engine, async (opened) => {
    database = opened;
    const log = createAuditLog(() => Promise.resolve(database));
    for (let count = 0; count < 5; count++) await log.complete(await log.open(intentOf({})), CANCELED);
  });

  /** Tampers as only the owner of the tables can, verifies, and restores everything. */
  async function verifyAfter(tamper: string): Promise<Awaited<ReturnType<typeof verifyChain>>> {
    const kept = await database.kysely.selectFrom("audit_log").selectAll().orderBy("seq").execute();
    const asOwner = (statement: string) => database.asOwner((owner) => sql.raw(statement).execute(owner));
    await asOwner("alter table audit_log disable trigger user");
    await asOwner(tamper);
    const report = await verifyChain(database.kysely);
    await asOwner("delete from audit_log");
    await database.asOwner((owner) => owner.insertInto("audit_log").values(kept).execute());
    await asOwner("alter table audit_log enable trigger user");
    return report;
  }

  test("proves an intact chain, and returns its head", async () => {
    const report = await verifyChain(database.kysely);
    expect(report).toMatchObject({ rows: 10, fault: null, head: { seq: 10 } });
    expect(await verifyChain(database.kysely, report.head!.hash)).toMatchObject({ fault: null });
  });

  test.each([
    ["a body", "update audit_log set body = replace(body, 'Ada', 'Eve') where seq = 4"],
    ["a column", "update audit_log set person = 'eve' where seq = 4"],
    ["a time", "update audit_log set at = at - interval '1 day' where seq = 4"],
    ["a hash", "update audit_log set hash = repeat('a', 64) where seq = 4"],
    ["the previous hash", "update audit_log set previous_hash = repeat('a', 64) where seq = 4"],
    ["nonsense for a body", "update audit_log set body = 'x' where seq = 4"],
  ])("names the first entry in which %s was changed", async (_, tamper) => {
    expect(await verifyAfter(tamper)).toMatchObject({ fault: { kind: "changed", seq: 4, entry: 3 } });
  });

  test("names a row that was deleted from the middle or from the start", async () => {
    expect(await verifyAfter("delete from audit_log where seq = 6")).toMatchObject({
      fault: { kind: "missing", seq: 6 },
    });
    expect(await verifyAfter("delete from audit_log where seq <= 2")).toMatchObject({
      fault: { kind: "beginning-missing", seq: 2 },
    });
  });

  test("finds an entry that was rewritten with a matching hash by the row after it", async () => {
    const row = await database.kysely
      .selectFrom("audit_log")
      .selectAll()
      .where("seq", "=", 4)
      .executeTakeFirstOrThrow();
    const body = { ...(JSON.parse(row.body) as RowBody), from: "203.0.113.9" };
    const forged: AuditLogRow = chainRow(body, row.previous_hash);
    const report = await verifyAfter(
      `update audit_log set body = '${forged.body}', hash = '${forged.hash}' where seq = 4`,
    );
    expect(report).toMatchObject({ fault: { kind: "changed", seq: 5 } });
  });

  test("finds rows that were cut off the end if the head was noted before", async () => {
    const { head } = await verifyChain(database.kysely);
    const kept = await database.kysely.selectFrom("audit_log").selectAll().where("seq", "=", 10).execute();
    await database.asOwner((owner) => sql`alter table audit_log disable trigger user`.execute(owner));
    await database.asOwner((owner) => owner.deleteFrom("audit_log").where("seq", "=", 10).execute());
    expect(await verifyChain(database.kysely, head!.hash)).toMatchObject({ fault: { kind: "head-missing" } });
    await database.asOwner((owner) => owner.insertInto("audit_log").values(kept).execute());
    await database.asOwner((owner) => sql`alter table audit_log enable trigger user`.execute(owner));
  });
});
