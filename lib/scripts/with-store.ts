import { DirectoryInUse } from "@/lib/server/db/lock-directory";
import { type Database, openDatabase } from "@/lib/server/db/open-database";
import { toDatabaseConfig } from "@/lib/server/db/process-database";
import { EnvError, getStorageEnv } from "@/lib/server/config/env";
import { CommandError } from "./command-error.ts";
import { readDotEnv } from "./read-dot-env.ts";

/**
 * Opens the store that the environment and `.env` name, runs `work` on it, and closes it.
 *
 * @throws CommandError if the environment is invalid or another process uses the directory
 */
export async function withStore<Value>(work: (database: Database) => Promise<Value>): Promise<Value> {
  readDotEnv();
  const database = await open();
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function open(): Promise<Database> {
  try {
    return await openDatabase(toDatabaseConfig(getStorageEnv()));
  } catch (error) {
    if (error instanceof DirectoryInUse || error instanceof EnvError) throw new CommandError(error.message);
    throw error;
  }
}
