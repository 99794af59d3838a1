import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import type { HeldBack } from "@/lib/core/domain/item-outcome";
import { isPast, type Moment } from "@/lib/core/domain/moment";
import { compareIdentity, toObserved } from "@/lib/core/domain/observed-execution";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { CancelAnswer, IotGateway } from "@/lib/server/iot/iot-gateway";
import type { Priority } from "@/lib/server/iot/priority";
import { cancelOnRecord, type Recorded } from "./audited-cancellation";
import { explainAnswer, type SentFailure } from "./explain-answer";
import { freshUntil, readAndAcquire, readFresh } from "./fresh-read";
import { readUntilCanceled } from "./read-until-canceled";
import { type Asked, factsOf, toIntent } from "./record-cancellation";

export interface CancelServices {
  iot: Pick<IotGateway, "describeExecution" | "cancelExecution" | "acquireCall">;
  audit: Pick<AuditLog, "open" | "complete" | "record" | "findOfExecution">;
}

/**
 * One cancellation to attempt. An item of an operation may be held back, for a reason of type `Held`. For a single
 * cancellation, `Held` is `never`.
 */
export interface Attempt<Held extends HeldBack> {
  asked: Asked;
  /** Priority of the reads before the call. */
  priority: Extract<Priority, "cancel" | "bulk-cancel">;
  /** Priority of the reads after the call. */
  rereadPriority: Extract<Priority, "cancel" | "reread">;
  /** Applies the rules and the permissions to an execution that was just read. */
  decide: (current: Execution) => Result<CancelCall, CancelFailure>;
  /**
   * Checks what must hold at the moment of the call beyond what was read: the actor's permissions, the fencing token,
   * the state of the operation. Runs before the entry is opened and again directly before AWS is called. Null: all of
   * it holds.
   */
  check: () => Promise<Forbidden | Held | null>;
  /** The actor asked for exactly this version, so they get to see a conflict. Otherwise the attempt is repeated. */
  holdsVersion: boolean;
  /** Reads until CANCELED shows. If false, it is enough that AWS accepts the call. */
  confirms: boolean;
}

export interface Attempted<Held extends HeldBack> {
  outcome: Result<Canceled, CancelFailure | Held>;
  /** Null: no entry was opened, so nothing was sent. */
  recorded: Recorded | null;
}

/**
 * Attempts are repeated after a conflict of a version that the actor did not ask for, or if the read became too old.
 */
const MAX_REPEATS = 3;

/**
 * The one way to cancel an execution: read → decide → wait for the rate limiter → check → open the entry → check → call
 * AWS once → determine the outcome → complete the entry.
 *
 * The entry is opened after the wait and completed whatever happens, even if something unexpected is thrown. After a
 * conflict between read and call the attempt is repeated while identity and status are unchanged, unless the actor
 * asked for the version. It is also repeated if the server stalled, so that the read became too old for the call. Each
 * call to AWS has its own entry.
 *
 * @throws when the store cannot be read before an entry is opened
 */
export async function attemptCancellation<Held extends HeldBack>(
  services: CancelServices,
  attempt: Attempt<Held>,
): Promise<Attempted<Held>> {
  for (let repeats = 0; ; repeats++) {
    const { attempted, before } = await tryOnce(services, attempt);
    if (repeats === MAX_REPEATS || !isWorthRepeating(attempted, before, attempt.holdsVersion))
      return attempted;
  }
}

/** `before`: the read that the call was based on. Null: no call was made. */
type Tried<Held extends HeldBack> = { attempted: Attempted<Held>; before: Execution | null };

function isWorthRepeating(
  { outcome, recorded }: Attempted<HeldBack>,
  before: Execution | null,
  holdsVersion: boolean,
): boolean {
  if (outcome.ok || recorded?.written === false) return false;
  const { failure } = outcome;
  if (failure.kind === "too-late") return true;
  if (before === null || recorded === null) return false;
  return failure.kind === "version-conflict" && !holdsVersion && failure.current.status === before.status;
}

async function tryOnce<Held extends HeldBack>(
  services: CancelServices,
  attempt: Attempt<Held>,
): Promise<Tried<Held>> {
  const { iot, audit } = services;
  const { asked, check, holdsVersion, rereadPriority: priority } = attempt;
  const nothing = (failure: CancelFailure | Held): Tried<Held> => ({
    attempted: { outcome: fail(failure), recorded: null },
    before: null,
  });
  const acquired = await readAndAcquire(
    () => readAndDecide(iot, attempt),
    () => iot.acquireCall("CancelJobExecution"),
  );
  if (!acquired.ok) return nothing(acquired.failure);
  const { ready, slot } = acquired.value;
  const stop = await check();
  if (stop !== null) return nothing(stop);
  // The call would not be sent any more, so no entry is opened for it.
  if (isPast(freshUntil(ready))) return nothing({ kind: "too-late" });

  const { execution: before, call } = ready;
  const attempted = await cancelOnRecord<Execution, SentFailure | Held, CancelAnswer>(audit, {
    intent: toIntent(asked, before, call),
    before,
    factsOf,
    check,
    send: () => iot.cancelExecution(refOf(before), call, { slot, sendBefore: freshUntil(ready) }),
    confirm: () => confirm(iot, attempt, before),
    explain: (answer, sent) =>
      explainAnswer(
        services,
        { ...sent, fleetId: asked.fleetId, before, call, holdsVersion, priority },
        answer,
      ),
  });
  return attempted === null ? nothing({ kind: "not-recorded" }) : { attempted, before };
}

const refOf = ({ thingName, jobId }: ExecutionRef): ExecutionRef => ({ thingName, jobId });

/** An execution that may be canceled, by this call. */
interface Ready {
  execution: Execution;
  readAt: Moment;
  call: CancelCall;
}

async function readAndDecide(
  iot: CancelServices["iot"],
  { asked, priority, decide }: Pick<Attempt<never>, "asked" | "priority" | "decide">,
): Promise<Result<Ready, CancelFailure>> {
  const read = await readFresh((onSend) =>
    iot.describeExecution(refOf(asked), { maxAgeMs: 0, priority, onSend }),
  );
  if (!read.ok) return read;
  const { value: execution, readAt } = read.value;
  const decision = decide(execution);
  return decision.ok ? ok({ execution, readAt, call: decision.value }) : decision;
}

/**
 * AWS accepted it. Its reads may lag behind ("eventually consistent", facts 2.1), so only a read that shows CANCELED
 * confirms it.
 */
async function confirm(
  iot: CancelServices["iot"],
  { confirms, rereadPriority: priority }: Pick<Attempt<never>, "confirms" | "rereadPriority">,
  before: Execution,
): Promise<Canceled> {
  const after = confirms ? await readUntilCanceled(iot, before, priority) : null;
  const current = after?.ok && isSameExecution(before, after.value) ? after.value : before;
  return { current, confirmed: current.status === "CANCELED", by: "us" };
}

const isSameExecution = (before: Execution, now: Execution) =>
  compareIdentity(toObserved(before), now).differs.length === 0;
