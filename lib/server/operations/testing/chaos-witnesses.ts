import { type Selectable, sql } from "kysely";
import type { AwsCall, EmulatedFleet } from "@/lib/testing/emulated-fleet";
import { bodyColumn, type RowBody } from "@/lib/server/audit/chain";
import { createAuditLog } from "@/lib/server/audit/audit-log";
import { type ChainReport, verifyChain } from "@/lib/server/audit/verify-chain";
import type { Database } from "@/lib/server/db/open-database";
import type { OperationItemRow } from "@/lib/server/db/operation-tables";
import { rereadUncertain } from "@/lib/server/executions/reread-uncertain";
import { completeOpenCancellations } from "@/lib/server/executions/complete-open-cancellations";
import { createFleetGateway } from "@/lib/server/iot/create-iot-gateway";
import { correctItem } from "../correct-item";
import { executionName, type Halt } from "./check-history";
import type { ChaosWorld } from "./chaos-world";
import { listSeen } from "./list-seen";

/** Independent records of what happened. */
export interface Witnesses {
  rows: readonly Pick<
    Selectable<OperationItemRow>,
    "operation_id" | "thing_name" | "job_id" | "state" | "outcome" | "note"
  >[];
  /** Operations of which an item was corrected after it had an outcome. */
  corrected: ReadonlySet<string>;
  /** The emulator's log. */
  calls: readonly AwsCall[];
  /** Every execution that exists now, by its name. */
  current: ReadonlyMap<string, { status: string; queuedAt: Date }>;
  /** Executions that devices have changed. */
  touched: ReadonlySet<string>;
  /** When AWS must not accept a call of an operation. */
  halts: readonly Halt[];
  /** The bodies of the audit log's rows. */
  auditRows: readonly RowBody[];
  /** How many entries only the maintenance of the audit log has completed or revised. */
  maintained: number;
  chain: Pick<ChainReport, "fault">;
}

/** Reads them after the maintenance of the audit log has run, as it does every minute in each instance. */
export async function readWitnesses(
  database: Database,
  fleet: EmulatedFleet,
  { jobIds }: ChaosWorld,
  touched: ReadonlySet<string>,
  halts: readonly Halt[],
): Promise<Witnesses> {
  const { kysely } = database;
  const maintained = await maintainAuditLog(database, fleet);
  const { rows } = await sql<Witnesses["rows"][number]>`
    select operation_id, thing_name, job_id, state, outcome, note from operation_item`.execute(kysely);
  const corrected = await kysely
    .selectFrom("operation")
    .select("id")
    .where("corrected_at", "is not", null)
    .execute();
  const bodies = await kysely.selectFrom("audit_log").select("body").orderBy("seq").execute();
  const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
  return {
    rows,
    corrected: new Set(corrected.map(({ id }) => id)),
    calls,
    current: await readCurrent(fleet, jobIds),
    touched,
    halts,
    auditRows: bodies.map(({ body }) => bodyColumn.parse(body)),
    maintained,
    chain: await verifyChain(kysely),
  };
}

/**
 * Completes the open entries of killed runners that no item waits for, and reads uncertain entries again.
 *
 * @returns how many entries
 */
async function maintainAuditLog(database: Database, fleet: EmulatedFleet): Promise<number> {
  const aws = createFleetGateway({ ...fleet.config, quotas: "off" }).as(null);
  const audit = createAuditLog(() => Promise.resolve(database));
  const { completed } = await completeOpenCancellations(
    audit,
    () => aws,
    -1_000, // of any age
    (entry, error) => console.error(`Entry ${entry} could not be completed:`, error),
  );
  await sql`update audit_uncertain set next_read_at = clock_timestamp()`.execute(database.kysely);
  const open = () => Promise.resolve(database);
  const revised = await rereadUncertain({
    audit,
    readerOf: () => aws,
    correctItem: (entry, end) => correctItem({ database: open }, entry, end),
    logFailure: (error, { entry }) => console.error(`Entry ${entry} could not be read again:`, error),
  });
  return completed + revised;
}

async function readCurrent({ config }: EmulatedFleet, jobIds: readonly string[]) {
  const lists = await Promise.all(jobIds.map((jobId) => listSeen({ ...config, quotas: "off" }, jobId)));
  return new Map(
    lists.flat().map((each) => [executionName(each), { status: each.status, queuedAt: each.queuedAt! }]),
  );
}
