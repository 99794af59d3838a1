import type { Database } from "@/lib/server/db/open-database";
import type { Fleet } from "@/lib/server/config/fleet";

/** What reading the index takes from. */
export interface TriageServices {
  fleet: Pick<Fleet, "id">;
  database: () => Promise<Database>;
}
