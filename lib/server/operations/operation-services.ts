import type { Transaction } from "kysely";
import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import type { Fleet } from "@/lib/server/config/fleet";
import type { Logger } from "@/lib/server/process/logger";

/** Makes some instance run this fleet's operations once `transaction` is committed. */
export type WakeRunner = (transaction: Transaction<Tables>, fleetId: string) => Promise<void>;

/** What the use cases of operations need. Each picks its own. */
export interface OperationServices {
  fleet: Fleet;
  audit: AuditLog;
  database: () => Promise<Database>;
  wakeRunner: WakeRunner;
  logger: Logger;
}
