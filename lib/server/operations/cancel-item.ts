import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import { type Canceled, type CancelFailure, otherAccount } from "@/lib/core/domain/cancel-failure";
import type { CancelRequest } from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import type { AnswerKind, HeldBack } from "@/lib/core/domain/item-outcome";
import type { CancelOrder } from "@/lib/core/domain/operation";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { attemptCancellation } from "@/lib/server/executions/attempt-cancellation";
import { decideByRules } from "@/lib/server/executions/cancel-execution";
import { type Asked, canceledKind, recordRefusal } from "@/lib/server/executions/record-cancellation";
import { systemFaultOf } from "./circuit-breaker";
import { updateAlreadyCanceled } from "./find-canceler";
import { confirmFault, type ItemResult, resultOfRead } from "./item-result";
import type { ItemInFlight } from "./item-store";
import { notUsedUp, toNote, toUpdate, updateBy } from "./item-update";
import { compareProgress, type PlannedItem, toPlannedItem } from "./planned-item";
import { readItem } from "./read-item";
import type { RunnerServices } from "./runner-services";
import type { UnfinishedOperation } from "./runner-store";

type Services = Pick<RunnerServices, "fleet" | "audit" | "gatewayOf" | "publishCancellation">;

/** What has to hold when AWS is called. Null: it does. */
export type CheckBeforeCall = () => Promise<Forbidden | HeldBack | null>;

/**
 * The audit log could not be written, before the call or after it. The item stays in flight, and the next run
 * recovers it.
 */
export class NotRecorded extends Error {
  override name = "NotRecorded";
}

/**
 * Cancels one item for the person who requested the operation, by the same `attemptCancellation` as a single
 * cancellation.
 *
 * It is canceled only if it is the execution that the plan saw. If the answer to an earlier try was lost, the
 * execution is read first: the outcome is never assumed.
 *
 * @param actor null: the person has lost a permission that the operation needs, so the item is only read
 * @param check what has to hold when AWS is called: the lease, the operation's state, the person's permissions
 * @throws NotRecorded, and whatever the store throws
 */
export async function cancelItem(
  services: Services,
  actor: Actor | null,
  operation: UnfinishedOperation,
  item: ItemInFlight,
  check: CheckBeforeCall,
): Promise<ItemResult> {
  const stops = operation.state === "stopping" || actor === null;
  if (item.note?.kind === "unknown" || stops) {
    const read = await readItem(services, actor, operation, item);
    if (read) return read;
  }
  // The note stays: if AWS acts on an earlier try later, the item is corrected.
  if (stops) return resultOfRead(toUpdate(item, "stopped", item.note));

  const { outcome, recorded } = await attempt(services, actor, operation, item, check);
  const isLost = recorded !== null && !recorded.written;
  const kind = kindOf(outcome);
  if (isLost || kind === "not-recorded") throw new NotRecorded();
  const note = toNote(kind, outcome);
  const fault = await confirmFault(services, item.jobId, outcome.ok ? null : systemFaultOf(outcome.failure));
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

async function attempt(
  { fleet, audit, gatewayOf, publishCancellation }: Services,
  actor: Actor,
  operation: UnfinishedOperation,
  item: ItemInFlight,
  check: CheckBeforeCall,
) {
  const { order } = operation;
  const planned = toPlannedItem(operation, item);
  const request = toRequest(order, planned);
  const asked: Asked = {
    actor,
    fleetId: fleet.id,
    thingName: item.thingName,
    jobId: item.jobId,
    observed: planned.observed,
    request: {
      ...request,
      evenIfProgressed: order.evenIfProgressed,
      reason: order.reason,
      plannedAt: operation.plannedAt,
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

function toRequest(order: CancelOrder, { observed }: PlannedItem): CancelRequest {
  const isInProgress = observed.status === "IN_PROGRESS";
  return {
    // For a queued item nobody consented to interrupting a device. If it has started, the person has to see that
    // first.
    force: order.force && isInProgress,
    observed,
    expectedVersion: order.evenIfProgressed || !isInProgress ? null : observed.versionNumber,
    statusDetails: order.statusDetails,
    keepDeviceDetails: order.keepDeviceDetails,
  };
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
  if (elsewhere) return fail(elsewhere);
  const subject = { fleetId, thingName };
  const authorized = authorize(actor, "cancel-execution", subject);
  if (!authorized.ok) return authorized;
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
  const forceAuthorized = decision.value.force
    ? authorize(actor, "force-cancel-execution", subject)
    : ok(undefined);
  return forceAuthorized.ok ? decision : forceAuthorized;
}

const kindOf = (outcome: Result<Canceled, CancelFailure | HeldBack>): AnswerKind | "not-recorded" =>
  outcome.ok ? canceledKind(outcome.value) : outcome.failure.kind;
