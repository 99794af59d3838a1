import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { OperationItemsFilter } from "@/lib/core/contracts/operation-filter";
import type { Page } from "@/lib/core/contracts/page";
import type { OperationItem } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { findItems } from "./find-items";
import type { OperationServices } from "./operation-services";

/** As many as a page of AWS's list of a job's executions. */
export const ITEMS_PAGE_SIZE = 250;

/** A page of an operation's items, in the order of its list. @param cursor the `seq` of the previous page's last item */
export async function listOperationItems(
  services: Pick<OperationServices, "fleet" | "database">,
  actor: Actor,
  { operationId, cursor, ...filter }: OperationItemsFilter & { operationId: string; cursor: string | null },
): Promise<Result<Page<OperationItem>, ReadFailure>> {
  const authorized = await requireOperation(services, actor, operationId);
  if (!authorized.ok) return authorized;
  const { kysely } = await services.database();
  const rows = await findItems(kysely, operationId, filter, Number(cursor ?? -1), ITEMS_PAGE_SIZE);
  const last = rows.length === ITEMS_PAGE_SIZE ? rows[ITEMS_PAGE_SIZE - 1]!.seq : null;
  return ok({ rows, cursor: last?.toString() ?? null, readAt: new Date() });
}

/** Fails unless the operation is of this fleet and the actor may read it. */
export async function requireOperation(
  { fleet, database }: Pick<OperationServices, "fleet" | "database">,
  actor: Actor,
  operationId: string,
): Promise<Result<void, ReadFailure>> {
  const authorized = authorize(actor, "read", { fleetId: fleet.id });
  if (!authorized.ok) return authorized;
  const { kysely } = await database();
  const row = await kysely
    .selectFrom("operation")
    .select("id")
    .where("id", "=", operationId)
    .where("fleet_id", "=", fleet.id)
    .executeTakeFirst();
  return row ? ok(undefined) : fail({ kind: "not-found", what: `The operation ${operationId}` });
}
