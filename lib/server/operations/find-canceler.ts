import { mayHaveCanceled } from "@/lib/core/domain/item-outcome";
import type { ItemNote } from "@/lib/core/domain/operation";
import { isKnownToHaveCanceled } from "@/lib/server/executions/find-other-canceler";
import { isOfExecution } from "@/lib/server/executions/recorded-cancellation";
import type { ItemInFlight, ItemUpdate } from "./item-store";
import { updateBy } from "./item-update";
import type { RunnerServices } from "./runner-services";

type Services = Pick<RunnerServices, "fleet" | "audit">;

/** Ends an item that was found canceled. If another operation canceled it, the note names that operation. */
export async function updateAlreadyCanceled(
  services: Services,
  item: ItemInFlight,
  note: ItemNote | null,
): Promise<ItemUpdate> {
  const { wasOurs, operationId } = await findCanceler(services, item);
  const kind = "already-canceled";
  return updateBy(item, kind, { ...note, kind, ...(operationId !== null && { operationId }) }, wasOurs);
}

/**
 * Finds in the audit log who canceled an execution that was found canceled. Every entry is opened before AWS is
 * called, so the log has the one that came first.
 *
 * @returns `operationId`: the other operation that canceled it
 */
async function findCanceler(
  { fleet, audit }: Services,
  { operationId, thingName, jobId, planned: { executionNumber, queuedAt } }: ItemInFlight,
): Promise<{ wasOurs: boolean; operationId: string | null }> {
  const entries = await audit.findOfExecution(fleet.id, { thingName, jobId });
  const cancelers = entries.filter(
    (entry) =>
      mayHaveCanceled(entry.outcome?.kind ?? null) && isOfExecution(entry, { executionNumber, queuedAt }),
  );
  // A cancellation that AWS accepted outweighs an uncertain one.
  const known = cancelers.find(isKnownToHaveCanceled);
  if (known !== undefined) {
    const isOwn = known.operationId === operationId;
    return { wasOurs: isOwn, operationId: isOwn ? null : known.operationId };
  }
  const wasOurs = cancelers.some((entry) => entry.operationId === operationId);
  const other = cancelers.find((entry) => entry.operationId !== operationId);
  return { wasOurs, operationId: wasOurs ? null : (other?.operationId ?? null) };
}
