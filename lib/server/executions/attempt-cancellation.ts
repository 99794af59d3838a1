import type { AuditLog } from "@/lib/server/audit/audit-log";
import { attributeCancellation } from "@/lib/core/domain/attribute-cancellation";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import { type CancelCall, type CancelRefusal, refusalByState } from "@/lib/core/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { addMs, isPast, type Moment, momentNow } from "@/lib/core/domain/moment";
import { compareIdentity, toObserved } from "@/lib/core/domain/observed-execution";
import type { AwsFailure, Forbidden } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { ResponseMetadata, CancelAnswer, IotGateway } from "@/lib/server/iot/iot-gateway";
import type { Priority } from "@/lib/server/iot/priority";
import { findOtherCanceler } from "./find-other-canceler";
import { readUntil, readUntilCanceled } from "./read-until-canceled";
import { type Asked, completeEntry, openEntry, type Recorded } from "./record-cancellation";

export interface CancelServices {
  iot: Pick<IotGateway, "describeExecution" | "cancelExecution" | "acquireCall">;
  audit: Pick<AuditLog, "open" | "complete" | "record" | "findOfExecution">;
}

/**
 * One cancellation to attempt, single or an item of an operation. `Stop`: reasons to hold it back that only this
 * caller knows.
 */
export interface Attempt<Stop> {
  asked: Asked;
  /** Priority of the reads before the call. */
  priority: Extract<Priority, "cancel" | "bulk-cancel">;
  /** Priority of the reads after an unclear answer. */
  rereadPriority: Extract<Priority, "cancel" | "reread">;
  /** Applies the rules and the permissions to an execution that was just read. */
  decide: (current: Execution) => Result<CancelCall, CancelFailure | Stop>;
  /**
   * Checks what must hold at the moment of the call beyond what was read: the actor's rights, the fencing token, the
   * state of the operation. Runs before the entry is opened and again directly before AWS is called. Null: all of it
   * holds.
   */
  check: () => Promise<Forbidden | Stop | null>;
  /** The actor asked for exactly this version, so they get to see a conflict. Otherwise the attempt is repeated. */
  holdsVersion: boolean;
  /** Reads until CANCELED shows. If false, AWS's yes is enough. */
  confirms: boolean;
}

export interface Attempted<Stop> {
  outcome: Result<Canceled, CancelFailure | Stop>;
  /** Null: no entry was opened, because nothing was going to be sent. */
  recorded: Recorded | null;
}

/**
 * How old a read may be when AWS is called. It bounds the one window that remains: between the read and the call,
 * another execution with the same version may replace the one that was read (facts 8).
 */
const FRESH_WITHIN_MS = 2_000;

/** Repeats after a conflict of a version that the actor did not ask for, or after the server stalled. */
const MAX_REPEATS = 3;

/**
 * The one way to cancel an execution: read → decide → wait for the rate limiter → check → open the entry → check → call
 * AWS once → determine the outcome → complete the entry.
 *
 * The entry is opened after the wait and completed whatever happens, even if something unexpected is thrown. After a
 * conflict between read and call the attempt is repeated while identity and status are unchanged, unless the actor
 * asked for the version. Each call to AWS has its own entry.
 *
 * @throws when the store cannot be read before an entry is opened
 */
export async function attemptCancellation<Stop extends { kind: string }>(
  services: CancelServices,
  attempt: Attempt<Stop>,
): Promise<Attempted<Stop>> {
  for (let repeats = 0; ; repeats++) {
    const { attempted, before } = await tryOnce(services, attempt);
    if (repeats === MAX_REPEATS || !isWorthRepeating(attempted, before, attempt)) return attempted;
  }
}

/** `before`: the read that the call was based on. Null: no call was made. */
type Tried<Stop> = { attempted: Attempted<Stop>; before: Execution | null };

function isWorthRepeating<Stop extends { kind: string }>(
  { outcome, recorded }: Attempted<Stop>,
  before: Execution | null,
  { holdsVersion }: Attempt<Stop>,
): boolean {
  if (outcome.ok || recorded?.written === false) return false;
  const failure = outcome.failure as CancelFailure;
  if (failure.kind === "too-late") return true;
  if (before === null || recorded === null) return false;
  return failure.kind === "version-conflict" && !holdsVersion && failure.current.status === before.status;
}

/** An execution, and when AWS was asked for it. */
interface FreshRead {
  execution: Execution;
  readAt: Moment;
}

