import { EnvError } from "@/lib/server/config/env";
import { exitWithMessage } from "@/lib/server/runtime/exit-with-message";
import { requireFleets } from "@/lib/server/runtime/fleets";

/** Stops the process, with every issue of the environment listed, before it serves anything. */
export function requireEnv(): void {
  try {
    requireFleets();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    exitWithMessage(error.message);
  }
}
