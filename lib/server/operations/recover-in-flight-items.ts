import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { toAnswerKind } from "@/lib/core/domain/item-outcome";
import { readEndOf } from "@/lib/server/executions/complete-open-cancellations";
import { updateAlreadyCanceled, updateBy } from "./cancel-item";
import type { RunnerServices } from "./runner-services";
import {
  type ItemInFlight,
  listAbandoned,
  writeItemUpdates,
  type ItemUpdate,
  type Turn,
} from "./runner-store";

/** Runners have fewer in hand; more than these may be there after several that ended before they had begun. */
const AT_ONCE = 200;

/**
 * Finds out what became of the items that runners before this one had in hand, by what the audit log says last of each:
 *
 * - its outcome is on record: that is how the item ended;
 * - it was begun, and its outcome is not on record: a fresh read tells, the audit log and the item;
 * - nothing: AWS was not asked, and it waits again.
 */
export async function recoverInFlightItems(services: RunnerServices, turn: Turn): Promise<void> {
  const { kysely } = await services.database();
  for (;;) {
    const items = await listAbandoned(kysely, turn, AT_ONCE);
    if (items.length === 0) return;
    const settlings = await Promise.all((await withEntries(services, items)).map(recover));
    if ((await writeItemUpdates(kysely, turn, settlings)) < items.length) return; // taken over in turn
  }

  async function recover({ item, entry }: Abandoned): Promise<ItemUpdate> {
    if (entry === null || isNotSent(entry)) return waitAgain(item);
    const kind = entry.outcome ? entry.outcome.kind : await publishOutcome(services, entry);
    const answer = kind === null ? "unknown" : (toAnswerKind(kind) ?? "unknown");
    return answer === "already-canceled"
      ? updateAlreadyCanceled(services, item, null)
      : updateBy(item, answer, null, false);
  }
}

/** The entry itself says that AWS was not asked, for a reason that is not about the item. */
const isNotSent = ({ outcome }: AuditEntry) => outcome?.kind === "held-back" || outcome?.kind === "too-late";

type Abandoned = { item: ItemInFlight; entry: AuditEntry | null };

async function withEntries({ audit }: RunnerServices, items: readonly ItemInFlight[]): Promise<Abandoned[]> {
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
async function publishOutcome(services: RunnerServices, entry: AuditEntry): Promise<string | null> {
  const end = await readEndOf(services.audit, entry, () => services.gatewayOf(null));
  if (end === null) return null;
  await services.audit.complete({ entry: entry.entry, intent: entry }, end);
  return end.kind;
}

/** As if it had not been claimed. */
function waitAgain({ operation_id: operationId, seq, note, tries }: ItemInFlight): ItemUpdate {
  const before = note === null ? null : (JSON.parse(note) as ItemUpdate["note"]);
  return { operationId, seq, outcome: null, note: before, tries: tries - 1, waitMs: 0 };
}