const freshUntil = ({ readAt }: FreshRead) => addMs(readAt, FRESH_WITHIN_MS);
const isOld = ({ readAt }: FreshRead) => isPast(addMs(readAt, FRESH_WITHIN_MS / 2));

async function tryOnce<Stop extends { kind: string }>(
  services: CancelServices,
  attempt: Attempt<Stop>,
): Promise<Tried<Stop>> {
  const nothing = (failure: CancelFailure | Stop): Tried<Stop> => ({
    attempted: { outcome: fail(failure), recorded: null },
    before: null,
  });
  let ready = await readAndDecide(services, attempt);
  if (!ready.ok) return nothing(ready.failure);
  const slot = await services.iot.acquireCall("CancelJobExecution");
  if (!slot.ok) return nothing(slot.failure);
  // The wait may have been long, so the read may need to be repeated.
  if (isOld(ready.value.read)) ready = await readAndDecide(services, attempt);
  if (!ready.ok) return nothing(ready.failure);
  const stop = await attempt.check();
  if (stop !== null) return nothing(stop);
  // The call would not be sent any more, so no entry is opened for it.
  if (isPast(freshUntil(ready.value.read))) return nothing({ kind: "too-late" });

  const { read, call } = ready.value;
  const before = read.execution;
  const ref = await openEntry(services.audit, attempt.asked, before, call);
  if (ref === null) return nothing({ kind: "not-recorded" });

  const entry = { ...attempt.asked, ref, before, call, sentAt: new Date() };
  let metadata: ResponseMetadata = { requestId: null, errorName: null };
  let outcome: Attempted<Stop>["outcome"];
  try {
    const lastStop = await attempt.check();
    if (lastStop !== null) outcome = fail(lastStop);
    else {
      const options = { slot: slot.value, sendBefore: freshUntil(read) };
      const answer = await services.iot.cancelExecution(refOf(before), call, options);
      metadata = answer.metadata;
      outcome = answer.ok
        ? ok(await accepted(services, attempt, before))
        : await explain(services, attempt, entry, answer.failure);
    }
  } catch (error) {
    // A bug, or a store that failed in between: AWS may have been asked, and the entry must not stay open.
    const name = error instanceof Error ? error.name : typeof error;
    outcome = fail({ kind: "unknown", silent: "aws", error: name });
    metadata = { ...metadata, errorName: metadata.errorName ?? name };
  }
  const recorded = await completeEntry(services.audit, ref, metadata, outcome, before);
  return { attempted: { outcome, recorded }, before };
}

const refOf = ({ thingName, jobId }: ExecutionRef): ExecutionRef => ({ thingName, jobId });

async function readAndDecide<Stop>(
  { iot }: CancelServices,
  { asked, priority, decide }: Attempt<Stop>,
): Promise<Result<{ read: FreshRead; call: CancelCall }, CancelFailure | Stop>> {
  let readAt = momentNow();
  const onSend = () => void (readAt = momentNow());
  const answer = await iot.describeExecution(refOf(asked), { maxAgeMs: 0, priority, onSend });
  if (!answer.ok) return answer;
  const decision = decide(answer.value);
  return decision.ok ? ok({ read: { execution: answer.value, readAt }, call: decision.value }) : decision;
}

/**
 * AWS accepted it. Its reads may lag behind ("eventually consistent", facts 2.1), so only a read that shows CANCELED
 * confirms it.
 */
async function accepted<Stop>(
  { iot }: CancelServices,
  { confirms, rereadPriority: priority }: Attempt<Stop>,
  before: Execution,
): Promise<Canceled> {
  const after = confirms ? await readUntilCanceled(iot, before, priority) : null;
  const current = after?.ok && isSameExecution(before, after.value) ? after.value : before;
  return { current, confirmed: current.status === "CANCELED", by: "us" };
}

const isSameExecution = (before: Execution, now: Execution) =>
  compareIdentity(toObserved(before), now).differs.length === 0;

/** What was sent, when, and based on which read. */
interface Sent extends Asked {
  ref: { entry: number };
  before: Execution;
  call: CancelCall;
  sentAt: Date;
}

