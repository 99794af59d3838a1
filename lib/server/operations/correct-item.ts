import type { AuditEnd } from "@/lib/server/audit/audit-log";
import type { Database } from "@/lib/server/db/open-database";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { itemOutcomeOf, MAX_TRIES, toAnswerKind } from "@/lib/core/domain/item-outcome";
import { correctUncertainItem } from "./item-corrections";

/**
 * Corrects the item of an operation whose cancellation was uncertain, once a later read has found out what happened.
 */
export async function correctItem(
  { database }: { database: () => Promise<Pick<Database, "kysely">> },
  { operationId, thingName, jobId, outcome: before }: AuditEntry,
  end: AuditEnd,
): Promise<void> {
  const kind = toAnswerKind(end.kind);
  if (operationId === null || thingName === null || jobId === null || kind === null) return;
  const outcome = itemOutcomeOf(kind, { tries: MAX_TRIES, wasOurs: false });
  if (outcome === null) return;
  const { kysely } = await database();
  const status = end.after?.["status"];
  // Keeps the error of the call: only by it can people tell a call without an answer from one that AWS refused.
  const error = kind === "not-canceled" ? (before?.errorName ?? null) : null;
  const note = {
    kind,
    ...(typeof status === "string" && { status }),
    ...(error !== null && { error }),
  };
  await correctUncertainItem(kysely, operationId, { thingName, jobId }, outcome, note);
}
