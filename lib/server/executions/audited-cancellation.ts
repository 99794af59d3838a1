import type { AuditEnd, AuditLog, AuditRef, Completion, OpenedEntry } from "@/lib/server/audit/audit-log";
import type { AuditFacts, AuditIntent, AuditOutcomeKind } from "@/lib/core/domain/audit-entry";
import type { CanceledBy } from "@/lib/core/domain/cancel-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { ResponseMetadata } from "@/lib/server/iot/iot-gateway";
import { canceledKind } from "./record-cancellation";

/** A cancellation that took effect, of an execution or of a job. */
interface CanceledSubject<Subject> {
  current: Subject;
  confirmed: boolean;
  by: CanceledBy;
}

/** How a cancellation that was sent may fail. */
type SubjectFailure<Subject> = { kind: AuditOutcomeKind; current?: Subject };

/** Something unexpected was thrown while AWS may have been asked already. */
type Unknown = { kind: "unknown"; silent: "aws"; error: string };

/** One call to AWS that cancels something, and how its outcome is determined. */
export interface AuditedCancellation<Subject, Failure extends SubjectFailure<Subject>, Answer> {
  intent: AuditIntent;
  /** The read that the call is based on. */
  before: Subject;
  /** The members of a read that the audit log records. */
  factsOf: (subject: Subject) => AuditFacts;
  /** Runs directly before the call. If it returns a failure, AWS is not called. */
  check: () => Promise<Failure | null>;
  /** Calls AWS, once. */
  send: () => Promise<Result<void, Answer> & { metadata: ResponseMetadata }>;
  /** Reads the subject again after AWS has accepted the call. */
  confirm: () => Promise<CanceledSubject<Subject>>;
  /** Determines the outcome if AWS did not accept the call. */
  explain: (answer: Answer, sent: SentEntry) => Promise<Result<CanceledSubject<Subject>, Failure>>;
}

/** The open entry of a call, and when that was about to be sent. */
export interface SentEntry {
  ref: OpenedEntry;
  sentAt: Date;
}

/** Whether the outcome is on record, and what the log already said of it. */
export interface Recorded {
  written: boolean;
  /** Another instance had completed the entry as not canceled, but AWS accepted this call. */
  contradicts: boolean;
}

/**
 * Opens an audit entry, checks, calls AWS once, determines the outcome, and completes the entry.
 *
 * Nothing is sent without an open entry, and an open entry is completed whatever is thrown in between. If the outcome
 * cannot be written, AWS may have acted all the same: the outcome is returned, and the entry stays open for a later
 * read.
 *
 * @returns null when the entry could not be opened: nothing was sent
 */
export async function cancelOnRecord<Subject, Failure extends SubjectFailure<Subject>, Answer>(
  audit: Pick<AuditLog, "open" | "complete" | "record">,
  cancellation: AuditedCancellation<Subject, Failure, Answer>,
): Promise<{ outcome: Result<CanceledSubject<Subject>, Failure | Unknown>; recorded: Recorded } | null> {
  const { intent, before, factsOf, check, send, confirm, explain } = cancellation;
  const ref = await openEntry(audit, intent);
  if (ref === null) return null;

  const sentAt = new Date();
  let metadata: ResponseMetadata = { requestId: null, errorName: null };
  let outcome: Result<CanceledSubject<Subject>, Failure | Unknown>;
  try {
    const refusal = await check();
    if (refusal !== null) outcome = fail(refusal);
    else {
      const answer = await send();
      metadata = answer.metadata;
      outcome = answer.ok ? ok(await confirm()) : await explain(answer.failure, { ref, sentAt });
    }
  } catch (error) {
    // A bug, or a store that failed in between: AWS may have been asked, and the entry must not stay open.
    const name = error instanceof Error ? error.name : typeof error;
    outcome = fail({ kind: "unknown", silent: "aws", error: name });
    metadata = { ...metadata, errorName: metadata.errorName ?? name };
  }
  const end: AuditEnd = { ...metadata, ...toEnd(outcome, before, factsOf), completedBy: "answer" };
  return { outcome, recorded: await completeEntry(audit, ref, end) };
}

async function openEntry(audit: Pick<AuditLog, "open">, intent: AuditIntent): Promise<OpenedEntry | null> {
  try {
    return await audit.open(intent);
  } catch {
    return null; // the audit log logs what it could not write
  }
}

async function completeEntry(
  audit: Pick<AuditLog, "complete" | "record">,
  ref: OpenedEntry,
  end: AuditEnd,
): Promise<Recorded> {
  try {
    const contradicts = contradictsWith(await audit.complete(ref, end), end);
    if (contradicts) await recordLateAnswer(audit, ref, end);
    return { written: true, contradicts };
  } catch {
    return { written: false, contradicts: false };
  }
}

/**
 * Records AWS's answer as a separate entry. Another instance has already completed the first one with an outcome that
 * it read, and the answer takes precedence.
 */
const recordLateAnswer = (
  audit: Pick<AuditLog, "record">,
  { entry, intent }: AuditRef & Pick<OpenedEntry, "intent">,
  end: AuditEnd,
) => audit.record(intent, { ...end, completedBy: "late-answer", after: { ...end.after, entry } });

const ACCEPTED: readonly string[] = [
  "canceled",
  "accepted",
  "canceled-by-us-or-others",
] satisfies AuditOutcomeKind[];

/** Whether AWS accepted the call although another instance has already recorded that it did not cancel anything. */
const contradictsWith = ({ known }: Completion, end: AuditEnd): boolean =>
  known !== null && ACCEPTED.includes(end.kind) && !ACCEPTED.includes(known.kind);

/** `after` is null if nothing was read after the call: the read before it proves nothing about its outcome. */
function toEnd<Subject>(
  outcome: Result<CanceledSubject<Subject>, SubjectFailure<Subject>>,
  before: Subject,
  factsOf: (subject: Subject) => AuditFacts,
): Pick<AuditEnd, "kind" | "after"> {
  if (!outcome.ok) {
    const { kind, current } = outcome.failure;
    return { kind, after: current === undefined ? null : factsOf(current) };
  }
  const { current } = outcome.value;
  return { kind: canceledKind(outcome.value), after: current === before ? null : factsOf(current) };
}
