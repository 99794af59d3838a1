import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import type { ItemOutcome, OperationMention } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { OperationServices } from "./operation-services";
import { toPerson } from "./operation-rows";
import { orderColumn } from "./json-columns";

/** An execution in more operations than this has been retried many times. The newest are enough. */
const MOST = 20;

/** The operations that have this execution as an item, newest first. */
export async function findOperationsOfExecution(
  { fleet, database }: Pick<OperationServices, "fleet" | "database">,
  actor: Actor,
  { thingName, jobId }: ExecutionRef,
): Promise<Result<OperationMention[], ReadFailure>> {
  const authorized = authorize(actor, "read", { fleetId: fleet.id });
  if (!authorized.ok) return authorized;
  const { kysely } = await database();
  const rows = await kysely
    .selectFrom("operation_item as item")
    .innerJoin("operation", "operation.id", "item.operation_id")
    .select([
      "operation.id",
      "operation.state",
      "operation.created_at",
      "operation.person",
      "operation.order",
    ])
    .select(["item.state as item_state", "item.outcome"])
    .where("item.thing_name", "=", thingName)
    .where("item.job_id", "=", jobId)
    .where("operation.fleet_id", "=", fleet.id)
    .orderBy("operation.created_at", "desc")
    .limit(MOST)
    .execute();
  return ok(
    rows.map((row) => ({
      id: row.id,
      state: row.state,
      createdAt: row.created_at,
      byName: toPerson(row).name,
      reason: orderColumn.parse(row.order).reason,
      itemState: row.item_state,
      outcome: row.outcome as ItemOutcome | null,
    })),
  );
}
