import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import { logWriteFailures } from "@/lib/server/audit/log-write-failures";
import type { Database } from "@/lib/server/db/open-database";
import { askDatabase } from "@/lib/server/db/ask-database";
import { closeDatabase, getDatabase as getProcessDatabase } from "@/lib/server/db/process-database";
import { perProcess } from "@/lib/server/process/per-process";
import { onStop } from "@/lib/server/runtime/graceful-stop";
import { log } from "@/lib/server/telemetry/log";
import { checkDatabaseBy } from "@/lib/server/telemetry/readiness";

/** The database of the process: opened on the first call, checked by readiness, closed when the process stops. */
export function getDatabase(): Promise<Database> {
  perProcess("database-lifecycle", () => {
    onStop("the store", closeDatabase);
    checkDatabaseBy(async () => askDatabase(await getDatabase()));
    return {};
  });
  return getProcessDatabase(log());
}

/** The audit log of the process. It opens the database when it is first written or read. */
export const getAuditLog = (): AuditLog =>
  perProcess("audit-log", () => logWriteFailures(createAuditLog(getDatabase), log()));
