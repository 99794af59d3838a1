import { type Env, getEnv } from "@/lib/server/config/env";
import { perProcess } from "@/lib/server/process/per-process";
import { getAuditLog, getDatabase } from "@/lib/server/runtime/store";
import { createAuthAudit } from "./auth-audit";
import type { AuthServices } from "./auth-services";
import { keptSecret } from "./auth-secret";
import { countSignIns } from "./count-sign-ins";
import { createAuth } from "./create-auth";
import { addDemoAccounts, removeDemoAccounts } from "./demo-sign-in";
import { createSessionReader } from "./read-session";

const state = perProcess("auth", (): { services: Promise<AuthServices> | null } => ({ services: null }));

/** The services of sign-in and users, created on the first call. If that fails, the next call tries again. */
export function getAuthServices(): Promise<AuthServices> {
  if (state.services !== null) return state.services;
  const creating = createAuthServices(getEnv());
  state.services = creating;
  creating.catch(() => (state.services = null));
  return creating;
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
