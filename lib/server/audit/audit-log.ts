import { sql, type Transaction } from "kysely";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import type {
  AuditEntry,
  AuditFacts,
  AuditIntent,
  AuditOutcome,
  RecordedIntent,
  RecordedOutcome,
} from "@/lib/core/domain/audit-entry";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { appendIn, createAppender } from "./append-rows";
import type { Draft } from "./chain";
import { type EntryFilter, type EntryPage, findEntries, readEntries } from "./find-entries";
import { findLatestOfOperation, findOfExecution } from "./find-of-operation";
import { claimUncertain, forgetUncertain, type UncertainEntry } from "./uncertain-entries";

/** An entry of the log, with the intent that its later rows repeat. */
export interface AuditRef {
  entry: number;
  intent: RecordedIntent;
}

/** An entry that this process has opened. */
export interface OpenedEntry extends AuditRef {
  intent: AuditIntent;
}

/** How an action ended, and what a read showed then. */
export interface AuditEnd extends AuditOutcome {
  after: AuditFacts | null;
}

/** What was on record when an entry was completed. */
export interface Completion {
  /** The outcome that the entry already had. Null: it had none, and has this one now. */
  known: RecordedOutcome | null;
}

/**
 * The audit log. Rows are only ever added, each chained by hash to the one before.
 *
 * A row is committed when the promise resolves: a killed process loses none of them.
 */
export interface AuditLog {
  /** Opens an entry, before the action. @throws when it cannot be written: the action must not be taken then */
  open: (intent: AuditIntent) => Promise<OpenedEntry>;
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
  /**
   * Records an action that is already over, such as a sign-in or a refusal, as an entry of one row.
   * @throws when it cannot be written
   */
  record: (intent: AuditIntent, end: AuditEnd) => Promise<void>;
  /**
   * Records an entry of one row as part of `transaction`: it is on record if, and only if, that is committed.
   *
   * Make it the last statement of the transaction, or the transaction can deadlock. It locks the chain until the commit.
   * A statement after it may wait for a row that another transaction has locked, while that one waits for the chain.
   */
  recordIn: (transaction: Transaction<Tables>, intent: AuditIntent, end: AuditEnd) => Promise<void>;
  /** One page of entries, newest first. @param cursor the previous page's */
  find: (filter: EntryFilter, cursor: number | null, limit: number) => Promise<EntryPage>;
  findOne: (entry: number) => Promise<AuditEntry | null>;
  /** All entries of the filter, newest first. A page is read from the store only when it is needed. */
  stream: (filter: EntryFilter) => AsyncGenerator<AuditEntry>;
  /**
   * Entries without an outcome that were opened at least this long ago, oldest first. Their age is measured by the
   * database's clock, which also stamped them: an instance with a fast clock would otherwise complete entries that
   * another one is still working on.
   */
  listOpen: (olderThanMs: number) => Promise<AuditEntry[]>;
  /**
   * Claims up to `limit` uncertain entries that are due to be read again, and schedules the next read of each. No two
   * instances read the same one at once.
   */
  claimUncertain: (limit: number) => Promise<UncertainEntry[]>;
  /** Stops rereading these entries: their outcome is certain now, or will never be. */
  forgetUncertain: (entries: readonly number[]) => Promise<void>;
  /** The latest entry of each of these executions within this operation. An execution without an entry is left out. */
  findLatest: (operationId: string, executions: readonly ExecutionRef[]) => Promise<AuditEntry[]>;
  /** The newest cancellations of this execution, by any actor. */
  findOfExecution: (fleetId: string, execution: ExecutionRef) => Promise<AuditEntry[]>;
}

const STREAM_PAGE = 1_000;

/** @param database opens the store. It is called on first use, not here */
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

/** An outcome repeats actor, place and action, so that a filter by outcome combines with any other. */
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

/** Exactly these members, since the hash covers all of a row. The caller's object may have more. */
function toIntent(intent: RecordedIntent): RecordedIntent {
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
