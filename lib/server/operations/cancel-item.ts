import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { type Canceled, type CancelFailure, otherAccount } from "@/lib/core/domain/cancel-failure";
import type { CancelRequest } from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import {
  type AnswerKind,
  type HeldBack,
  itemOutcomeOf,
  mayHaveCanceled,
  toAnswerKind,
  waitMsAfter,
} from "@/lib/core/domain/item-outcome";
import { compareIdentity } from "@/lib/core/domain/observed-execution";
import type { CancelOrder, ItemNote } from "@/lib/core/domain/operation";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { attemptCancellation } from "@/lib/server/executions/attempt-cancellation";
import { decideByRules } from "@/lib/server/executions/cancel-execution";
import { isKnownToHaveCanceled } from "@/lib/server/executions/find-other-canceler";
import { isOfExecution } from "@/lib/server/executions/recorded-cancellation";
import { type Asked, canceledKind, recordRefusal } from "@/lib/server/executions/record-cancellation";
import { endByRead } from "@/lib/server/executions/complete-open-cancellations";
import { systemFaultOf, type SystemFault } from "./circuit-breaker";
import { toOrder } from "./operation-rows";
import { compareProgress, type PlannedItem, toPlannedItem } from "./planned-item";
import type { RunnerServices } from "./runner-services";
import type { ItemInFlight, RunningOperation, ItemUpdate } from "./runner-store";

type Services = Pick<RunnerServices, "fleet" | "audit" | "gatewayOf" | "publishCancellation">;

/**
 * The audit log could not be written, before the call or after it. The item stays in flight, and the next run
 * recovers it.
 */
export class NotRecorded extends Error {
  override name = "NotRecorded";
}

/** What came of one try of an item. */
export interface ItemResult {
  update: ItemUpdate;
  /** A fault that is not about the item. If it is certain, the try does not count. Null: there was none. */
  fault: SystemFault | null;
  /** AWS itself answered, whatever it said: it is reachable and accepts our calls. */
  isAwsAnswering: boolean;
  /** AWS accepted it after another instance had completed the entry with another outcome: the item is corrected. */
  contradicts: boolean;
}

/**
 * Cancels one item for the person who asked, by the same `attemptCancellation` as a single cancellation.
 *
 * It is canceled only if it is the execution that the plan saw. If the answer to an earlier try was lost, the
 * execution is read first: the outcome is never assumed.
 *
 * @param actor null: the person has lost the right, so the item is only read
 * @param check what has to hold when AWS is called: the fencing token, the operation's state, the person's rights
 * @throws NotRecorded, and whatever the store throws
 */
export async function cancelItem(
  services: Services,
  actor: Actor | null,
  operation: RunningOperation,
  item: ItemInFlight,
  check: () => Promise<Forbidden | HeldBack | null>,
): Promise<ItemResult> {
  const stops = operation.state === "stopping" || actor === null;
  if (noteOf(item)?.kind === "unknown" || stops) {
    const read = await readItem(services, actor, operation, item);
    if (read) return read;
  }
  // The note is kept: if AWS acts on an earlier try later, the item is corrected.
  if (stops) return result(toUpdate(item, "stopped", noteOf(item)));
  const { outcome, recorded } = await attempt(services, actor, operation, item, check);
  const isLost = recorded !== null && !recorded.written;
  const kind = kindOf(outcome);
  if (isLost || kind === "not-recorded") throw new NotRecorded();
  const note = toNote(kind, outcome);
  const fault = await confirmFault(services, item, outcome.ok ? null : systemFaultOf(outcome.failure));
  const update =
    kind === "already-canceled"
      ? await updateAlreadyCanceled(services, item, note)
      : updateBy(item, kind, note, false);
  const wasHeldUp = kind === "held-back" || kind === "too-late";
  return {
    // What is not about the item does not count as a try of it. `too-late` does count: with a store that is always
    // too slow, the item would be retried forever.
    update: fault?.isCertain || kind === "held-back" ? notUsedUp(item, update) : update,
    fault,
    // Throttled without an entry means that our own rate limiter refused, and the call never left.
    isAwsAnswering:
      fault === null && !wasHeldUp && kind !== "forbidden" && (kind !== "throttled" || recorded !== null),
    contradicts: recorded?.contradicts ?? false,
  };
}

/**
 * Checks whether a fault that may be about one item is about all of them: it is if AWS has no answer to an unrelated
 * read either.
 */
