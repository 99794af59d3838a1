import type { AuditEnd, AuditLog } from "@/lib/audit/audit-log";
import type { AuditEntry } from "@/lib/domain/audit-entry";
import { isJobOpen } from "@/lib/domain/cancel-job";
import type { Execution } from "@/lib/domain/execution";
import { executionStage } from "@/lib/domain/execution-status";
import type { ReadFailure } from "@/lib/domain/read-failure";
import type { Result } from "@/lib/domain/result";
import type { IotGateway } from "@/lib/iot/iot-gateway";
import { jobFactsOf } from "@/lib/jobs/record-job-cancellation";
import { factsOf } from "./record-cancellation";

type Reader = Pick<IotGateway, "describeExecution">;
type JobReader = Pick<IotGateway, "describeJob">;

/**
 * Tells the outcome of cancellations whose console ended between asking AWS and writing down the answer: from a fresh
 * read of each, at the next start. What cannot be read now stays open, to be tried at the start after.
 *
 * @param readerOf the gateway of a fleet; null where there is no such fleet any more
 * One that throws stays open too, and does not stop the others.
 *
 * @param olderThanMs younger ones may be under way in another instance; by the database's clock
 * @param onFailure called with each entry that threw
 * @returns how many were settled, and how many are left
 */
export async function settleOpenCancellations(
  audit: Pick<AuditLog, "listOpen" | "settle">,
  readerOf: (fleetId: string) => (Reader & JobReader) | null,
  olderThanMs: number,
  onFailure: (entry: number, error: unknown) => void,
): Promise<{ settled: number; left: number }> {
  const open = await audit.listOpen(olderThanMs);
  let settled = 0;
  for (const entry of open) {
    try {
      const end = await (entry.deed === "cancel-job" ? readEndOfJob : readEndOf)(entry, readerOf);
      if (end === null) continue;
      await audit.settle({ entry: entry.entry, intent: entry }, end);
      settled += 1;
    } catch (error) {
      onFailure(entry.entry, error);
    }
  }
  return { settled, left: open.length - settled };
}

const LATER = { errorName: null, requestId: null, settledBy: "later-read" } as const;

/** How a cancellation ended whose outcome is not on record, as a fresh read tells. Null: it cannot be read now. */
export async function readEndOf(
  { deed, fleetId, thingName, jobId, executionNumber }: AuditEntry,
  readerOf: (fleetId: string) => Reader | null,
): Promise<AuditEnd | null> {
  // A change of a user that was cut off has left nothing that could be asked whether it came about.
  if (deed !== "cancel-execution") return { ...LATER, kind: "unknown", after: null };
  const reader = fleetId === null ? null : readerOf(fleetId);
  if (reader === null || thingName === null || jobId === null) return null;
  const now = await reader.describeExecution({ thingName, jobId }, { maxAgeMs: 0, priority: "background" });
  const kind = kindOf(now, executionNumber);
  if (kind === null) return null;
  const after = now.ok ? factsOf(now.value) : null;
  return { ...LATER, kind, after };
}

async function readEndOfJob(
  { fleetId, jobId }: AuditEntry,
  readerOf: (fleetId: string) => JobReader | null,
): Promise<AuditEnd | null> {
  const reader = fleetId === null ? null : readerOf(fleetId);
  if (reader === null || jobId === null) return null;
  const now = await reader.describeJob(jobId, { maxAgeMs: 0, priority: "background" });
  if (!now.ok) return now.failure.kind === "not-found" ? { ...LATER, kind: "not-found", after: null } : null;
  const { status } = now.value;
  const kind = status === "CANCELED" ? "canceled" : isJobOpen(status) ? "not-canceled" : "job-not-open";
  return { ...LATER, kind, after: jobFactsOf(now.value) };
}

/** What a read can tell of how it ended. Null: nothing yet. */
function kindOf(now: Result<Execution, ReadFailure>, executionNumber: number | null): string | null {
  if (!now.ok) return now.failure.kind === "not-found" ? "not-found" : null;
  // The job has run on the thing again since: of the execution that was meant, nobody can tell any more.
  if (executionNumber !== null && now.value.executionNumber !== executionNumber) return "unknown";
  if (now.value.status === "CANCELED") return "canceled";
  return executionStage(now.value.status) === "finished" ? "already-finished" : "not-canceled";
}
