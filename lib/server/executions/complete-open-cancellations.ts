import type { AuditEnd, AuditLog } from "@/lib/server/audit/audit-log";
import { type AuditEntry, type AuditOutcomeKind, isCancellation } from "@/lib/core/domain/audit-entry";
import { attributeJobCancellation, isJobOpen } from "@/lib/core/domain/cancel-job";
import { attributeCancellation } from "@/lib/core/domain/attribute-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import type { Job } from "@/lib/core/domain/job";
import { isSameOrigin, isSameTime } from "@/lib/core/domain/observed-execution";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import { jobFactsOf } from "@/lib/server/jobs/record-job-cancellation";
import { findOtherCanceler } from "./find-other-canceler";
import { factsOf } from "./record-cancellation";
import {
  cancellationOf,
  isOfExecution,
  jobCancellationOf,
  type RecordedCancellation,
  toDate,
} from "./recorded-cancellation";

/** What reading the outcome of a cancellation takes. */
export type OutcomeReader = Pick<
  IotGateway,
  "describeExecution" | "describeJob" | "listJobs" | "listThings" | "lastOrigin"
>;

/**
 * Completes open entries: their process ended, or lost the database, between calling AWS and recording the answer.
 *
 * The outcome is taken from a fresh read. An entry stays open for the next run if its execution cannot be read now, or
 * if something is thrown; the other entries are completed all the same.
 *
 * @param readerOf the gateway of a fleet; null if there is no such fleet any more
 * @param olderThanMs milliseconds by the database's clock; another instance may still be working on younger entries
 * @param onFailure called with each entry that threw
 * @returns the numbers of completed entries and of those left open
 */
export async function completeOpenCancellations(
  audit: Pick<AuditLog, "listOpen" | "complete" | "findOfExecution">,
  readerOf: (fleetId: string) => OutcomeReader | null,
  olderThanMs: number,
  onFailure: (entry: number, error: unknown) => void,
): Promise<{ completed: number; left: number }> {
  const open = await audit.listOpen(olderThanMs);
  let completed = 0;
  for (const entry of open) {
    try {
      const end = await readEndOf(audit, entry, readerOf);
      if (end === null) continue;
      await audit.complete({ entry: entry.entry, intent: entry }, end);
      completed += 1;
    } catch (error) {
      onFailure(entry.entry, error);
    }
  }
  return { completed, left: open.length - completed };
}

const LATER = { errorName: null, requestId: null, completedBy: "later-read" } as const;
const ANY_JOB = { status: null, selection: null, group: null, namespace: null };
const READ = { maxAgeMs: 0, priority: "reread" } as const;
/** It may have been canceled before it was deleted, and no read can show that any more. */
const GONE: AuditEnd = { ...LATER, kind: "unknown", after: null };

/**
 * Reads the outcome of a cancellation, if that is missing or uncertain. Null: it cannot be read now, or the fleet no
 * longer points to the account and region in which the cancellation was made.
 */
export async function readEndOf(
  audit: Pick<AuditLog, "findOfExecution">,
  entry: AuditEntry,
  readerOf: (fleetId: string) => OutcomeReader | null,
): Promise<AuditEnd | null> {
  // For other actions, such as an interrupted change of a user, no read can show whether they took effect.
  if (!isCancellation(entry.action)) return { ...LATER, kind: "unknown", after: null };
  const reader = entry.fleetId === null ? null : readerOf(entry.fleetId);
  if (reader === null || entry.jobId === null) return null;
  if (entry.action === "cancel-job") return readEndOfJob(entry, entry.jobId, reader);
  return entry.thingName === null
    ? null
    : readEndOfExecution(audit, entry, { thingName: entry.thingName, jobId: entry.jobId }, reader);
}

async function readEndOfExecution(
  audit: Pick<AuditLog, "findOfExecution">,
  entry: AuditEntry,
  ref: ExecutionRef,
  reader: OutcomeReader,
): Promise<AuditEnd | null> {
  const now = await reader.describeExecution(ref, READ);
  if (!now.ok) return now.failure.kind === "not-found" ? endOfGone(entry, reader) : null;
  return endByRead(audit, entry, now.value);
}

