import type { Database } from "@/lib/db/open-database";
import type { Fleet } from "@/lib/fleets/fleet";

/** What reading the index takes from. */
export interface TriageServices {
  fleet: Pick<Fleet, "id">;
  database: () => Promise<Database>;
}
