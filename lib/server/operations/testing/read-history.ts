import { sql } from "kysely";
import type { AwsCall, EmulatedFleet } from "@/lib/testing/emulated-fleet";
import { bodyColumn } from "@/lib/server/audit/chain";
import type { Database } from "@/lib/server/db/open-database";
import { itemNoteColumn } from "../json-columns";
import type { Halt, History, HistoryItem } from "./check-history";

interface ItemRow {
  operation_id: string;
  thing_name: string;
  job_id: string;
  planned_status: string;
  execution_number: number | null;
  queued_at: Date | null;
  started_at: Date | null;
  state: string;
  outcome: string | null;
  note: string | null;
}

/** What the store and the emulator have recorded of some operations. @throws if an item has no identity */
export async function readHistory(
  { kysely }: Pick<Database, "kysely">,
  { emulator }: Pick<EmulatedFleet, "emulator">,
  operationIds: readonly string[],
  halts: readonly Halt[] = [],
): Promise<History> {
  const { rows } = await sql<ItemRow>`
    select operation_id, thing_name, job_id, planned_status, execution_number, queued_at, started_at, state, outcome, note
    from operation_item where operation_id = any(${sql.val(operationIds)}::text[]) order by operation_id, seq`.execute(
    kysely,
  );
  const bodies = await kysely.selectFrom("audit_log").select("body").orderBy("seq").execute();
  const items = rows.map(toItem);
  const jobIds = new Set(items.map(({ jobId }) => jobId));
  const isOfThese = ({ jobId }: { jobId?: string | null }) => jobIds.has(jobId ?? "");
  const { calls } = (await emulator.log()) as { calls: AwsCall[] };
  return {
    items,
    calls: calls.filter(isOfThese),
    rows: bodies.map(({ body }) => bodyColumn.parse(body)).filter(isOfThese),
    halts,
  };
}

function toItem(row: ItemRow): HistoryItem {
  if (row.queued_at === null) throw new Error(`The item of ${row.job_id} does not say when it was queued.`);
  return {
    ...{ operationId: row.operation_id, thingName: row.thing_name, jobId: row.job_id },
    seen: {
      status: row.planned_status,
      executionNumber: row.execution_number,
      queuedAt: row.queued_at.getTime(),
      startedAt: row.started_at?.getTime() ?? null,
    },
    ...{ state: row.state, outcome: row.outcome },
    noteKind: itemNoteColumn.parse(row.note)?.kind ?? null,
  };
}
