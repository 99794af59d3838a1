import { EnvError } from "@/lib/server/config/env";
import { requireFleets } from "@/lib/server/runtime/services";

/** Stops the process, with every fault of the environment listed, before it serves anything. */
export function requireEnv(): void {
  try {
    requireFleets();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
