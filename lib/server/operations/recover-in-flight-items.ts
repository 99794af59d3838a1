import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { toAnswerKind } from "@/lib/core/domain/item-outcome";
import { readEndOf } from "@/lib/server/executions/complete-open-cancellations";
import { updateAlreadyCanceled } from "./find-canceler";
import type { Lease } from "./fleet-lease";
import { type ItemInFlight, type ItemUpdate, listAbandoned, writeItemUpdates } from "./item-store";
import { updateBy } from "./item-update";
import type { RunnerServices } from "./runner-services";

/** One runner has fewer in flight. Several that ended during their recovery may have left more. */
const BATCH_SIZE = 200;

/**
 * Recovers the items that earlier runners left in flight, by the latest entry that the audit log has about each:
 *
 * - a completed entry: its outcome is the item's;
 * - an open entry: a fresh read of the execution decides, and completes the entry;
 * - no entry: AWS was not called, and the item waits again.
 */
export async function recoverInFlightItems(services: RunnerServices, lease: Lease): Promise<void> {
  const { kysely } = await services.database();
  for (;;) {
    const items = await listAbandoned(kysely, lease, BATCH_SIZE);
    if (items.length === 0) return;
    const updates = await Promise.all((await withEntries(services, items)).map(recover));
    if ((await writeItemUpdates(kysely, lease, updates)) < items.length) return; // the lease is lost
  }

  async function recover({ item, entry }: Abandoned): Promise<ItemUpdate> {
    if (entry === null || isNotSent(entry)) return waitAgain(item);
    const kind = entry.outcome ? entry.outcome.kind : await completeByRead(services, entry);
    const answer = kind === null ? "unknown" : (toAnswerKind(kind) ?? "unknown");
    return answer === "already-canceled"
      ? updateAlreadyCanceled(services, item, null)
      : updateBy(item, answer, null, false);
  }
}

/** The entry itself says that AWS was not called, for a reason that is not about the item. */
const isNotSent = ({ outcome }: AuditEntry) => outcome?.kind === "held-back" || outcome?.kind === "too-late";

type Abandoned = { item: ItemInFlight; entry: AuditEntry | null };

async function withEntries({ audit }: RunnerServices, items: readonly ItemInFlight[]): Promise<Abandoned[]> {
  const abandoned: Abandoned[] = [];
  for (const [operationId, group] of Map.groupBy(items, (item) => item.operationId)) {
    const refs = group.map(({ thingName, jobId }) => ({ thingName, jobId }));
    const entries = await audit.findLatest(operationId, refs);
    const keyOf = (thingName: string | null, jobId: string | null) => JSON.stringify([thingName, jobId]);
    const byKey = new Map(entries.map((entry) => [keyOf(entry.thingName, entry.jobId), entry]));
    for (const item of group)
      abandoned.push({ item, entry: byKey.get(keyOf(item.thingName, item.jobId)) ?? null });
  }
  return abandoned;
}

/** Completes an open entry by a read. Returns its outcome, or null if AWS does not answer now. */
async function completeByRead(services: RunnerServices, entry: AuditEntry): Promise<string | null> {
  const end = await readEndOf(services.audit, entry, () => services.gatewayOf(null));
  if (end === null) return null;
  await services.audit.complete({ entry: entry.entry, intent: entry }, end);
  return end.kind;
}

/** As if it had not been claimed. */
function waitAgain({ operationId, seq, note, tries }: ItemInFlight): ItemUpdate {
  return { operationId, seq, outcome: null, note, tries: tries - 1, waitMs: 0 };
}
