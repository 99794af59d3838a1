import type { AuditLog } from "@/lib/audit/audit-log";
import { attributeCancellation } from "@/lib/domain/attribute-cancellation";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import { type CancelCall, type CancelRefusal, refusalByState } from "@/lib/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/domain/execution";
import { compareIdentity, toObserved } from "@/lib/domain/observed-execution";
import type { AwsFailure, Forbidden } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import type { AwsReceipt, CancelAnswer, IotGateway } from "@/lib/iot/iot-gateway";
import type { Priority } from "@/lib/iot/pacer";
import { findOtherCanceler } from "./find-other-canceler";
import { readUntil, readUntilCanceled } from "./read-until-canceled";
import { type Asked, completeEntry, openEntry, type Recorded } from "./record-cancellation";

export interface CancelServices {
  iot: Pick<IotGateway, "describeExecution" | "cancelExecution" | "acquireCall">;
  audit: Pick<AuditLog, "intend" | "settle" | "record" | "findOfExecution">;
}

/** One cancellation to attempt: of a single execution, or of an item of an operation. `Stop`: why it is held back. */
export interface Attempt<Stop> {
  asked: Asked;
  /** Of the reads before the call. */
  priority: Extract<Priority, "cancel" | "bulk-cancel">;
  /** Of the reads after an answer that tells too little. */
  rereadPriority: Extract<Priority, "cancel" | "reread">;
  /** The rules and the permissions, on an execution as it was just read. */
  decide: (current: Execution) => Result<CancelCall, CancelFailure | Stop>;
  /**
   * What has to hold at the moment of the call, beside what was read: the actor's rights, the fencing token, the state of
   * the operation. Asked before the entry is opened, and again directly before AWS is called. Null: it holds.
   */
  check: () => Promise<Forbidden | Stop | null>;
  /** The actor asked for this very version, so a conflict is theirs to see; else it is repeated. */
  holdsVersion: boolean;
  /** Reads until CANCELED shows. Without it AWS's yes is enough. */
  confirms: boolean;
}

export interface Attempted<Stop> {
  outcome: Result<Canceled, CancelFailure | Stop>;
  /** Null: no entry was opened, since nothing was going to be sent. */
  recorded: Recorded | null;
}

/**
 * What was read may be this old when AWS is called. It bounds the one window that remains: an execution that was replaced
 * between the read and the call by one of the same version (facts 8).
 */
const FRESH_WITHIN_MS = 2_000;

/** Repeats after a conflict that nobody asked for, or after the server was held up. */
const MAX_REPEATS = 3;

/**
 * The one way to cancel an execution: read → decide → wait for the rate limiter → check → open the entry → check → call
 * AWS once → find out what came of it → complete the entry.
 *
 * The entry is opened after the wait and completed whatever happens, also when something unforeseen is thrown. A
 * conflict in the instant between read and call is repeated while identity and status stay what they were, unless the
 * actor asked for the version. Each call of AWS has an entry of its own.
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

/** `before`: what the call was based on; null where none was made. */
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

/** An execution, and when AWS was asked for it: by a clock that also runs while the process is frozen. */
interface FreshRead {
  execution: Execution;
  readAtMs: number;
}

const isTooOld = ({ readAtMs }: FreshRead) => performance.now() - readAtMs > FRESH_WITHIN_MS;
const isOld = ({ readAtMs }: FreshRead) => performance.now() - readAtMs > FRESH_WITHIN_MS / 2;

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
  // The wait may have been long. What is acted on is read again then.
  if (isOld(ready.value.read)) ready = await readAndDecide(services, attempt);
  if (!ready.ok) return nothing(ready.failure);
  const stop = await attempt.check();
  if (stop !== null) return nothing(stop);
  // No entry for a call that would not be sent any more.
  if (isTooOld(ready.value.read)) return nothing({ kind: "too-late" });

  const { read, call } = ready.value;
  const before = read.execution;
  const ref = await openEntry(services.audit, attempt.asked, before, call);
  if (ref === null) return nothing({ kind: "not-recorded" });

  const entry = { ...attempt.asked, ref, before, call, sentAt: new Date() };
  let receipt: AwsReceipt = { requestId: null, errorName: null };
  let outcome: Attempted<Stop>["outcome"];
  try {
    const lastStop = await attempt.check();
    if (lastStop !== null) outcome = fail(lastStop);
    else {
      const sendBefore = read.readAtMs + FRESH_WITHIN_MS;
      const answer = await services.iot.cancelExecution(refOf(before), call, {
        slot: slot.value,
        sendBefore,
      });
      receipt = answer.receipt;
      outcome = answer.ok
        ? ok(await accepted(services, attempt, before))
        : await explain(services, attempt, entry, answer.failure);
    }
  } catch (error) {
    // A bug, or a store that failed in between: AWS may have been asked, and the entry must not stay open.
    const name = error instanceof Error ? error.name : typeof error;
    outcome = fail({ kind: "unknown", silent: "aws", error: name });
    receipt = { ...receipt, errorName: receipt.errorName ?? name };
  }
  const recorded = await completeEntry(services.audit, ref, receipt, outcome, before);
  return { attempted: { outcome, recorded }, before };
}

const refOf = ({ thingName, jobId }: ExecutionRef): ExecutionRef => ({ thingName, jobId });

async function readAndDecide<Stop>(
  { iot }: CancelServices,
  { asked, priority, decide }: Attempt<Stop>,
): Promise<Result<{ read: FreshRead; call: CancelCall }, CancelFailure | Stop>> {
  let readAtMs = performance.now();
  const onSend = () => void (readAtMs = performance.now());
  const answer = await iot.describeExecution(refOf(asked), { maxAgeMs: 0, priority, onSend });
  if (!answer.ok) return answer;
  const decision = decide(answer.value);
  return decision.ok ? ok({ read: { execution: answer.value, readAtMs }, call: decision.value }) : decision;
}

/**
 * AWS accepted it. Its reads may lag behind ("eventually consistent", facts 2.1), so CANCELED is only said once it was
 * read.
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

/** What was sent, when, and on the strength of which read. */
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
      // AWS knows of a change that its reads may not show yet, so they are repeated before that is told.
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
      // The version is ours where nobody asked for one: that the device has started is what matters then.
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
      // It started, or it is over; AWS does not say which. Where a read shows neither yet, it is repeated.
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
      // Of the execution that was meant nobody can tell any more: another one stands in its place. A later attempt of
      // the same one is different: AWS starts none after a cancellation.
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
      // A proxy may have sent the call twice, and AWS may have refused the second copy only. One read tells.
      const now = await iot.describeExecution(refOf(before), { maxAgeMs: 0, priority });
      const other = now.ok ? await otherThanOpen(services, sent, now.value) : null;
      return other ?? fail(answer);
    }
  }
}

/**
 * The reads after a refusal failed. AWS may have refused a second copy of the call after it acted on the first, so that
 * nothing was canceled is more than anyone knows.
 */
function unread(failure: AwsFailure, refusal: string): CancelFailure {
  return failure.kind === "not-found" ? failure : { kind: "unknown", silent: "aws", error: refusal };
}

/** What a read after the call shows, where that is anything but the same execution still open. Null: that is it. */
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
  // Also where the details are ours: two cancellations of this console may have sent the same ones.
  if (await findOtherCanceler(services.audit, sent, before, sent.ref.entry)) return fail(ended(end, now));
  return ok({ current: now, confirmed: true, by: attribution });
}

function ended(refusal: CancelRefusal, current: Execution): CancelFailure {
  return { ...refusal, current };
}
