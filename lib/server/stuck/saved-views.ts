import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { RemoveView, RenameView, SaveView } from "@/lib/core/contracts/saved-view";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { RenameFailure, SavedView } from "@/lib/core/domain/triage";
import type { TriageServices } from "./triage-services";

/** Lists a person's saved views of this fleet, by name. Other people see a view only through its link. */
export async function listSavedViews(
  { fleet, database }: TriageServices,
  actor: Actor,
): Promise<Result<{ views: SavedView[] }, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const { kysely } = await database();
  const views = await kysely
    .selectFrom("saved_view")
    .select(["id", "name", "search"])
    .where("fleet_id", "=", fleet.id)
    .where("person", "=", actor.id)
    .orderBy("name")
    .execute();
  return ok({ views });
}

/** Saves a view under its name, and replaces the person's view of that name, if there is one. */
export async function saveView(
  { fleet, database }: TriageServices,
  actor: Actor,
  { name, search }: SaveView,
): Promise<Result<void, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const { kysely } = await database();
  await kysely
    .insertInto("saved_view")
    .values({ id: randomUUID(), fleet_id: fleet.id, person: actor.id, name, search, created_at: sql`now()` })
    .onConflict((conflict) => conflict.columns(["fleet_id", "person", "name"]).doUpdateSet({ search }))
    .execute();
  return ok(undefined);
}

/** Renames one of the person's own views. Fails if another of them has that name. */
export async function renameView(
  { fleet, database }: TriageServices,
  actor: Actor,
  { id, name }: RenameView,
): Promise<Result<void, RenameFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const { kysely } = await database();
  const own = kysely.selectFrom("saved_view").where("fleet_id", "=", fleet.id).where("person", "=", actor.id);
  const isTaken = await own.select("id").where("name", "=", name).where("id", "!=", id).executeTakeFirst();
  if (isTaken) return fail({ kind: "name-taken" });
  const { numUpdatedRows } = await kysely
    .updateTable("saved_view")
    .set({ name })
    .where("fleet_id", "=", fleet.id)
    .where("person", "=", actor.id)
    .where("id", "=", id)
    .executeTakeFirst();
  return numUpdatedRows > 0n ? ok(undefined) : fail({ kind: "view-gone" });
}

/** Removes one of the person's own views. Succeeds if it does not exist. */
export async function removeView(
  { fleet, database }: TriageServices,
  actor: Actor,
  { id }: RemoveView,
): Promise<Result<void, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const { kysely } = await database();
  await kysely
    .deleteFrom("saved_view")
    .where("fleet_id", "=", fleet.id)
    .where("person", "=", actor.id)
    .where("id", "=", id)
    .execute();
  return ok(undefined);
}