async function explain<Stop>(
  services: CancelServices,
  { rereadPriority: priority, holdsVersion }: Attempt<Stop>,
  sent: Sent,
  answer: CancelAnswer,
): Promise<Result<Canceled, CancelFailure>> {
  const { iot } = services;
  const { before, call } = sent;
  switch (answer.kind) {
    case "version-conflict": {
      // AWS knows of a change that its reads may not show yet, so reads are repeated before it is reported.
      const now = await readUntil(
        () => iot.describeExecution(refOf(before), { maxAgeMs: 0, priority }),
        ({ versionNumber, status }) =>
          versionNumber === null || versionNumber !== call.expectedVersion || refusalByState(status) !== null,
      );
      if (!now.ok) return fail(unread(now.failure, "VersionConflictException"));
      const other = await otherThanOpen(services, sent, now.value);
      if (other) return other;
      const { versionNumber } = now.value;
      if (versionNumber !== null && versionNumber === call.expectedVersion)
        return fail({ kind: "not-canceled", because: "refused", error: null, current: now.value });
      // If the actor asked for no version, all that matters is that the device has started.
      if (!holdsVersion && before.status === "QUEUED" && now.value.status === "IN_PROGRESS")
        return fail({ kind: "needs-force", current: now.value });
      return fail({
        kind: "version-conflict",
        expectedVersion: holdsVersion ? call.expectedVersion : null,
        versionNumber,
        current: now.value,
      });
    }
    case "invalid-transition": {
      // It started or it ended; AWS does not say which. Reads are repeated until one shows either.
      const now = await readUntil(
        () => iot.describeExecution(refOf(before), { maxAgeMs: 0, priority }),
        ({ status }) => status !== "QUEUED" && (status !== "IN_PROGRESS" || !call.force),
      );
      if (!now.ok) return fail(unread(now.failure, "InvalidStateTransitionException"));
      const other = await otherThanOpen(services, sent, now.value);
      if (other) return other;
      if (now.value.status === "IN_PROGRESS" && !call.force)
        return fail({ kind: "needs-force", current: now.value });
      return fail({ kind: "not-canceled", because: "refused", error: null, current: now.value });
    }
    case "unconfirmed": {
      const { error } = answer;
      const now = await readUntilCanceled(iot, before, priority);
      if (!now.ok) return fail({ kind: "unknown", silent: "aws", error });
      // Another execution has replaced it, so its outcome can no longer be read. A later attempt of the same
      // execution does tell: AWS starts none after a cancellation.
      const { differs } = compareIdentity(toObserved(before), now.value);
      if (differs.some((member) => member !== "startedAt"))
        return fail({ kind: "unknown", silent: "aws", error });
      const other = await otherThanOpen(services, sent, now.value);
      return other ?? fail({ kind: "not-canceled", because: "aws", error, current: now.value });
    }
    case "too-late":
      return fail({ kind: "too-late" });
    case "unavailable":
      return fail(answer);
    case "not-found":
    case "denied":
    case "credentials":
    case "throttled":
    case "invalid-request": {
      // A proxy may have sent the call twice, and AWS may have refused only the second copy. One read shows it.
      const now = await iot.describeExecution(refOf(before), { maxAgeMs: 0, priority });
      const other = now.ok ? await otherThanOpen(services, sent, now.value) : null;
      return other ?? fail(answer);
    }
  }
}

/**
 * The outcome if the reads after a refusal failed. AWS may have acted on the call and refused a second copy of it, so
 * nobody knows that nothing was canceled.
 */
function unread(failure: AwsFailure, refusal: string): CancelFailure {
  return failure.kind === "not-found" ? failure : { kind: "unknown", silent: "aws", error: refusal };
}

/** The outcome that a read after the call shows. Null: it shows the same execution, still open. */
async function otherThanOpen(
  services: CancelServices,
  sent: Sent,
  now: Execution,
): Promise<Result<Canceled, CancelFailure> | null> {
  const { before, call, sentAt } = sent;
  const observed = toObserved(before);
  const { differs } = compareIdentity(observed, now);
  const end = refusalByState(now.status);
  if (differs.some((member) => member !== "startedAt" || end === null))
    return fail({ kind: "replaced", seen: observed, differs, current: now });
  if (end === null) return null;
  if (end.kind !== "already-canceled") return fail(ended(end, now));

  const attribution = attributeCancellation(before, call, sentAt, now);
  if (attribution === "others") return fail(ended(end, now));
  // Needed even if the details are ours: two cancellations of this console may have sent the same ones.
  if (await findOtherCanceler(services.audit, sent, before, sent.ref.entry)) return fail(ended(end, now));
  return ok({ current: now, confirmed: true, by: attribution });
}

function ended(refusal: CancelRefusal, current: Execution): CancelFailure {
  return { ...refusal, current };
}
