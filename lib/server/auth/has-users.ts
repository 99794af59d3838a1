import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

/** Whether there is any user, apart from the demo's accounts. */
export async function hasUsers(kysely: Kysely<Tables>): Promise<boolean> {
  const user = await kysely
    .selectFrom("auth_user")
    .select("id")
    .where("is_demo", "=", false)
    .executeTakeFirst();
  return user !== undefined;
}
