import type { Actor } from "@/lib/auth/actor";
import type { AuditEntry } from "@/lib/domain/audit-entry";
import type { Canceled, CancelFailure } from "@/lib/domain/cancel-failure";
import type { Execution } from "@/lib/domain/execution";
import { executionStage } from "@/lib/domain/execution-status";
import { type AnswerKind, itemOutcomeOf, mayHaveCanceled, waitMsAfter } from "@/lib/domain/item-outcome";
import type { CancelOrder, ItemNote } from "@/lib/domain/operation";
import type { Result } from "@/lib/domain/result";
import { cancelExecution } from "@/lib/executions/cancel-execution";
import type { RunnerServices } from "./runner-services";
import type { ItemInHand, RunningOperation, Settling } from "./runner-store";

type Services = Pick<RunnerServices, "fleet" | "audit" | "gatewayOf" | "tellCancellation">;

/** The ledger could not be written, before the call or after it: the item stays in hand, and the next run finds out. */
export class NotRecorded extends Error {
  override name = "NotRecorded";
}

/**
 * Does one item: the same `cancelExecution` as for a single one, for the person who asked.
 *
 * Where an earlier try may have done it and nobody could tell, it is read first: an answer that was lost is found out,
 * never assumed.
 *
 * @param actor null: they may not any more, so it is only read
 * @throws NotRecorded, and where the store fails
 */
export async function cancelItem(
  services: Services,
  actor: Actor | null,
  operation: RunningOperation,
  item: ItemInHand,
): Promise<Settling> {
  const isDoubtful = noteOf(item)?.kind === "unknown";
  const stops = operation.state === "stopping" || actor === null;
  if (isDoubtful || stops) {
    const settling = await readItem(services, actor, item, isDoubtful);
    if (settling) return settling;
    if (stops) return settle(item, "stopped", null);
  }
  const ledger = watchSettling(services.audit);
  const result = await cancel({ ...services, audit: ledger.audit }, actor, operation, item);
  if (ledger.hasFailed() || (!result.ok && result.failure.kind === "not-recorded")) throw new NotRecorded();
  const kind = kindOf(result);
  const note = toNote(kind, result);
  return kind === "already-canceled"
    ? settleAlreadyCanceled(services, item, note)
    : settleBy(item, kind, note, false);
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

/**
 * The ledger, and whether an outcome could not be written. To a person that changes nothing, as AWS has acted; an item
 * that is told ahead of its entry would leave that one open until the console's next start.
 */
function watchSettling(audit: Services["audit"]) {
  let failed = false;
  const settle: Services["audit"]["settle"] = (ref, end) =>
    audit.settle(ref, end).catch((error: unknown) => {
      failed = true;
      throw error;
    });
  return { audit: { ...audit, settle }, hasFailed: () => failed };
}

async function cancel(
  { fleet, gatewayOf, ...services }: Services,
  actor: Actor,
  operation: RunningOperation,
  item: ItemInHand,
): Promise<Result<Canceled, CancelFailure>> {
  const order = JSON.parse(operation.order) as CancelOrder;
  const command = {
    fleetId: fleet.id,
    thingName: item.thing_name,
    jobId: item.job_id,
    force: order.force,
    expectedVersion: null,
    statusDetails: Object.entries(order.statusDetails).map(([key, value]) => ({ key, value })),
    keepDeviceDetails: order.keepDeviceDetails,
    reason: order.reason,
  };
  const part = {
    operationId: operation.id,
    planned: { status: item.planned_status, executionNumber: item.execution_number },
    plannedAt: operation.planned_at,
  };
  try {
    return await cancelExecution({ ...services, iot: gatewayOf(actor) }, actor, command, part);
  } catch (error) {
    // A bug, or an answer that no version of the SDK has a name for: AWS may have been asked.
    console.error(`Item ${item.seq} of ${operation.id} failed in a way that was not foreseen:`, error);
    return { ok: false, failure: { kind: "unknown", silent: "aws" } };
  }
}

/** What a read tells of an item that may have been done. Null: it is open still. */
async function readItem(
  { audit, gatewayOf }: Services,
  actor: Actor | null,
  item: ItemInHand,
  isDoubtful: boolean,
): Promise<Settling | null> {
  const ref = { thingName: item.thing_name, jobId: item.job_id };
  const now = await gatewayOf(actor).describeExecution(ref, { maxAgeMs: 0 });
  if (!now.ok) return settleBy(item, now.failure.kind === "not-found" ? "not-found" : "unknown", null, false);
  const note = noteOfRead(now.value);
  if (item.execution_number !== null && now.value.executionNumber !== item.execution_number)
    return settleBy(item, "replaced", note, false);
  if (now.value.status !== "CANCELED")
    return executionStage(now.value.status) === "finished"
      ? settleBy(item, "already-finished", note, false)
      : null;
  const [entry] = await audit.findLatest(item.operation_id, [ref]);
  if (entry && isDoubtful) await recordLaterRead(audit, entry);
  return settleBy(item, "canceled", note, false);
}

/** Of an entry whose answer was lost nothing can be changed any more, so what was found out is an entry of its own. */
function recordLaterRead(audit: RunnerServices["audit"], entry: AuditEntry): Promise<void> {
  const after = { status: "CANCELED", entry: entry.entry };
  return audit.record(entry, {
    kind: "canceled",
    errorName: null,
    requestId: null,
    settledBy: "later-read",
    after,
  });
}

/**
 * Who canceled an execution that was found canceled, by the ledger: each intent is written before AWS is asked, so
 * whoever was quicker stands there.
 */
async function findCanceler(
  { fleet, audit }: Pick<Services, "fleet" | "audit">,
  item: Pick<ItemInHand, "operation_id" | "thing_name" | "job_id" | "execution_number">,
): Promise<{ wasOurs: boolean; operationId: string | null }> {
  const entries = await audit.findOfExecution(fleet.id, { thingName: item.thing_name, jobId: item.job_id });
  const may = entries.filter(
    ({ outcome, executionNumber }) =>
      mayHaveCanceled(outcome?.kind ?? null) &&
      (executionNumber === null ||
        item.execution_number === null ||
        executionNumber === item.execution_number),
  );
  const wasOurs = may.some(({ operationId }) => operationId === item.operation_id);
  const other = may.find(({ operationId }) => operationId !== item.operation_id);
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

const kindOf = (result: Result<Canceled, CancelFailure>): AnswerKind => {
  if (result.ok) return result.value.confirmed ? "canceled" : "accepted";
  return result.failure.kind as AnswerKind; // not-recorded was thrown
};

const noteOf = ({ note }: ItemInHand): ItemNote | null =>
  note === null ? null : (JSON.parse(note) as ItemNote);

const noteOfRead = ({ status, versionNumber }: Execution): ItemNote => ({ kind: "", status, versionNumber });

function toNote(kind: AnswerKind, result: Result<Canceled, CancelFailure>): ItemNote {
  if (result.ok) return { kind };
  const { failure } = result;
  if ("current" in failure) return { ...noteOfRead(failure.current), kind };
  if ("error" in failure) return { kind, error: failure.error };
  if ("action" in failure) return { kind, error: failure.action };
  return "api" in failure ? { kind, error: failure.api } : { kind };
}
