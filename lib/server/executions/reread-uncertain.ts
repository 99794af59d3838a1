import type { AuditEnd, AuditLog } from "@/lib/server/audit/audit-log";
import type { UncertainEntry } from "@/lib/server/audit/uncertain-entries";
import type { AuditEntry } from "@/lib/core/domain/audit-entry";
import { type OutcomeReader, readEndOf } from "./complete-open-cancellations";

export interface RereadServices {
  audit: Pick<AuditLog, "revise" | "claimUncertain" | "forgetUncertain" | "findOfExecution">;
  /** Null where there is no such fleet in this instance. */
  readerOf: (fleetId: string) => OutcomeReader | null;
  /** Called with what was found out, so that an operation's item can be corrected. */
  correctItem: (entry: AuditEntry, end: AuditEnd) => Promise<void>;
  /** Called with an entry that could not be read. It is tried again later. */
  logFailure: (error: unknown, entry: AuditEntry) => void;
}

/** AWS refuses a request whose signature is older than five minutes; the rest is room for clocks that differ. */
const CANNOT_ACT_AFTER_MS = 15 * 60_000;
/** An entry that cannot be read for a day keeps its recorded outcome. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

const BATCH_SIZE = 20;

/**
 * Reads uncertain cancellations again and revises their entries by what it finds: AWS may act after our time-out, and
 * an entry must not say "not canceled" forever. One entry that cannot be read does not stop the others.
 *
 * @returns how many entries were revised
 */
export async function rereadUncertain(services: RereadServices): Promise<number> {
  let revised = 0;
  for (;;) {
    const due = await services.audit.claimUncertain(BATCH_SIZE);
    if (due.length === 0) return revised;
    for (const each of due) {
      try {
        if (await rereadOne(services, each)) revised += 1;
      } catch (error) {
        services.logFailure(error, each.entry);
      }
    }
  }
}

/** @returns whether the entry says something else now */
async function rereadOne(services: RereadServices, { entry, ageMs }: UncertainEntry): Promise<boolean> {
  const forget = () => services.audit.forgetUncertain([entry.entry]);
  const end = await readEndOf(services.audit, entry, services.readerOf);
  if (end === null) {
    if (ageMs > GIVE_UP_AFTER_MS) await forget();
    return false;
  }
  const isStillOpen = end.kind === "not-canceled";
  if (isStillOpen && ageMs < CANNOT_ACT_AFTER_MS) return false; // AWS may still act
  const isNew = end.kind !== entry.outcome?.kind;
  if (isNew) {
    await services.audit.revise({ entry: entry.entry, intent: entry }, end);
    await services.correctItem(entry, end);
  }
  await forget();
  return isNew;
}
