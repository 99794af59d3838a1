import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";

/** Whether anybody could sign in by e-mail and password. */
export async function hasUsers(kysely: Kysely<Tables>): Promise<boolean> {
  const user = await kysely
    .selectFrom("auth_user")
    .select("id")
    .where("is_demo", "=", false)
    .executeTakeFirst();
  return user !== undefined;
}
