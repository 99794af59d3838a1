import { sql } from "kysely";
import { dropOldEntries } from "@/lib/audit/drop-old-entries";
import { getEnv } from "@/lib/env";
import { settleOpenCancellations } from "@/lib/executions/settle-open-cancellations";
import { findBackgroundReader, getAuditLog, getDatabase } from "@/lib/services";
import { checkDatabaseBy } from "@/lib/telemetry/readiness";

/** With several instances, what one has begun may still be under way: no cancellation takes as long as this. */
const UNDER_WAY_MS = 5 * 60_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Opens the store, and looks after the ledger from now on: what a former run left open is settled, what is past
 * retention is dropped. Neither keeps the console from serving.
 *
 * @throws when the store cannot be opened
 */
export async function tendLedger(): Promise<void> {
  const { engine, kysely } = await getDatabase();
  checkDatabaseBy(() => sql`select 1`.execute(kysely));
  const startedAt = Date.now();
  if (engine === "embedded") void settleOpen(new Date(startedAt));
  else {
    void settleOpen(new Date(startedAt - UNDER_WAY_MS));
    setTimeout(() => void settleOpen(new Date(startedAt)), UNDER_WAY_MS).unref();
  }
  const days = getEnv().auditRetentionDays;
  if (days === null) return;
  void dropOld(days);
  setInterval(() => void dropOld(days), DAY_MS).unref();
}

async function settleOpen(olderThan: Date): Promise<void> {
  try {
    const { settled, left } = await settleOpenCancellations(getAuditLog(), findBackgroundReader, olderThan);
    if (settled + left > 0)
      console.warn(`Cancellations whose outcome was not on record: ${settled} settled, ${left} left open.`);
  } catch (error) {
    console.error("Open entries of the audit log could not be settled:", error);
  }
}

async function dropOld(days: number): Promise<void> {
  try {
    await dropOldEntries(await getDatabase(), days);
  } catch (error) {
    console.error("Old entries of the audit log could not be dropped:", error);
  }
}
