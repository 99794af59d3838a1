import type { Actor } from "@/lib/auth/actor";
import { requireMay } from "@/lib/auth/may";
import type { AuditEntry } from "@/lib/domain/audit-entry";
import { type Canceled, type CancelFailure, otherAccount } from "@/lib/domain/cancel-failure";
import type { CancelRequest } from "@/lib/domain/decide-cancellation";
import type { Execution } from "@/lib/domain/execution";
import { executionStage } from "@/lib/domain/execution-status";
import {
  type AnswerKind,
  type HeldBack,
  itemOutcomeOf,
  mayHaveCanceled,
  toAnswerKind,
  waitMsAfter,
} from "@/lib/domain/item-outcome";
import { compareIdentity } from "@/lib/domain/observed-execution";
import type { CancelOrder, ItemNote } from "@/lib/domain/operation";
import type { Forbidden } from "@/lib/domain/read-failure";
import { ok, type Result } from "@/lib/domain/result";
import { attemptCancellation } from "@/lib/executions/attempt-cancellation";
import { decideByRules } from "@/lib/executions/cancel-execution";
import { isKnownToHaveCanceled } from "@/lib/executions/find-other-canceler";
import { isOfExecution } from "@/lib/executions/recorded-cancellation";
import { type Asked, canceledKind, recordRefusal } from "@/lib/executions/record-cancellation";
import { endByRead } from "@/lib/executions/settle-open-cancellations";
import { systemFaultOf, type SystemFault } from "./circuit-breaker";
import { toOrder } from "./operation-rows";
import { type PlannedItem, progressedSincePlanned, toObservedItem } from "./planned-item";
import type { RunnerServices } from "./runner-services";
import type { ItemInHand, RunningOperation, Settling } from "./runner-store";

type Services = Pick<RunnerServices, "fleet" | "audit" | "gatewayOf" | "tellCancellation">;

/** The audit log could not be written, before the call or after it: the item stays in flight, and the next run finds out. */
export class NotRecorded extends Error {
  override name = "NotRecorded";
}

/** What came of one try of an item. */
export interface ItemResult {
  settling: Settling;
  /** Nothing that is about the item: it is not used up, and the operation waits until it is over. */
  fault: SystemFault | null;
  /** AWS gave an answer of its own, whatever it was: it is there, and takes our calls. */
  wasJudged: boolean;
  /** AWS accepted it after another instance had completed the entry otherwise: the item is corrected. */
  contradicts: boolean;
}

/**
 * Does one item, by the same `attemptCancellation` as a single cancellation, for the person who asked.
 *
 * It is canceled only if it is the execution that the plan saw. Where an earlier try may have done it and nobody could
 * tell, it is read first: an answer that was lost is found out, never assumed.
 *
 * @param actor null: they may not any more, so it is only read
 * @param check what has to hold when AWS is called: the fencing token, the operation's state, the person's rights
 * @throws NotRecorded, and where the store fails
 */
export async function cancelItem(
  services: Services,
  actor: Actor | null,
  operation: RunningOperation,
  item: ItemInHand,
  check: () => Promise<Forbidden | HeldBack | null>,
): Promise<ItemResult> {
  const stops = operation.state === "stopping" || actor === null;
  if (noteOf(item)?.kind === "unknown" || stops) {
    const read = await readItem(services, actor, operation, item);
    if (read) return read;
  }
  // The note stays: where AWS acts on an earlier try later, the item is corrected.
  if (stops) return result(settle(item, "stopped", noteOf(item)));
  const { outcome, recorded } = await attempt(services, actor, operation, item, check);
  const isLost = recorded !== null && !recorded.written;
  if (isLost || (!outcome.ok && outcome.failure.kind === "not-recorded")) throw new NotRecorded();
  const kind = kindOf(outcome);
  const note = toNote(kind, outcome);
  const fault = await confirmFault(services, item, outcome.ok ? null : systemFaultOf(outcome.failure));
  const settling =
    kind === "already-canceled"
      ? await settleAlreadyCanceled(services, item, note)
      : settleBy(item, kind, note, false);
  const wasHeldUp = kind === "held-back" || kind === "too-late";
  return {
    // Nothing that is not about the item counts as a try of it. `too-late` does: a store that is always too slow would
    // else be tried for ever.
    settling: fault?.isCertain || kind === "held-back" ? notUsedUp(item, settling) : settling,
    fault,
    // Throttled without an entry, the call never left: it was our own rate limiter that had no room.
    wasJudged:
      fault === null && !wasHeldUp && kind !== "forbidden" && (kind !== "throttled" || recorded !== null),
    contradicts: recorded?.contradicts ?? false,
  };
}

