import { sql, type Transaction } from "kysely";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import type { AuditEntry, AuditFacts, AuditIntent, AuditOutcome } from "@/lib/core/domain/audit-entry";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { appendIn, createAppender } from "./append-rows";
import type { Draft } from "./chain";
import { type EntryFilter, type EntryPage, findEntries, readEntries } from "./find-entries";
import { findLatestOfOperation, findOfExecution } from "./find-of-operation";
import { claimUncertain, forgetUncertain, type UncertainEntry } from "./uncertain-entries";

/** An entry whose outcome is still to be told. */
export interface AuditRef {
  entry: number;
  intent: AuditIntent;
}

/** How a deed ended, and what was there then. */
export interface AuditEnd extends AuditOutcome {
  after: AuditFacts | null;
}

/** What was on record when an entry was completed. */
export interface Completion {
  /** The outcome that was on record already. Null: there was none, and this one is. */
  known: AuditOutcome | null;
}

/**
 * The audit log. Rows are only ever added, each chained by hash to the one before.
 *
 * Whatever is returned without an error is on record: a kill loses none of it.
 */
export interface AuditLog {
  /** Before a deed. @throws when it cannot be written: then the deed must not be done */
  open: (intent: AuditIntent) => Promise<AuditRef>;
  /**
   * Completes an entry. If it is completed already, the first outcome stands and is returned: the caller decides whether
   * its own contradicts it. @throws when it cannot be written: the entry stays open
   */
  complete: (ref: AuditRef, end: AuditEnd) => Promise<Completion>;
  /**
   * Adds what a later read found out about a completed entry whose outcome was uncertain. From then on the entry says so.
   * The row with the first outcome stays in the chain.
   */
  revise: (ref: AuditRef, end: AuditEnd) => Promise<void>;
  /** What is over when it is told: sign-ins, refusals, changes of users. @throws when it cannot be written */
  record: (intent: AuditIntent, end: AuditEnd) => Promise<void>;
  /**
   * The same as a part of `transaction`: on record if, and only if, that is committed.
   *
   * Make it the last statement. From here to the commit nobody else can write to the audit log, and whoever waits for a
   * row after this while another waits for the audit log with that row in hand waits for ever.
   */
  recordIn: (transaction: Transaction<Tables>, intent: AuditIntent, end: AuditEnd) => Promise<void>;
  /** A page of entries, newest first. @param cursor of the page before */
  find: (filter: EntryFilter, cursor: number | null, limit: number) => Promise<EntryPage>;
  findOne: (entry: number) => Promise<AuditEntry | null>;
  /** Every entry of the filter, newest first, read as it is asked for. */
  stream: (filter: EntryFilter) => AsyncGenerator<AuditEntry>;
  /**
   * Entries without an outcome that were opened at least this long ago, oldest first. The database measures it by the
   * clock that it stamped them with: an instance with a fast clock would complete what another one is still doing.
   */
  listOpen: (olderThanMs: number) => Promise<AuditEntry[]>;
  /**
   * Claims up to `limit` uncertain entries that are due to be read again, and schedules the next read of each, so
   * that no two instances read the same one at once.
   */
  claimUncertain: (limit: number) => Promise<UncertainEntry[]>;
  /** The outcome of these is certain now, or will never be. */
  forgetUncertain: (entries: readonly number[]) => Promise<void>;
  /** What the audit log says last of each of these as a part of this operation. Those without an entry are left out. */
  findLatest: (operationId: string, executions: readonly ExecutionRef[]) => Promise<AuditEntry[]>;
  /** The newest cancellations of this execution, whoever asked for them. */
  findOfExecution: (fleetId: string, execution: ExecutionRef) => Promise<AuditEntry[]>;
}

const STREAM_PAGE = 1_000;

/** @param database opens the store when first asked for: nothing is opened just by making a log */
export function createAuditLog(database: () => Promise<Database>): AuditLog {
  const append = createAppender(database);
  const read = async () => (await database()).kysely;
  return {
    async open(intent) {
      const draft = { ...toIntent(intent), kind: "intent" as const, entry: null, outcome: null, after: null };
      return { entry: (await append(draft)).seq, intent };
    },
    async complete(ref, end) {
      const { known } = await append(toOutcome("outcome", ref, end));
      return { known };
    },
    async revise(ref, end) {
      await append(toOutcome("revision", ref, end));
    },
    async record(intent, end) {
      await append(toRecord(intent, end));
    },
    async recordIn(transaction, intent, end) {
      await appendIn(transaction, [toRecord(intent, end)]);
    },
    find: async (filter, cursor, limit) => findEntries(await read(), filter, cursor, limit),
    findOne: async (entry) => (await readEntries(await read(), [entry]))[0] ?? null,
    async *stream(filter) {
      let cursor: number | null = null;
      do {
        const page: EntryPage = await findEntries(await read(), filter, cursor, STREAM_PAGE);
        yield* page.rows;
        cursor = page.cursor;
      } while (cursor !== null);
    },
    findLatest: async (operationId, executions) =>
      findLatestOfOperation(await read(), operationId, executions),
    findOfExecution: async (fleetId, execution) => findOfExecution(await read(), fleetId, execution),
    claimUncertain: async (limit) => claimUncertain(await read(), limit),
    forgetUncertain: async (entries) => forgetUncertain(await read(), entries),
    async listOpen(olderThanMs) {
      const kysely = await read();
      const open = await kysely
        .selectFrom("audit_open")
        .select("entry")
        .where(
          "at",
          "<=",
          sql<Date>`clock_timestamp() - make_interval(secs => ${olderThanMs / 1_000}::float8)`,
        )
        .orderBy("entry")
        .execute();
      return readEntries(
        kysely,
        open.map(({ entry }) => entry),
      );
    },
  };
}

/** Who, where and what stand in both rows, so that a filter by outcome can be joined with any other. */
function toOutcome(
  kind: "outcome" | "revision",
  { entry, intent }: AuditRef,
  { after, ...outcome }: AuditEnd,
): Draft {
  return { ...toIntent(intent), kind, entry, asked: null, before: null, outcome, after };
}

function toRecord(intent: AuditIntent, { after, ...outcome }: AuditEnd): Draft {
  return { ...toIntent(intent), kind: "record", entry: null, outcome, after };
}

/** Just these fields, whatever else the caller's object has: they are what the hash is taken over. */
function toIntent(intent: AuditIntent): AuditIntent {
  const { action, actor, from, fleetId, thingName, jobId, executionNumber, operationId, asked, before } =
    intent;
  const { id, name, email, role } = actor;
  return {
    action,
    actor: { id, name, email, role },
    from,
    fleetId,
    thingName,
    jobId,
    executionNumber,
    operationId,
    asked,
    before,
  };
}
