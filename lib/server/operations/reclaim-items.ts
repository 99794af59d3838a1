import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { toAnswerKind } from "@/lib/core/domain/item-outcome";
import { readEndOf } from "@/lib/server/executions/settle-open-cancellations";
import { settleAlreadyCanceled, settleBy } from "./cancel-item";
import type { RunnerServices } from "./runner-services";
import { type ItemInHand, listAbandoned, settleItems, type Settling, type Turn } from "./runner-store";

/** Runners have fewer in hand; more than these may be there after several that ended before they had begun. */
const AT_ONCE = 200;

/**
 * Finds out what became of the items that runners before this one had in hand, by what the ledger says last of each:
 *
 * - its outcome is on record: that is how the item ended;
 * - it was begun, and its outcome is not on record: a fresh read tells, the ledger and the item;
 * - nothing: AWS was not asked, and it waits again.
 */
export async function reclaimItems(services: RunnerServices, turn: Turn): Promise<void> {
  const { kysely } = await services.database();
  for (;;) {
    const items = await listAbandoned(kysely, turn, AT_ONCE);
    if (items.length === 0) return;
    const settlings = await Promise.all((await withEntries(services, items)).map(reclaim));
    if ((await settleItems(kysely, turn, settlings)) < items.length) return; // taken over in turn
  }

  async function reclaim({ item, entry }: Abandoned): Promise<Settling> {
    if (entry === null || isNotSent(entry)) return waitAgain(item);
    const kind = entry.outcome ? entry.outcome.kind : await tellOutcome(services, entry);
    const answer = kind === null ? "unknown" : (toAnswerKind(kind) ?? "unknown");
    return answer === "already-canceled"
      ? settleAlreadyCanceled(services, item, null)
      : settleBy(item, answer, null, false);
  }
}

/** The entry itself says that AWS was not asked, for a reason that is not about the item. */
const isNotSent = ({ outcome }: AuditEntry) => outcome?.kind === "held-back" || outcome?.kind === "too-late";

type Abandoned = { item: ItemInHand; entry: AuditEntry | null };

async function withEntries({ audit }: RunnerServices, items: readonly ItemInHand[]): Promise<Abandoned[]> {
  const abandoned: Abandoned[] = [];
  for (const [operationId, those] of Map.groupBy(items, ({ operation_id }) => operation_id)) {
    const refs = those.map(({ thing_name, job_id }) => ({ thingName: thing_name, jobId: job_id }));
    const entries = await audit.findLatest(operationId, refs);
    const nameOf = (thingName: string | null, jobId: string | null) => JSON.stringify([thingName, jobId]);
    const byName = new Map(entries.map((entry) => [nameOf(entry.thingName, entry.jobId), entry]));
    for (const item of those)
      abandoned.push({ item, entry: byName.get(nameOf(item.thing_name, item.job_id)) ?? null });
  }
  return abandoned;
}

/** Reads how it ended and puts it on record. Null: AWS does not tell now. */
async function tellOutcome(services: RunnerServices, entry: AuditEntry): Promise<string | null> {
  const end = await readEndOf(services.audit, entry, () => services.gatewayOf(null));
  if (end === null) return null;
  await services.audit.settle({ entry: entry.entry, intent: entry }, end);
  return end.kind;
}

/** As if it had not been claimed. */
function waitAgain({ operation_id: operationId, seq, note, tries }: ItemInHand): Settling {
  const before = note === null ? null : (JSON.parse(note) as Settling["note"]);
  return { operationId, seq, outcome: null, note: before, tries: tries - 1, waitMs: 0 };
}