/**
 * Whether a fault that may be about the item is about all: AWS is asked for something else, and has no answer for that
 * either.
 */
async function confirmFault(
  { gatewayOf }: Services,
  item: ItemInHand,
  fault: SystemFault | null,
): Promise<SystemFault | null> {
  if (fault === null || fault.isCertain) return fault;
  const other = await gatewayOf(null).describeJob(item.job_id, { priority: "reread" });
  return other.ok || systemFaultOf(other.failure) === null ? fault : { ...fault, isCertain: true };
}

const result = (settling: Settling, fault: SystemFault | null = null): ItemResult => ({
  settling,
  fault,
  wasJudged: false,
  contradicts: false,
});

async function attempt(
  { fleet, audit, gatewayOf, tellCancellation }: Services,
  actor: Actor,
  operation: RunningOperation,
  item: ItemInHand,
  check: () => Promise<Forbidden | HeldBack | null>,
) {
  const order = toOrder(operation.order);
  const planned = toObservedItem(operation, item);
  const { observed } = planned;
  const { thing_name: thingName, job_id: jobId } = item;
  const request: CancelRequest = {
    // Of a queued one nobody consented to interrupt a device: that it has started is for the person to see.
    force: order.force && observed.status === "IN_PROGRESS",
    observed,
    expectedVersion:
      order.evenIfProgressed || observed.status !== "IN_PROGRESS" ? null : observed.versionNumber,
    statusDetails: order.statusDetails,
    keepDeviceDetails: order.keepDeviceDetails,
  };
  const asked: Asked = {
    actor,
    fleetId: fleet.id,
    thingName,
    jobId,
    observed,
    request: {
      ...request,
      evenIfProgressed: order.evenIfProgressed,
      reason: order.reason,
      plannedAt: operation.planned_at,
    },
    operationId: operation.id,
  };
  const attempted = await attemptCancellation<HeldBack>(
    { iot: gatewayOf(actor), audit },
    {
      asked,
      priority: "bulk-cancel",
      rereadPriority: "reread",
      holdsVersion: request.expectedVersion !== null,
      confirms: false,
      decide: (current) => decideItem(actor, asked, planned, order, request, current),
      check,
    },
  );
  const { outcome, recorded } = attempted;
  if (!outcome.ok && outcome.failure.kind === "forbidden" && recorded === null)
    await recordRefusal(audit, asked, outcome.failure);
  if (outcome.ok || outcome.failure.kind !== "held-back")
    void tellCancellation?.(outcome as Result<Canceled, CancelFailure>);
  return attempted;
}

function decideItem(
  actor: Actor,
  { fleetId, thingName }: Asked,
  planned: PlannedItem,
  order: CancelOrder,
  request: CancelRequest,
  current: Execution,
): ReturnType<typeof decideByRules> {
  const elsewhere = otherAccount(planned.observed.origin?.account ?? null, current.origin);
  if (elsewhere) return { ok: false, failure: elsewhere };
  const subject = { fleetId, thingName };
  const may = requireMay(actor, "cancel-execution", subject);
  if (!may.ok) return may;
  const decision = decideByRules(current, request);
  if (!decision.ok) return decision;
  if (decision.value.force && !order.evenIfProgressed && progressedSincePlanned(planned, current))
    return {
      ok: false,
      failure: {
        kind: "version-conflict",
        expectedVersion: planned.observed.versionNumber,
        versionNumber: current.versionNumber,
        current,
      },
    };
  const mayForce = decision.value.force
    ? requireMay(actor, "force-cancel-execution", subject)
    : ok(undefined);
  return mayForce.ok ? decision : mayForce;
}

