import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { AuditFacts, RecordedIntent, RecordedOutcome } from "@/lib/core/domain/audit-entry";
import { personOf } from "@/lib/core/domain/audit-entry";
import type { AuditLogRow } from "@/lib/server/db/audit-tables";
import { jsonColumn } from "@/lib/server/db/json-column";
import { canonicalJson } from "./canonical-json";

/** Lets retention drop every row up to `through`. `hash` is the hash of that row, so the rest can still be proved. */
export interface Checkpoint {
  through: number;
  hash: string;
  days: number;
}

/**
 * The content of a row. Its kind decides which members are set.
 *
 * The hash covers these member names, so `deed` and `settledBy` keep the names that the first rows have. Everywhere else
 * they are `action` and `completedBy`.
 */
export interface RowBody extends Omit<RecordedIntent, "action"> {
  seq: number;
  kind: AuditLogRow["kind"];
  entry: number;
  at: string;
  deed: string;
  outcome: StoredOutcome | null;
  after: AuditFacts | null;
  checkpoint?: Checkpoint;
}

export type StoredOutcome = Omit<RecordedOutcome, "completedBy"> & {
  settledBy: RecordedOutcome["completedBy"];
};

const text = z.nullable(z.string());
const facts = z.nullable(z.record(z.string(), z.unknown()));

export const bodyColumn = jsonColumn<RowBody>(
  "audit_log.body",
  z.object({
    seq: z.int(),
    kind: z.enum(["intent", "outcome", "revision", "record", "checkpoint"]),
    entry: z.int(),
    at: z.string(),
    deed: z.string(),
    actor: z.object({ id: z.string(), name: z.string(), email: text, role: z.string() }),
    from: text,
    fleetId: text,
    thingName: text,
    jobId: text,
    executionNumber: z.nullable(z.number()),
    operationId: text,
    asked: facts,
    before: facts,
    outcome: z.nullable(
      z.object({
        kind: z.string(),
        errorName: text,
        requestId: text,
        settledBy: z.string(),
      }),
    ),
    after: facts,
    checkpoint: z.optional(z.object({ through: z.int(), hash: z.string(), days: z.number() })),
  }),
);

/**
 * A row before it has its place in the chain. `entry` null: the row starts an entry of its own.
 *
 * Its words may be unknown ones: an outcome repeats the action of the entry that it completes, as it was read.
 */
export interface Draft extends RecordedIntent {
  kind: AuditLogRow["kind"];
  entry: number | null;
  outcome: RecordedOutcome | null;
  after: AuditFacts | null;
  checkpoint?: Checkpoint;
}

export function toRowBody({ action, outcome, entry, ...draft }: Draft, seq: number, at: Date): RowBody {
  return {
    ...draft,
    seq,
    entry: entry ?? seq,
    at: at.toISOString(),
    deed: action,
    outcome: outcome && toStoredOutcome(outcome),
  };
}

function toStoredOutcome({ completedBy, ...outcome }: RecordedOutcome): StoredOutcome {
  return { ...outcome, settledBy: completedBy };
}

export function toOutcome({ settledBy, ...outcome }: StoredOutcome): RecordedOutcome {
  return { ...outcome, completedBy: settledBy };
}

/** The previous hash of the first row. */
export const GENESIS_HASH = "0".repeat(64);

/** The row that follows the one with `previousHash`. */
export function chainRow(body: RowBody, previousHash: string): AuditLogRow {
  const text = canonicalJson(body);
  return { ...columnsOf(body), body: text, previous_hash: previousHash, hash: hashOf(previousHash, text) };
}

/** SHA-256 over the hash of the previous row and the exact text of this one. */
export function hashOf(previousHash: string, bodyText: string): string {
  return createHash("sha256").update(`${previousHash}\n${bodyText}`).digest("hex");
}

/** The columns that entries are searched by: copies of members of `body`. `verify` compares both. */
export function columnsOf(body: RowBody): Omit<AuditLogRow, "body" | "previous_hash" | "hash"> {
  return {
    seq: body.seq,
    kind: body.kind,
    entry: body.entry,
    at: new Date(body.at),
    person: toText(personOf(body.actor)),
    fleet_id: body.fleetId && toText(body.fleetId),
    thing_name: body.thingName && toText(body.thingName),
    job_id: body.jobId && toText(body.jobId),
    deed: toText(body.deed),
    outcome: body.outcome && toText(body.outcome.kind),
    operation_id: body.operationId && toText(body.operationId),
  };
}

/** A text column takes no NUL and no lone surrogate. The body is JSON, so it has both as escapes. */
const toText = (text: string) => text.replaceAll("\0", "").toWellFormed();
