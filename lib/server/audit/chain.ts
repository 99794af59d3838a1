import { createHash } from "node:crypto";
import * as z from "zod/mini";
import type { AuditIntent, AuditOutcome } from "@/lib/core/domain/audit-entry";
import { personOf } from "@/lib/core/domain/audit-entry";
import type { AuditLogRow } from "@/lib/server/db/audit-tables";
import { jsonColumn } from "@/lib/server/db/json-column";
import { canonicalJson } from "./canonical-json";

/** Closes all that came before it: rows up to `through` may be gone, and `hash` is that of the last of them. */
export interface Checkpoint {
  through: number;
  hash: string;
  days: number;
}

/**
 * What a row says. Which members it has follows from its kind.
 *
 * The hash is taken over these names, so `deed` and `settledBy` keep the names that the first rows have. Everywhere else
 * they are `action` and `completedBy`.
 */
export interface RowBody extends Omit<AuditIntent, "action"> {
  seq: number;
  kind: AuditLogRow["kind"];
  entry: number;
  at: string;
  deed: string;
  outcome: StoredOutcome | null;
  after: AuditIntent["before"];
  checkpoint?: Checkpoint;
}

export type StoredOutcome = Omit<AuditOutcome, "completedBy"> & { settledBy: AuditOutcome["completedBy"] };

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
        settledBy: z.enum(["answer", "later-read", "late-answer"]),
      }),
    ),
    after: facts,
    checkpoint: z.optional(z.object({ through: z.int(), hash: z.string(), days: z.number() })),
  }),
);

/** A row before it has its place in the chain. `entry` null: it opens an entry of its own. */
export interface Draft extends AuditIntent {
  kind: AuditLogRow["kind"];
  entry: number | null;
  outcome: AuditOutcome | null;
  after: AuditIntent["before"];
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

function toStoredOutcome({ completedBy, ...outcome }: AuditOutcome): StoredOutcome {
  return { ...outcome, settledBy: completedBy };
}

export function toOutcome({ settledBy, ...outcome }: StoredOutcome): AuditOutcome {
  return { ...outcome, completedBy: settledBy };
}

/** Before the first row there is nothing to prove. */
export const GENESIS_HASH = "0".repeat(64);

/** A row that follows `previousHash`. */
export function chainRow(body: RowBody, previousHash: string): AuditLogRow {
  const text = canonicalJson(body);
  return { ...columnsOf(body), body: text, previous_hash: previousHash, hash: hashOf(previousHash, text) };
}

/** SHA-256 over the hash of the row before and the very text of this one. */
export function hashOf(previousHash: string, bodyText: string): string {
  return createHash("sha256").update(`${previousHash}\n${bodyText}`).digest("hex");
}

/** What entries are searched by. Copies of what `body` says, which `verify` compares. */
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

/** PostgreSQL's text knows no NUL and no half of a character; the body, being JSON, has both as escapes. */
const toText = (text: string) => text.replaceAll("\0", "").toWellFormed();
