import type { Actor } from "@/lib/core/permissions/actor";
import type { AuditExport, AuditFilter } from "@/lib/core/contracts/audit-filter";
import { csvRow } from "@/lib/core/contracts/csv";
import { streamText } from "@/lib/core/contracts/text-stream";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { AuditLog } from "./audit-log";
import { authorizeReading, withinFleets } from "./read-audit";

/** All entries of a filter as text. It is streamed: an entry is sent before more are read. */
export function exportAudit(
  { audit }: { audit: Pick<AuditLog, "stream"> },
  actor: Actor,
  { as, ...filter }: AuditFilter & { as: AuditExport },
): Result<ReadableStream<Uint8Array>, ReadFailure> {
  const authorized = authorizeReading(actor, filter);
  if (!authorized.ok) return authorized;
  const entries = audit.stream(withinFleets(actor, filter));
  return ok(streamText(as === "csv" ? toCsv(entries) : toJsonLines(entries)));
}

const COLUMNS: readonly (readonly [string, (entry: AuditEntry) => unknown])[] = [
  ["entry", ({ entry }) => entry],
  ["at", ({ at }) => at.toISOString()],
  ["person", ({ actor }) => actor.email ?? actor.id],
  ["name", ({ actor }) => actor.name],
  ["role", ({ actor }) => actor.role],
  ["from", ({ from }) => from],
  ["action", ({ action }) => action],
  ["fleet", ({ fleetId }) => fleetId],
  ["thing", ({ thingName }) => thingName],
  ["job", ({ jobId }) => jobId],
  ["execution_number", ({ executionNumber }) => executionNumber],
  ["operation", ({ operationId }) => operationId],
  ["reason", ({ asked }) => asked?.reason],
  ["outcome", ({ outcome }) => outcome?.kind ?? "open"],
  ["outcome_at", ({ outcome }) => outcome?.at.toISOString()],
  ["completed_by", ({ outcome }) => outcome?.completedBy],
  ["aws_error", ({ outcome }) => outcome?.errorName],
  ["aws_request_id", ({ outcome }) => outcome?.requestId],
  ["asked", ({ asked }) => asked && JSON.stringify(asked)],
  ["before", ({ before }) => before && JSON.stringify(before)],
  ["after", ({ after }) => after && JSON.stringify(after)],
  ["hash", ({ hash }) => hash],
];

async function* toCsv(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield csvRow(COLUMNS.map(([name]) => name));
  for await (const entry of entries) yield csvRow(COLUMNS.map(([, read]) => read(entry)));
}

async function* toJsonLines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
