import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { AuthAudit } from "./auth-audit";
import type { AuthSettings } from "@/lib/server/config/auth-settings";
import type { Auth } from "./create-auth";
import type { SessionReader } from "./read-session";

/** The services that the use cases of sign-in and of users need. */
export interface AuthServices {
  kysely: Kysely<Tables>;
  auth: Auth;
  readSession: SessionReader;
  audit: AuthAudit;
  settings: AuthSettings;
  demo: boolean;
}
