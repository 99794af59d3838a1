import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./project.ts";

/** Adds the variables of `.env` that the environment does not have. */
export function readDotEnv(): void {
  const file = join(PROJECT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}