/** Found canceled: by this operation, or by another, which is named. */
export async function settleAlreadyCanceled(
  services: Pick<Services, "fleet" | "audit">,
  item: ItemInHand,
  note: ItemNote | null,
): Promise<Settling> {
  const { wasOurs, operationId } = await findCanceler(services, item);
  const kind = "already-canceled";
  return settleBy(item, kind, { ...note, kind, ...(operationId !== null && { operationId }) }, wasOurs);
}

/** What a read tells of an item that an earlier try may have canceled. Null: it is open still. */
async function readItem(
  services: Services,
  actor: Actor | null,
  operation: RunningOperation,
  item: ItemInHand,
): Promise<ItemResult | null> {
  const { audit, gatewayOf } = services;
  const ref = { thingName: item.thing_name, jobId: item.job_id };
  const judged = (settling: Settling): ItemResult => ({ ...result(settling), wasJudged: true });
  // An earlier try may have canceled it before it was deleted or replaced, and nobody can tell any more.
  const mayBeDone = ["unknown", "not-canceled"].includes(noteOf(item)?.kind ?? "");
  const settleGone = (kind: "not-found" | "replaced", note: ItemNote | null) =>
    mayBeDone
      ? settle(item, "unknown", { ...noteOf(item), ...note, kind: "unknown" })
      : settleBy(item, kind, note, false);
  const now = await gatewayOf(actor).describeExecution(ref, { maxAgeMs: 0, priority: "reread" });
  if (!now.ok) {
    if (now.failure.kind === "not-found") return judged(settleGone("not-found", null));
    const fault = await confirmFault(services, item, systemFaultOf(now.failure));
    const settling = settleBy(item, "unknown", null, false);
    // One that stops is not suspended: it has to end, and a later read corrects what is unknown then.
    const waits = fault?.isCertain && operation.state !== "stopping";
    return result(waits ? notUsedUp(item, settling) : settling, fault);
  }
  const note = noteOfRead(now.value);
  if (!isSameAsPlanned(operation, item, now.value)) return judged(settleGone("replaced", note));
  if (now.value.status !== "CANCELED")
    return executionStage(now.value.status) === "finished"
      ? judged(settleBy(item, "already-finished", note, false))
      : null;
  const entries = await audit.findOfExecution(services.fleet.id, ref);
  const entry = entries.find(
    ({ operationId, outcome }) => operationId === item.operation_id && mayHaveCanceled(outcome?.kind ?? null),
  );
  const kind = entry
    ? ((await reviseByRead(audit, entry, now.value)) ?? "unknown")
    : mayBeDone
      ? "canceled-by-us-or-others"
      : "already-canceled";
  if (kind === "already-canceled") return judged(await settleAlreadyCanceled(services, item, note));
  return judged(settleBy(item, kind, note, false));
}

/** Whether it may be what was planned: compares what does not change while an execution lives. */
function isSameAsPlanned(operation: RunningOperation, item: ItemInHand, now: Execution): boolean {
  const { executionNumber, queuedAt, origin } = toObservedItem(operation, item).observed;
  return compareIdentity({ ...now, executionNumber, queuedAt, origin }, now).differs.length === 0;
}

/**
 * An answer was lost, and a later read tells that the execution is canceled: the entry says by whom from now on, as far
 * as that can be told. Null: the read tells nothing of that cancellation.
 */
