import type { Database } from "@/lib/server/db/open-database";
import type { Fleet } from "@/lib/server/config/fleet";

/** What use cases that read the index need. */
export interface TriageServices {
  fleet: Pick<Fleet, "id">;
  database: () => Promise<Database>;
}
