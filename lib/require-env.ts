import { EnvError, getEnv } from "@/lib/env";

/** Stops the process, with every fault of the environment listed, before it serves anything. */
export function requireEnv(): void {
  try {
    getEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
