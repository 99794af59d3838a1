import { type Kysely, sql } from "kysely";
import type { OperationItemsFilter } from "@/lib/contracts/operation-filter";
import type { Tables } from "@/lib/db/tables";
import { type ItemStanding, standingsOf } from "@/lib/domain/item-groups";
import type { OperationItem } from "@/lib/domain/operation";
import { ITEM_COLUMNS, toItem } from "./operation-rows";

/** Items of a filter in the order of the list, from after `seq` on. */
export async function findItems(
  kysely: Kysely<Tables>,
  operationId: string,
  { show, name }: OperationItemsFilter,
  seq: number,
  limit: number,
): Promise<OperationItem[]> {
  const part = (standing: ItemStanding | null) =>
    kysely
      .selectFrom("operation_item")
      .select(ITEM_COLUMNS)
      .where("operation_id", "=", operationId)
      .where("seq", ">", seq)
      .$if(standing !== null, (query) => query.where(stands(standing!)))
      .$if(name !== null, (query) =>
        query.where(sql<boolean>`position(${name!.toLowerCase()} in lower(thing_name)) > 0`),
      )
      .orderBy("seq")
      .limit(limit);

  // Outcome by outcome and then merged: each part comes out of an index that is in order of seq already, so a page
  // takes as long at the end of 100,000 items as at their beginning.
  const parts = show === "all" ? [part(null)] : standingsOf(show).map(part);
  const found = await Promise.all(parts.map((query) => query.execute()));
  const rows = found.length === 1 ? found[0]! : found.flat().sort((a, b) => a.seq - b.seq);
  return rows.slice(0, limit).map(toItem);
}

/** Words of the column's own, not parameters: the two indexes are partial, and only so they are found. */
function stands(standing: ItemStanding) {
  if (standing === "waiting") return sql<boolean>`state <> 'settled' and state = 'waiting'`;
  if (standing === "in-hand") return sql<boolean>`state <> 'settled' and state = 'in-hand'`;
  return sql<boolean>`state = 'settled' and outcome = ${standing}`;
}
