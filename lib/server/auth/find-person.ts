import type { Actor } from "@/lib/core/permissions/actor";
import type { AuthServices } from "./auth-services";
import { toActor } from "./find-actor";
import { toRole } from "@/lib/core/permissions/permissions";

/** A person with their present permissions, for work that goes on while they are away. Null: they may no longer sign in. */
export async function findPerson(
  { kysely, settings, demo }: Pick<AuthServices, "kysely" | "settings" | "demo">,
  id: string,
): Promise<Actor | null> {
  const row = await kysely
    .selectFrom("auth_user")
    .select(["id", "name", "email", "role", "fleets", "thing_pattern", "is_demo"])
    .where("id", "=", id)
    .executeTakeFirst();
  const role = toRole(row?.role ?? null);
  return !row || role === null || (row.is_demo && !demo) ? null : toActor(row, role, settings);
}
