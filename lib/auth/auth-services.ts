import type { Kysely } from "kysely";
import type { Tables } from "@/lib/db/tables";
import type { AuthAudit } from "./auth-audit";
import type { AuthSettings } from "./auth-settings";
import type { Auth } from "./create-auth";

/** What the use cases of sign-in and of users take from. */
export interface AuthServices {
  kysely: Kysely<Tables>;
  auth: Auth;
  /**
   * The same for asking only. It takes no cookie back from a session that has ended: an action that changes cookies
   * has its page rendered anew, and the dialog that was to say so would be gone.
   */
  reader: Auth;
  audit: AuthAudit;
  settings: AuthSettings;
  demo: boolean;
}
