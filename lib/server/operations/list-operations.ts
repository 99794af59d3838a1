import { sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Page } from "@/lib/core/contracts/page";
import type { OpenOperations, Operation } from "@/lib/core/domain/operation";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import type { OperationServices } from "./operation-services";
import { toOperations } from "./operation-rows";

type Services = Pick<OperationServices, "fleet" | "database">;

/** A screenful: the items of each row are counted. */
const PAGE_SIZE = 25;

/** The fleet's operations, newest first. @param cursor the id of the previous page's last operation */
export async function listOperations(
  { fleet, database }: Services,
  actor: Actor,
  { cursor }: { cursor: string | null },
): Promise<Result<Page<Operation>, ReadFailure>> {
  const authorized = authorize(actor, "read", { fleetId: fleet.id });
  if (!authorized.ok) return authorized;
  const { kysely } = await database();
  const rows = await kysely
    .selectFrom("operation")
    .selectAll()
    .where("fleet_id", "=", fleet.id)
    .$if(cursor !== null, (older) =>
      older.where(
        sql<boolean>`(created_at, id) < (select created_at, id from operation where id = ${cursor})`,
      ),
    )
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE_SIZE)
    .execute();
  return ok({
    rows: await toOperations(kysely, rows),
    cursor: rows.length === PAGE_SIZE ? rows[PAGE_SIZE - 1]!.id : null,
    readAt: new Date(),
  });
}

/** How many of the fleet's operations have not ended, by state. The navigation of every page reads it. */
export async function countOpenOperations(
  { fleet, database }: Services,
  actor: Actor,
): Promise<Result<OpenOperations, ReadFailure>> {
  const authorized = authorize(actor, "read", { fleetId: fleet.id });
  if (!authorized.ok) return authorized;
  const { kysely } = await database();
  const counts = await kysely
    .selectFrom("operation")
    .select([
      sql<number>`count(*) filter (where state = 'stopping' or (state = 'running' and suspension is null))::int`.as(
        "running",
      ),
      sql<number>`count(*) filter (where state = 'running' and suspension is not null)::int`.as("suspended"),
      sql<number>`count(*) filter (where state = 'paused')::int`.as("paused"),
    ])
    .where("fleet_id", "=", fleet.id)
    .where("state", "in", ["running", "stopping", "paused"])
    .executeTakeFirstOrThrow();
  return ok(counts);
}