async function confirmFault(
  { gatewayOf }: Services,
  item: ItemInFlight,
  fault: SystemFault | null,
): Promise<SystemFault | null> {
  if (fault === null || fault.isCertain) return fault;
  const other = await gatewayOf(null).describeJob(item.job_id, { priority: "reread" });
  return other.ok || systemFaultOf(other.failure) === null ? fault : { ...fault, isCertain: true };
}

const result = (update: ItemUpdate, fault: SystemFault | null = null): ItemResult => ({
  update,
  fault,
  isAwsAnswering: false,
  contradicts: false,
});

async function attempt(
  { fleet, audit, gatewayOf, publishCancellation }: Services,
  actor: Actor,
  operation: RunningOperation,
  item: ItemInFlight,
  check: () => Promise<Forbidden | HeldBack | null>,
) {
  const order = toOrder(operation.order);
  const planned = toPlannedItem(operation, item);
  const { observed } = planned;
  const { thing_name: thingName, job_id: jobId } = item;
  const request: CancelRequest = {
    // For a queued item nobody consented to interrupting a device. If it has started, the person has to see that
    // first.
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
  if (outcome.ok) void publishCancellation?.(outcome);
  else if (outcome.failure.kind !== "held-back") void publishCancellation?.(fail(outcome.failure));
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
  const may = authorize(actor, "cancel-execution", subject);
  if (!may.ok) return may;
  const decision = decideByRules(current, request);
  if (!decision.ok) return decision;
  const progress =
    decision.value.force && !order.evenIfProgressed ? compareProgress(planned, current) : "same";
  if (progress === "not-comparable") return fail({ kind: "not-comparable", missing: "progress", current });
  if (progress === "reported")
    return fail({
      kind: "version-conflict",
      expectedVersion: planned.observed.versionNumber,
      versionNumber: current.versionNumber,
      current,
    });
  const canForce = decision.value.force ? authorize(actor, "force-cancel-execution", subject) : ok(undefined);
  return canForce.ok ? decision : canForce;
}

/** Settles an item that was found canceled. If another operation canceled it, the note names that operation. */
export async function updateAlreadyCanceled(
  services: Pick<Services, "fleet" | "audit">,
  item: ItemInFlight,
  note: ItemNote | null,
): Promise<ItemUpdate> {
  const { wasOurs, operationId } = await findCanceler(services, item);
  const kind = "already-canceled";
  return updateBy(item, kind, { ...note, kind, ...(operationId !== null && { operationId }) }, wasOurs);
}

/** Reads an item that an earlier try may have canceled. Null: it is still open. */
async function readItem(
  services: Services,
  actor: Actor | null,
  operation: RunningOperation,
  item: ItemInFlight,
): Promise<ItemResult | null> {
  const { audit, gatewayOf } = services;
  const ref = { thingName: item.thing_name, jobId: item.job_id };
  const answered = (update: ItemUpdate): ItemResult => ({ ...result(update), isAwsAnswering: true });
  // An earlier try may have canceled it before it was deleted or replaced, and no read can tell any more.
  const mayBeDone = ["unknown", "not-canceled"].includes(noteOf(item)?.kind ?? "");
  const updateGone = (kind: "not-found" | "replaced", note: ItemNote | null) =>
    mayBeDone
      ? toUpdate(item, "unknown", { ...noteOf(item), ...note, kind: "unknown" })
      : updateBy(item, kind, note, false);
  const now = await gatewayOf(actor).describeExecution(ref, { maxAgeMs: 0, priority: "reread" });
  if (!now.ok) {
    if (now.failure.kind === "not-found") return answered(updateGone("not-found", null));
    const fault = await confirmFault(services, item, systemFaultOf(now.failure));
    const update = updateBy(item, "unknown", null, false);
    // An operation that is stopping is not suspended: it has to end, and a later read corrects what is unknown.
    const waits = fault?.isCertain && operation.state !== "stopping";
    return result(waits ? notUsedUp(item, update) : update, fault);
  }
  const note = noteOfRead(now.value);
  if (!isSameAsPlanned(operation, item, now.value)) return answered(updateGone("replaced", note));
  if (now.value.status !== "CANCELED")
    return executionStage(now.value.status) === "finished"
      ? answered(updateBy(item, "already-finished", note, false))
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
  if (kind === "already-canceled") return answered(await updateAlreadyCanceled(services, item, note));
  return answered(updateBy(item, kind, note, false));
}

/** Whether this may be the planned execution: compares only what never changes in the life of an execution. */
function isSameAsPlanned(operation: RunningOperation, item: ItemInFlight, now: Execution): boolean {
  const { executionNumber, queuedAt, origin } = toPlannedItem(operation, item).observed;
  return compareIdentity({ ...now, executionNumber, queuedAt, origin }, now).differs.length === 0;
}

/**
 * Completes or revises the entry of a cancellation whose answer was lost, now that a read shows the execution
 * canceled. Null: the read says nothing about that cancellation.
 */
async function reviseByRead(
  audit: RunnerServices["audit"],
  entry: AuditEntry,
  now: Execution,
): Promise<AnswerKind | null> {
  const end = await endByRead(audit, entry, now);
  if (end === null) return null;
  const ref = { entry: entry.entry, intent: entry };
  if (entry.outcome === null) await audit.complete(ref, end);
  else if (entry.outcome.kind !== end.kind) await audit.revise(ref, end);
  return toAnswerKind(end.kind);
}

/**
 * Finds in the audit log who canceled an execution that was found canceled. Every entry is opened before AWS is
 * called, so the log has the one that came first.
 */
async function findCanceler(
  { fleet, audit }: Pick<Services, "fleet" | "audit">,
  item: Pick<ItemInFlight, "operation_id" | "thing_name" | "job_id" | "execution_number" | "queued_at">,
): Promise<{ wasOurs: boolean; operationId: string | null }> {
  const entries = await audit.findOfExecution(fleet.id, { thingName: item.thing_name, jobId: item.job_id });
  const those = entries.filter(
    (entry) =>
      mayHaveCanceled(entry.outcome?.kind ?? null) &&
      isOfExecution(entry, { executionNumber: item.execution_number, queuedAt: item.queued_at }),
  );
  // A cancellation that AWS accepted outweighs an uncertain one.
  const known = those.find(isKnownToHaveCanceled);
  if (known !== undefined) {
    const isOwn = known.operationId === item.operation_id;
    return { wasOurs: isOwn, operationId: isOwn ? null : known.operationId };
  }
  const wasOurs = those.some(({ operationId }) => operationId === item.operation_id);
  const other = those.find(({ operationId }) => operationId !== item.operation_id);
  return { wasOurs, operationId: wasOurs ? null : (other?.operationId ?? null) };
}

/** What an answer makes of an item: a final outcome, or another try. */
export function updateBy(
  item: ItemInFlight,
  kind: AnswerKind,
  note: ItemNote | null,
  wasOurs: boolean,
): ItemUpdate {
  const outcome = itemOutcomeOf(kind, { tries: item.tries, wasOurs });
  return toUpdate(item, outcome, { ...note, kind });
}

function toUpdate(item: ItemInFlight, outcome: ItemUpdate["outcome"], note: ItemNote | null): ItemUpdate {
  const { operation_id: operationId, seq, tries } = item;
  return { operationId, seq, outcome, note, tries, waitMs: outcome === null ? waitMsAfter(tries) : 0 };
}

/** Puts an item back as if it had not been claimed, except for what is now known about it. */
export function notUsedUp(item: ItemInFlight, { note }: ItemUpdate): ItemUpdate {
  // A lost answer stays uncertain until a read resolves it. That nothing was sent is no news about the item.
  const kept = note?.kind === "unknown" || note?.kind === "not-canceled" ? note : noteOf(item);
  return { ...toUpdate(item, null, kept), tries: Math.max(0, item.tries - 1), waitMs: waitMsAfter(1) };
}

const kindOf = (outcome: Result<Canceled, CancelFailure | HeldBack>): AnswerKind | "not-recorded" =>
  outcome.ok ? canceledKind(outcome.value) : outcome.failure.kind;

const noteOf = ({ note }: ItemInFlight): ItemNote | null =>
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
  if (failure.kind === "not-comparable")
    return { ...noteOfRead(failure.current), missing: failure.missing, kind };
  if ("current" in failure) return { ...noteOfRead(failure.current), ...error, kind };
  if ("error" in failure) return { kind, ...error };
  if ("action" in failure) return { kind, error: failure.action };
  return "api" in failure ? { kind, error: failure.api } : { kind };
}
