import { sql, type Transaction } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Tables } from "@/lib/server/db/tables";
import type { OperationServices } from "./operation-services";
import {
  leftOutColumn,
  orderColumn,
  personColumn,
  selectorColumn,
  type StoredPerson,
  targetColumn,
} from "./json-columns";
import type { NewOperation } from "./new-operation";
import { recordRequest } from "./record-request";

/** Inserts an operation, its items and its audit entry, marks its plan as used, and wakes a runner. */
export async function startOperation(
  { audit, wakeRunner }: Pick<OperationServices, "audit" | "wakeRunner">,
  transaction: Transaction<Tables>,
  actor: Actor,
  operation: NewOperation,
): Promise<void> {
  const { plan, order } = operation;
  const { selector } = plan;
  await transaction
    .insertInto("operation")
    .values({
      id: operation.id,
      fleet_id: plan.fleetId,
      person_id: actor.id,
      person: personColumn.stringify(toPersonNow(actor)),
      question: selectorColumn.stringify(selector),
      order: orderColumn.stringify(order),
      left_out: leftOutColumn.stringify(operation.leftOut),
      state: "running",
      retry_of: selector.kind === "items" ? selector.operationId : null,
      total: operation.total,
      planned_at: plan.takenAt,
      target: plan.target && targetColumn.stringify(plan.target),
    })
    .execute();
  await insertItems(transaction, operation);
  await transaction
    .updateTable("cancel_plan")
    .set({ state: "used", operation_id: operation.id })
    .where("id", "=", plan.id)
    .execute();
  await wakeRunner(transaction, plan.fleetId);
  await recordRequest(audit, transaction, actor, operation);
}

/** In the order of the plan, numbered without gaps. */
async function insertItems(
  transaction: Transaction<Tables>,
  { id, plan, order }: NewOperation,
): Promise<void> {
  const statuses = order.force ? ["QUEUED", "IN_PROGRESS"] : ["QUEUED"];
  await transaction
    .insertInto("operation_item")
    .columns([
      "operation_id",
      "seq",
      "thing_name",
      "job_id",
      "execution_number",
      "planned_status",
      "queued_at",
      "started_at",
      "last_updated_at",
      "version_number",
      "status_details",
      "state",
    ])
    .expression((query) =>
      query
        .selectFrom("cancel_plan_item")
        .select([
          sql<string>`${id}::text`.as("operation_id"),
          sql<number>`row_number() over (order by seq)`.as("seq"),
          "thing_name",
          "job_id",
          "execution_number",
          "status",
          "queued_at",
          "started_at",
          "last_updated_at",
          "version_number",
          "status_details",
          sql<"waiting">`'waiting'`.as("state"),
        ])
        .where("plan_id", "=", plan.id)
        .where("status", "in", statuses),
    )
    .execute();
}

/** A copy of the person's name and role at this time: both may have changed when somebody reads the operation. */
function toPersonNow({ id, name, email, role, address }: Actor): StoredPerson {
  return { id, name, email: email ?? null, role, address: address ?? null };
}
