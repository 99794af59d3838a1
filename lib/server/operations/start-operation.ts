import { sql, type Transaction } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import type { Tables } from "@/lib/server/db/tables";
import type { OperationPerson } from "@/lib/core/domain/operation";
import type { OperationServices } from "./operation-services";
import type { NewOperation } from "./new-operation";
import { recordRequest } from "./record-request";

/** Writes an operation, its items and its entry, uses its plan up, and calls for a runner. */
export async function startOperation(
  { audit, wakeRunner }: Pick<OperationServices, "audit" | "wakeRunner">,
  transaction: Transaction<Tables>,
  actor: Actor,
  operation: NewOperation,
): Promise<void> {
  const { plan, question, order } = operation;
  await transaction
    .insertInto("operation")
    .values({
      id: operation.id,
      fleet_id: plan.fleet_id,
      person_id: actor.id,
      person: JSON.stringify(toPersonNow(actor)),
      question: JSON.stringify(question),
      order: JSON.stringify(order),
      left_out: JSON.stringify(operation.leftOut),
      state: "running",
      retry_of: question.kind === "items" ? question.operationId : null,
      total: operation.total,
      planned_at: plan.taken_at,
      target: plan.target,
    })
    .execute();
  await insertItems(transaction, operation);
  await transaction
    .updateTable("cancel_plan")
    .set({ state: "used", operation_id: operation.id })
    .where("id", "=", plan.id)
    .execute();
  await wakeRunner(transaction, plan.fleet_id);
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

/** As they are now: their name and role may be others by the time somebody looks. */
function toPersonNow({
  id,
  name,
  email,
  role,
  address,
}: Actor): OperationPerson & { address: string | null } {
  return { id, name, email: email ?? null, role, address: address ?? null };
}