/** An empty account may be another one than the entry's, and within this time the fleet may be pointed back. */
const UNIDENTIFIED_FOR_MS = 24 * 3_600_000;

/**
 * The outcome if AWS says that the execution or job does not exist. That answer names no account, so a list is read,
 * whose ARNs name one: in another account than the entry's the answer proves nothing.
 *
 * @returns null if no list can be read, or if the fleet now points to another account or region. Null too, for a day, if
 *   the lists are empty: an empty account cannot be identified
 */
async function endOfGone(entry: AuditEntry, reader: OutcomeReader): Promise<AuditEnd | null> {
  const jobs = await reader.listJobs(ANY_JOB, null, READ);
  if (!jobs.ok) return null;
  if (jobs.value.rows.length > 0) return isFromHere(entry, reader) ? GONE : null;
  const things = await reader.listThings({ type: null, attribute: null }, null, READ);
  if (!things.ok) return null;
  if (things.value.rows.length > 0) return isFromHere(entry, reader) ? GONE : null;
  return Date.now() - entry.at.getTime() > UNIDENTIFIED_FOR_MS ? GONE : null;
}

const isFromHere = (entry: AuditEntry, reader: OutcomeReader) =>
  isSameOrigin(cancellationOf(entry).origin, reader.lastOrigin()) !== false;

/** The outcome of a cancellation, by a read of its execution. Null: the read is from another account or region. */
export async function endByRead(
  audit: Pick<AuditLog, "findOfExecution">,
  entry: AuditEntry,
  now: Execution,
): Promise<AuditEnd | null> {
  const seen = cancellationOf(entry);
  // The fleet now points elsewhere, and a read there says nothing about this cancellation.
  if (isSameOrigin(seen.origin, now.origin) === false) return null;
  const after = factsOf(now);
  // The job has been sent to the thing again, so the outcome of this execution can no longer be read.
  if (!isOfExecution(entry, now)) return { ...LATER, kind: "unknown", after };
  const kind = kindOf(seen, now);
  const isOurs = kind === "canceled" || kind === "canceled-by-us-or-others";
  const about = { fleetId: entry.fleetId ?? "", thingName: now.thingName, jobId: now.jobId };
  // Two cancellations of this console may have sent the same details. The log knows which one AWS accepted.
  const isTheirs = isOurs && (await findOtherCanceler(audit, about, now, entry.entry)) !== null;
  return { ...LATER, kind: isTheirs ? "already-canceled" : kind, after };
}

function kindOf(seen: RecordedCancellation, now: Execution): AuditOutcomeKind {
  if (now.status !== "CANCELED")
    return executionStage(now.status) === "finished" ? "already-finished" : "not-canceled";
  switch (attributeCancellation(seen.before, seen.call, seen.sentAt, now)) {
    case "us":
      return "canceled";
    case "us-or-others":
      return "canceled-by-us-or-others";
    case "others":
      return "already-canceled";
  }
}

async function readEndOfJob(
  entry: AuditEntry,
  jobId: string,
  reader: OutcomeReader,
): Promise<AuditEnd | null> {
  const now = await reader.describeJob(jobId, READ);
  if (!now.ok) return now.failure.kind === "not-found" ? endOfGone(entry, reader) : null;
  if (isSameOrigin(cancellationOf(entry).origin, now.value.origin) === false) return null;
  const after = jobFactsOf(now.value);
  if (isSameTime(toDate(entry.before?.["createdAt"]), now.value.createdAt) === false)
    return { ...LATER, kind: "unknown", after };
  return { ...LATER, kind: kindOfJob(entry, now.value), after };
}

function kindOfJob(entry: AuditEntry, now: Job): AuditOutcomeKind {
  if (now.status !== "CANCELED") return isJobOpen(now.status) ? "not-canceled" : "job-not-open";
  const recorded = jobCancellationOf(entry);
  switch (recorded && attributeJobCancellation(recorded.before, recorded.call, now)) {
    case "us":
      return "canceled";
    case "others":
      return "job-not-open";
    case "us-or-others":
    case null:
      return "canceled-by-us-or-others";
  }
}
