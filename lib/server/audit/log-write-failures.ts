import type { Logger } from "@/lib/server/process/logger";
import type { AuditLog } from "./audit-log";

/**
 * Returns the same audit log, which also logs every entry that could not be written.
 *
 * Use cases answer such a failure in their own way, and some go on without the entry. That it reaches the log does not
 * depend on them. `recordIn` is left as it is: its caller's transaction fails with it.
 */
export function logWriteFailures(audit: AuditLog, logger: Logger): AuditLog {
  async function logging<Value>(facts: object, message: string, write: () => Promise<Value>): Promise<Value> {
    try {
      return await write();
    } catch (error) {
      logger.error({ ...facts, err: error }, message);
      throw error;
    }
  }

  return {
    ...audit,
    open: (intent) =>
      logging(
        { action: intent.action, fleet: intent.fleetId },
        "An entry of the audit log could not be opened, so nothing was done",
        () => audit.open(intent),
      ),
    complete: (ref, end) =>
      logging(
        { action: ref.intent.action, entry: ref.entry },
        "The outcome of an entry could not be written to the audit log. The entry stays open",
        () => audit.complete(ref, end),
      ),
    record: (intent, end) =>
      logging(
        { action: intent.action, fleet: intent.fleetId, outcome: end.kind },
        "An entry could not be written to the audit log",
        () => audit.record(intent, end),
      ),
  };
}
