import { type Selectable, sql } from "kysely";
import type { AwsCall, EmulatedFleet } from "@/e2e/fixtures/emulated-fleet";
import type { RowBody } from "@/lib/audit/chain";
import { createAuditLog } from "@/lib/audit/audit-log";
import { type ChainReport, verifyChain } from "@/lib/audit/verify-chain";
import type { Database } from "@/lib/db/open-database";
import type { OperationItemRow } from "@/lib/db/operation-tables";
import { settleOpenCancellations } from "@/lib/executions/settle-open-cancellations";
import { createFleetGateway } from "@/lib/iot/create-iot-gateway";
import { nameOf } from "./chaos-trouble";
import type { ChaosWorld } from "./chaos-world";

/** All that can tell what happened, each by itself. */
export interface Witnesses {
  rows: readonly Pick<
    Selectable<OperationItemRow>,
    "operation_id" | "thing_name" | "job_id" | "state" | "outcome" | "note"
  >[];
  /** The emulator's log. */
  calls: readonly AwsCall[];
  /** Of each execution, by its name. */
  statuses: ReadonlyMap<string, string>;
  /** Executions that devices have changed. */
  touched: ReadonlySet<string>;
  /** What the ledger's rows say. */
  ledger: readonly RowBody[];
  /** Of the ledger, without an outcome. */
  openEntries: number;
  /** Entries that only the next start of a console has given an outcome, as it does (tend-ledger). */
  settledAtStart: number;
  chain: Pick<ChainReport, "fault">;
}

export async function readWitnesses(
  database: Database,
  fleet: EmulatedFleet,
  { jobIds }: ChaosWorld,
  touched: ReadonlySet<string>,
): Promise<Witnesses> {
  // Of those that a runner had begun when it was killed, after another had taken over: no row of theirs waits for them.
  const aws = createFleetGateway(fleet.config).as(null);
  const audit = createAuditLog(() => Promise.resolve(database));
  const { settled: settledAtStart } = await settleOpenCancellations(
    audit,
    () => aws,
    -1_000, // whatever is open
    (entry, error) => console.error(`Entry ${entry} could not be completed:`, error),
  );
  const { kysely } = database;
  const { rows } = await sql<Witnesses["rows"][number]>`
    select operation_id, thing_name, job_id, state, outcome, note from operation_item`.execute(kysely);
  const bodies = await kysely.selectFrom("audit_log").select("body").orderBy("seq").execute();
  const open = await kysely.selectFrom("audit_open").select("entry").execute();
  const { calls } = (await fleet.emulator.log()) as { calls: AwsCall[] };
  return {
    rows,
    calls,
    statuses: await readStatuses(fleet, jobIds),
    touched,
    ledger: bodies.map(({ body }) => JSON.parse(body) as RowBody),
    openEntries: open.length,
    settledAtStart,
    chain: await verifyChain(kysely),
  };
}

async function readStatuses({ config }: EmulatedFleet, jobIds: readonly string[]) {
  const aws = createFleetGateway(config).as(null);
  const statuses = new Map<string, string>();
  for (const jobId of jobIds) {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof aws.listExecutionsForJob>> = await aws.listExecutionsForJob(
        jobId,
        null,
        cursor,
      );
      if (!page.ok) throw new Error(`The executions of ${jobId} cannot be read: ${page.failure.kind}`);
      for (const { thingName, status } of page.value.rows) statuses.set(nameOf({ thingName, jobId }), status);
      cursor = page.value.cursor;
    } while (cursor !== null);
  }
  return statuses;
}
