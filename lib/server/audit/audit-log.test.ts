import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_AUDIT_FILTER } from "@/lib/core/contracts/audit-filter";
import type { Database } from "@/lib/server/db/open-database";
import { createTestDatabase, ENGINES, type TestDatabase } from "@/lib/server/db/testing/test-databases";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { appendRows } from "./append-rows";
import { type AuditEnd, type AuditLog, createAuditLog } from "./audit-log";
import { CANCELED, intentOf } from "./testing/sample-entries";
import { verifyChain } from "./verify-chain";

describe.each(ENGINES)("the audit log on the %s engine", (engine) => {
  let made: TestDatabase;
  let database: Database;
  let log: AuditLog;
  beforeAll(async () => {
    made = await createTestDatabase(engine);
    database = await made.open();
    log = createAuditLog(() => Promise.resolve(database));
  });
  afterAll(() => made.remove());

  const find = async (filter: Partial<typeof NO_AUDIT_FILTER>) =>
    (await log.find({ ...NO_AUDIT_FILTER, ...filter }, null, 50)).rows;

  test("shows an entry as open until it is completed, and as one entry then", async () => {
    const before = { status: "IN_PROGRESS", statusDetails: { __proto__x: "1", step: "\u0000é" } };
    const ref = await log.open(intentOf({ thingName: "open-1", before }));
    expect(await find({ thing: "open-1" })).toMatchObject([{ entry: ref.entry, outcome: null, before }]);
    expect(await find({ outcome: "open" })).toMatchObject([{ entry: ref.entry }]);

    await log.complete(ref, CANCELED);
    expect(await find({ thing: "open-1" })).toMatchObject([
      {
        before,
        outcome: { kind: "canceled", requestId: "req-1", completedBy: "answer" },
        after: { status: "CANCELED" },
      },
    ]);
    expect(await find({ outcome: "open" })).toEqual([]);
  });

  test("keeps the first outcome", async () => {
    const ref = await log.open(intentOf({ thingName: "twice" }));
    await log.complete(ref, CANCELED);
    await log.complete(ref, { ...CANCELED, kind: "unknown" });
    expect(await find({ thing: "twice" })).toMatchObject([{ outcome: { kind: "canceled" } }]);
  });

  test("finds entries by each filter, and by several at once", async () => {
    const eve = { id: "u-7", name: "Eve", email: "Eve@Example.com", role: "viewer" };
    const refused: AuditEnd = { ...CANCELED, kind: "forbidden", after: null };
    await log.record(intentOf({ actor: eve, thingName: "t-7", jobId: "j-7", fleetId: "f-7" }), refused);
    await log.record(
      intentOf({ actor: eve, action: "sign-in", thingName: null, jobId: null, fleetId: null }),
      {
        ...refused,
        kind: "done",
      },
    );
    expect(await find({ person: "eve@example.COM" })).toHaveLength(2);
    for (const filter of [
      { fleet: "f-7" },
      { thing: "t-7" },
      { job: "j-7" },
      { outcome: "forbidden" },
      { person: "eve@example.com", action: "cancel-execution", outcome: "forbidden", thing: "t-7" },
    ])
      expect(await find(filter)).toMatchObject([{ actor: eve, outcome: { kind: "forbidden" } }]);
    expect(await find({ action: "sign-in" })).toMatchObject([{ thingName: null, outcome: { kind: "done" } }]);
    expect(await find({ person: "eve@example.com", thing: "twice" })).toEqual([]);
  });

  test("finds entries by time, without the end of the span", async () => {
    const all = await find({});
    const { rows } = await sql<{ later: string }>`select to_char(
      (now() at time zone 'utc') + interval '1 minute', 'YYYY-MM-DD"T"HH24:MI') as later`.execute(
      database.kysely,
    );
    expect(await find({ from: "2020-01-01T00:00", to: rows[0]!.later })).toEqual(all);
    expect(await find({ to: "2020-01-01T00:00" })).toEqual([]);
    expect(await find({ from: rows[0]!.later })).toEqual([]);
  });

  test("continues where a page ended, newest first, and streams all of it", async () => {
    await Promise.all(
      Array.from({ length: 60 }, () => log.record(intentOf({ thingName: "many" }), CANCELED)),
    );
    const filter = { ...NO_AUDIT_FILTER, thing: "many" };
    const seen: AuditEntry[] = [];
    let cursor: number | null = null;
    do {
      const page = await log.find(filter, cursor, 25);
      seen.push(...page.rows);
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(60);
    expect(seen.map(({ entry }) => entry)).toEqual(seen.map(({ entry }) => entry).sort((a, b) => b - a));
    const streamed: AuditEntry[] = [];
    for await (const entry of log.stream(filter)) streamed.push(entry);
    expect(streamed).toEqual(seen);
  });

  test("is one chain, even if several instances write at once", async () => {
    const others = engine === "postgres" ? [await made.open(), await made.open()] : [];
    const logs = [log, ...others.map((other) => createAuditLog(() => Promise.resolve(other)))];
    await Promise.all(
      logs.flatMap((each) =>
        Array.from({ length: 40 }, async () => each.complete(await each.open(intentOf({})), CANCELED)),
      ),
    );
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("records an entry in a caller's transaction if that is committed, and only then", async () => {
    const { kysely } = database;
    const recordIn = (thingName: string, breaks: boolean) =>
      kysely.transaction().execute(async (transaction) => {
        await log.recordIn(transaction, intentOf({ action: "operation-requested", thingName }), CANCELED);
        if (breaks) throw new Error("after all not");
      });
    await recordIn("in-1", false);
    await expect(recordIn("in-2", true)).rejects.toThrow("after all not");
    expect(await find({ thing: "in-1" })).toMatchObject([{ action: "operation-requested" }]);
    expect(await find({ thing: "in-2" })).toEqual([]);
    expect(await verifyChain(kysely)).toMatchObject({ fault: null });
  });

  test("does not deadlock when callers' transactions and its own batches run at once", async () => {
    const others = engine === "postgres" ? [await made.open(), await made.open()] : [database, database];
    const lines = [database, ...others].map((each) => ({
      kysely: each.kysely,
      log: createAuditLog(() => Promise.resolve(each)),
    }));
    // More than a pool has connections, and each locks a row that the next one waits for.
    const inTransactions = Array.from({ length: 45 }, (_, n) => {
      const { kysely, log } = lines[n % lines.length]!;
      return kysely.transaction().execute(async (transaction) => {
        await transaction
          .insertInto("fleet_runner")
          .values({ fleet_id: "shared", epoch: n, seen_at: new Date() })
          .onConflict((conflict) => conflict.column("fleet_id").doUpdateSet({ epoch: n }))
          .execute();
        await log.recordIn(transaction, intentOf({ thingName: "crowd" }), CANCELED);
      });
    });
    const inBatches = lines.flatMap(({ log }) =>
      Array.from({ length: 20 }, async () =>
        log.complete(await log.open(intentOf({ thingName: "batch" })), CANCELED),
      ),
    );
    await Promise.all([...inTransactions, ...inBatches]);
    expect(await find({ thing: "crowd" })).toHaveLength(45);
    expect(await find({ thing: "batch" })).toHaveLength(50); // a page of them
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("takes only the actions and outcomes of this version, and reads and completes those of any other", async () => {
    // @ts-expect-error a misspelled action must not compile
    intentOf({ action: "cancel-exection" });
    // @ts-expect-error nor a misspelled outcome
    const misspelled: AuditEnd = { ...CANCELED, kind: "cancelled" };
    expect(misspelled.kind).not.toBe(CANCELED.kind);

    // What a later version may have opened, and left open when it was rolled back.
    const intent = { ...intentOf({ thingName: "later-1" }), action: "reboot-thing" as string };
    const draft = { ...intent, kind: "intent" as const, entry: null, outcome: null, after: null };
    const [row] = await appendRows(database.kysely, [draft]);
    const [entry] = await find({ action: "reboot-thing" });
    expect(entry).toMatchObject({ entry: row!.seq, action: "reboot-thing", outcome: null });
    await log.complete({ entry: row!.seq, intent: entry! }, { ...CANCELED, kind: "unknown" });
    expect(await find({ action: "reboot-thing", outcome: "unknown" })).toHaveLength(1);

    const melted = { ...CANCELED, kind: "melted" as string };
    await appendRows(database.kysely, [
      { ...intent, kind: "record", entry: null, outcome: melted, after: null },
    ]);
    expect(await find({ outcome: "melted" })).toMatchObject([
      { action: "reboot-thing", outcome: { kind: "melted" } },
    ]);
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("lists open entries, so that they can be completed at the next start", async () => {
    const { entry } = await log.open(intentOf({ thingName: "orphan" }));
    expect(await log.listOpen(0)).toMatchObject([{ entry, thingName: "orphan" }]);
    expect(await log.listOpen(60_000)).toEqual([]);
    const [orphan] = await log.listOpen(0);
    await log.complete({ entry, intent: orphan! }, { ...CANCELED, completedBy: "later-read" });
    expect(await log.findOne(entry)).toMatchObject({ outcome: { completedBy: "later-read" } });
    expect(await verifyChain(database.kysely)).toMatchObject({ fault: null });
  });

  test("throws when the store is gone", async () => {
    const gone = createAuditLog(() => Promise.reject(new Error("no store")));
    await expect(gone.open(intentOf({}))).rejects.toThrow("no store");
  });
});
