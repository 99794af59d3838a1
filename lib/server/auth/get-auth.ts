import { type Env, getEnv } from "@/lib/server/config/env";
import { getAuditLog, getDatabase } from "@/lib/server/runtime/services";
import { createAuthAudit } from "./auth-audit";
import type { AuthServices } from "./auth-services";
import { keptSecret } from "./auth-secret";
import { countSignIns } from "./count-sign-ins";
import { createAuth } from "./create-auth";
import { addDemoAccounts, removeDemoAccounts } from "./demo-sign-in";
import { createSessionReader } from "./read-session";

/** Next loads this module twice, once for pages and once for actions. Both need the same services. */
const holder = globalThis as typeof globalThis & { standdownAuth?: Promise<AuthServices> };

/** The services of sign-in and users, created on first use. If that fails, the next call tries again. */
export function getAuthServices(): Promise<AuthServices> {
  if (holder.standdownAuth) return holder.standdownAuth;
  const making = createAuthServices(getEnv());
  holder.standdownAuth = making;
  making.catch(() => (holder.standdownAuth = undefined));
  return making;
}

async function createAuthServices(env: Env): Promise<AuthServices> {
  const database = await getDatabase();
  const { kysely } = database;
  const { auth: settings, publicOrigin, demo } = env;
  await (demo ? addDemoAccounts : removeDemoAccounts)(kysely);
  const secret = settings.secret ?? (await keptSecret(env.dataDir));
  const audit = countSignIns(createAuthAudit(getAuditLog()));
  const auth = createAuth({ kysely, settings, secret, publicOrigin, demo, audit, setsCookies: true });
  return { kysely, auth, readSession: createSessionReader(database, auth), audit, settings, demo };
}
