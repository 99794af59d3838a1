import { type Kysely, sql, type Transaction } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { ItemNote, ItemOutcome } from "@/lib/core/domain/operation";
import type { ItemUpdate } from "./item-store";
import { itemNoteColumn } from "./json-columns";

/**
 * Corrects an item that AWS accepted after another runner had written another outcome.
 *
 * It needs no lease: AWS's yes is final whichever runner holds it, and only an item that has an outcome already is changed.
 */
export async function correctToCanceled(
  kysely: Kysely<Tables>,
  { operationId, seq, note }: Pick<ItemUpdate, "operationId" | "seq" | "note">,
): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      update operation_item set outcome = 'canceled', note = ${note && itemNoteColumn.stringify(note)}
      where operation_id = ${operationId} and seq = ${seq} and state = 'settled' and outcome <> 'canceled'
      returning seq`.execute(transaction);
    if (rows.length > 0) await markCorrected(transaction, operationId);
  });
}

/**
 * Corrects an item whose answer was lost, by what a later read shows. It needs no lease: only an item without a certain
 * outcome is changed.
 */
export async function correctUncertainItem(
  kysely: Kysely<Tables>,
  operationId: string,
  { thingName, jobId }: ExecutionRef,
  outcome: ItemOutcome,
  note: ItemNote,
): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      update operation_item set outcome = ${outcome}, note = ${itemNoteColumn.stringify(note)}
      where operation_id = ${operationId} and thing_name = ${thingName} and job_id = ${jobId}
        and state = 'settled' and outcome in ('unknown', 'gave-up', 'stopped') and outcome <> ${outcome}
        and note::json ->> 'kind' in ('unknown', 'not-canceled')
      returning seq`.execute(transaction);
    if (rows.length > 0) await markCorrected(transaction, operationId);
  });
}

/** Makes readers count the items of an ended operation again. */
async function markCorrected(transaction: Transaction<Tables>, operationId: string): Promise<void> {
  await sql`update operation set corrected_at = clock_timestamp() where id = ${operationId}`.execute(
    transaction,
  );
}