async function reviseByRead(
  audit: RunnerServices["audit"],
  entry: AuditEntry,
  now: Execution,
): Promise<AnswerKind | null> {
  const end = await endByRead(audit, entry, now);
  if (end === null) return null;
  const ref = { entry: entry.entry, intent: entry };
  if (entry.outcome === null) await audit.settle(ref, end);
  else if (entry.outcome.kind !== end.kind) await audit.revise(ref, end);
  return toAnswerKind(end.kind);
}

/**
 * Who canceled an execution that was found canceled, by the audit log: each entry is opened before AWS is asked, so
 * whoever was quicker stands there.
 */
async function findCanceler(
  { fleet, audit }: Pick<Services, "fleet" | "audit">,
  item: Pick<ItemInHand, "operation_id" | "thing_name" | "job_id" | "execution_number" | "queued_at">,
): Promise<{ wasOurs: boolean; operationId: string | null }> {
  const entries = await audit.findOfExecution(fleet.id, { thingName: item.thing_name, jobId: item.job_id });
  const those = entries.filter(
    (entry) =>
      mayHaveCanceled(entry.outcome?.kind ?? null) &&
      isOfExecution(entry, { executionNumber: item.execution_number, queuedAt: item.queued_at }),
  );
  // What AWS accepted outweighs what nobody could tell.
  const known = those.find(isKnownToHaveCanceled);
  if (known !== undefined) {
    const isOwn = known.operationId === item.operation_id;
    return { wasOurs: isOwn, operationId: isOwn ? null : known.operationId };
  }
  const wasOurs = those.some(({ operationId }) => operationId === item.operation_id);
  const other = those.find(({ operationId }) => operationId !== item.operation_id);
  return { wasOurs, operationId: wasOurs ? null : (other?.operationId ?? null) };
}

/** An item as it stands by an answer: for good, or to be tried again. */
export function settleBy(
  item: ItemInHand,
  kind: AnswerKind,
  note: ItemNote | null,
  wasOurs: boolean,
): Settling {
  const outcome = itemOutcomeOf(kind, { tries: item.tries, wasOurs });
  return settle(item, outcome, { ...note, kind });
}

function settle(item: ItemInHand, outcome: Settling["outcome"], note: ItemNote | null): Settling {
  const { operation_id: operationId, seq, tries } = item;
  return { operationId, seq, outcome, note, tries, waitMs: outcome === null ? waitMsAfter(tries) : 0 };
}

/** As if it had not been claimed, but for what is known of it now. */
export function notUsedUp(item: ItemInHand, { note }: Settling): Settling {
  // An answer that was lost stays in doubt until a read has told; that nothing was sent is no news of the item.
  const kept = note?.kind === "unknown" || note?.kind === "not-canceled" ? note : noteOf(item);
  return { ...settle(item, null, kept), tries: Math.max(0, item.tries - 1), waitMs: waitMsAfter(1) };
}

const kindOf = (outcome: Result<Canceled, { kind: string }>): AnswerKind => {
  if (outcome.ok) return canceledKind(outcome.value);
  return outcome.failure.kind as AnswerKind; // not-recorded was thrown
};

const noteOf = ({ note }: ItemInHand): ItemNote | null =>
  note === null ? null : (JSON.parse(note) as ItemNote);

const noteOfRead = ({ status, versionNumber, queuedAt }: Execution): ItemNote => ({
  kind: "",
  status,
  versionNumber,
  queuedAt: queuedAt?.toISOString() ?? null,
});

function toNote(kind: AnswerKind, outcome: Result<Canceled, CancelFailure | HeldBack>): ItemNote {
  if (outcome.ok) return { kind };
  const { failure } = outcome;
  const error = "error" in failure && failure.error !== null ? { error: failure.error } : {};
  if (failure.kind === "version-conflict")
    return { ...noteOfRead(failure.current), statusDetails: failure.current.statusDetails, kind };
  if ("current" in failure) return { ...noteOfRead(failure.current), ...error, kind };
  if ("error" in failure) return { kind, ...error };
  if ("action" in failure) return { kind, error: failure.action };
  return "api" in failure ? { kind, error: failure.api } : { kind };
}
