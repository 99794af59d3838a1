import type { Actor } from "@/lib/core/permissions/actor";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import type { Execution } from "@/lib/core/domain/execution";
import { executionStage } from "@/lib/core/domain/execution-status";
import { type AnswerKind, mayHaveCanceled, toAnswerKind } from "@/lib/core/domain/item-outcome";
import { compareIdentity } from "@/lib/core/domain/observed-execution";
import type { ItemNote } from "@/lib/core/domain/operation";
import { endByRead } from "@/lib/server/executions/complete-open-cancellations";
import { systemFaultOf } from "./circuit-breaker";
import { updateAlreadyCanceled } from "./find-canceler";
import { confirmFault, type ItemResult, resultOfRead } from "./item-result";
import type { ItemInFlight, ItemUpdate } from "./item-store";
import { isUncertain, noteOfRead, notUsedUp, toUpdate, updateBy } from "./item-update";
import { toPlannedItem } from "./planned-item";
import type { RunnerServices } from "./runner-services";
import type { UnfinishedOperation } from "./runner-store";

type Services = Pick<RunnerServices, "fleet" | "audit" | "gatewayOf">;

/** Reads an item that an earlier try may have canceled. Null: the execution is still open. */
export async function readItem(
  services: Services,
  actor: Actor | null,
  operation: UnfinishedOperation,
  item: ItemInFlight,
): Promise<ItemResult | null> {
  const { thingName, jobId } = item;
  const answered = (update: ItemUpdate): ItemResult => ({ ...resultOfRead(update), isAwsAnswering: true });
  const now = await services
    .gatewayOf(actor)
    .describeExecution({ thingName, jobId }, { maxAgeMs: 0, priority: "reread" });
  if (!now.ok) {
    if (now.failure.kind === "not-found") return answered(updateGone(item, "not-found", null));
    const fault = await confirmFault(services, jobId, systemFaultOf(now.failure));
    const update = updateBy(item, "unknown", null, false);
    // An operation that is stopping is not suspended: it has to end, and a later read corrects what is unknown.
    const waits = fault?.isCertain && operation.state !== "stopping";
    return resultOfRead(waits ? notUsedUp(item, update) : update, fault);
  }
  const note = noteOfRead(now.value);
  if (!isSameAsPlanned(operation, item, now.value)) return answered(updateGone(item, "replaced", note));
  if (now.value.status === "CANCELED") return answered(await updateCanceled(services, item, now.value, note));
  return executionStage(now.value.status) === "finished"
    ? answered(updateBy(item, "already-finished", note, false))
    : null;
}

/** An earlier try may have canceled the execution before it was deleted or replaced: then no read can decide. */
function updateGone(item: ItemInFlight, kind: "not-found" | "replaced", note: ItemNote | null): ItemUpdate {
  return isUncertain(item.note)
    ? toUpdate(item, "unknown", { ...item.note, ...note, kind: "unknown" })
    : updateBy(item, kind, note, false);
}

/** Whether this may be the planned execution: compares only what never changes in the life of an execution. */
function isSameAsPlanned(operation: UnfinishedOperation, item: ItemInFlight, now: Execution): boolean {
  const { executionNumber, queuedAt, origin } = toPlannedItem(operation, item).observed;
  return compareIdentity({ ...now, executionNumber, queuedAt, origin }, now).differs.length === 0;
}

/** Ends an item whose execution a read shows canceled, by what the audit log has about it. */
async function updateCanceled(
  services: Services,
  item: ItemInFlight,
  now: Execution,
  note: ItemNote,
): Promise<ItemUpdate> {
  const { audit, fleet } = services;
  const entries = await audit.findOfExecution(fleet.id, { thingName: item.thingName, jobId: item.jobId });
  const entry = entries.find(
    ({ operationId, outcome }) => operationId === item.operationId && mayHaveCanceled(outcome?.kind ?? null),
  );
  const kind = entry
    ? ((await reviseByRead(audit, entry, now)) ?? "unknown")
    : isUncertain(item.note)
      ? "canceled-by-us-or-others"
      : "already-canceled";
  return kind === "already-canceled"
    ? updateAlreadyCanceled(services, item, note)
    : updateBy(item, kind, note, false);
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
