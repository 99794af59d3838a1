import { inspect } from "node:util";
import { exitWithMessage } from "@/lib/server/runtime/exit-with-message";
import { startAccountChecks } from "@/lib/server/runtime/check-accounts";
import { DirectoryInUse } from "@/lib/server/db/lock-directory";
import { getEnv } from "@/lib/server/config/env";
import { stopGracefully } from "@/lib/server/runtime/graceful-stop";
import { requireEnv } from "@/lib/server/runtime/require-env";
import { startOperations } from "@/lib/server/runtime/start-operations";
import { maintainAuditLog } from "@/lib/server/runtime/maintain-audit-log";
import { watchRequests } from "@/lib/server/telemetry/watch-requests";

/** Prepares the process for its first request: a valid configuration, request guards, a way to stop, the store. */
export async function prepareProcess(): Promise<void> {
  requireEnv();
  const { trustedProxies, requestsPerSecond, publicOrigin, isLoopbackOnly, development } = getEnv();
  const traffic = watchRequests({ trustedProxies, requestsPerSecond, publicOrigin, isLoopbackOnly });
  if (!development) stopGracefully(traffic); // `next dev` has its own, for the processes it starts
  await requireStore();
}

/** Without a store nobody can sign in, so the process stops and says why. */
async function requireStore(): Promise<void> {
  try {
    await maintainAuditLog();
    await startOperations();
    startAccountChecks();
  } catch (error) {
    exitWithMessage(error instanceof DirectoryInUse ? error.message : inspect(error));
  }
}
