import { dropOldEntries } from "@/lib/server/audit/drop-old-entries";
import { getEnv } from "@/lib/server/config/env";
import { rereadUncertain } from "@/lib/server/executions/reread-uncertain";
import { completeOpenCancellations } from "@/lib/server/executions/complete-open-cancellations";
import { onStop } from "@/lib/server/runtime/graceful-stop";
import { correctItem } from "@/lib/server/operations/correct-item";
import { findBackgroundReader } from "@/lib/server/runtime/background-reader";
import { getAuditLog, getDatabase } from "@/lib/server/runtime/store";
import { log } from "@/lib/server/telemetry/log";
import { repeatObserved } from "@/lib/server/telemetry/repeat-observed";

/** No cancellation takes this long, so no other process will complete an entry that has been open for longer. */
const IN_FLIGHT_MS = 5 * 60_000;
const COMPLETE_EVERY_MS = 60_000;
/** An uncertain entry is due for the first time a minute after its answer was lost. */
const REREAD_EVERY_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Opens the store and starts the maintenance of the audit log: completes entries that were left open, reads uncertain
 * ones again, and drops those past retention. A failure of these loops does not stop the console from serving.
 *
 * @throws when the store cannot be opened
 */
export async function maintainAuditLog(): Promise<void> {
  const { engine } = await getDatabase();
  const stopping = new AbortController();
  const loops = [
    completeOpenEntries({
      audit: getAuditLog(),
      readerOf: findBackgroundReader,
      servesAlone: engine === "embedded",
      everyMs: COMPLETE_EVERY_MS,
      signal: stopping.signal,
    }),
    repeatObserved("reread-uncertain-entries", REREAD_EVERY_MS, stopping.signal, async () => {
      const revised = await rereadUncertain({
        audit: getAuditLog(),
        readerOf: (fleetId) => (stopping.signal.aborted ? null : findBackgroundReader(fleetId)),
        correctItem: (entry, end) => correctItem({ database: getDatabase }, entry, end),
        logFailure: (error, { entry }) =>
          log().error({ entry, err: error }, "An uncertain entry of the audit log could not be read again"),
      });
      if (revised > 0) log().warn({ revised }, "A later read found the outcome of uncertain cancellations");
    }),
  ];
  const days = getEnv().auditRetentionDays;
  if (days !== null)
    loops.push(
      repeatObserved("audit-retention", DAY_MS, stopping.signal, async () => {
        await dropOldEntries(await getDatabase(), days);
      }),
    );
  onStop("the maintenance of the audit log", async () => {
    stopping.abort();
    await Promise.all(loops);
  });
}

/**
 * Completes open entries of the audit log from a fresh read of AWS, every `everyMs` until `signal` aborts. That includes
 * entries that another instance, or a lost connection, leaves open while this one runs.
 *
 * @param servesAlone no other process uses the store, so every entry that is open at the start was left by an earlier run
 */
export async function completeOpenEntries({
  audit,
  readerOf,
  servesAlone,
  everyMs,
  signal,
}: {
  audit: Parameters<typeof completeOpenCancellations>[0];
  readerOf: Parameters<typeof completeOpenCancellations>[1];
  servesAlone: boolean;
  everyMs: number;
  signal: AbortSignal;
}): Promise<void> {
  let olderThanMs = servesAlone ? 0 : IN_FLIGHT_MS;
  await repeatObserved("complete-audit-entries", everyMs, signal, async () => {
    // When the process stops, what would have to be read from AWS is left for the next run.
    const readerWhileRunning: typeof readerOf = (fleetId) => (signal.aborted ? null : readerOf(fleetId));
    const { completed, left } = await completeOpenCancellations(
      audit,
      readerWhileRunning,
      olderThanMs,
      (entry, error) =>
        log().error({ entry, err: error }, "An open entry of the audit log could not be completed"),
    );
    olderThanMs = IN_FLIGHT_MS;
    if (completed > 0)
      log().warn({ completed, left }, "Cancellations without an outcome on record were completed");
  });
}
