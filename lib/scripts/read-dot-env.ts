import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./project.ts";

/** Adds to the environment what `.env` says and the environment does not. */
export function readDotEnv(): void {
  const file = join(PROJECT, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}
