import type { Actor } from "@/lib/core/permissions/actor";
import type { AuthServices } from "./auth-services";
import { toActor } from "./find-actor";
import { toRole } from "@/lib/core/permissions/permissions";

/** A person with the rights that they have now, for what goes on without them. Null: they may not sign in any more. */
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
