import { EnvError } from "@/lib/env";
import { listFleets } from "@/lib/services";

/** Stops the process, with every fault of the environment listed, before it serves anything. */
export function requireEnv(): void {
  try {
    listFleets();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
