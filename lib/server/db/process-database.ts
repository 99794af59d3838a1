import { getStorageEnv, isBuilding, type StorageEnv } from "@/lib/server/config/env";
import type { Logger } from "@/lib/server/process/logger";
import { perProcess } from "@/lib/server/process/per-process";
import { type Database, type DatabaseConfig, openDatabase } from "./open-database";

const state = perProcess("database", (): { opening: Promise<Database> | null } => ({ opening: null }));

/** The database that the environment names, opened on the first call. If that fails, the next call tries again. */
export function getDatabase(logger: Logger): Promise<Database> {
  if (isBuilding()) throw new Error("The store was asked for while building: await the request first.");
  if (state.opening !== null) return state.opening;
  const opening = openDatabase(toDatabaseConfig(getStorageEnv()), logger);
  state.opening = opening;
  opening.catch(() => (state.opening = null));
  return opening;
}

/** Closes the database if it was opened. */
export async function closeDatabase(): Promise<void> {
  const { opening } = state;
  state.opening = null;
  await (await opening?.catch(() => undefined))?.close();
}

/** PostgreSQL if the environment has a URL of one, else the embedded engine in the data folder. */
export function toDatabaseConfig({ dataDir, databaseUrl, databaseOwnerUrl }: StorageEnv): DatabaseConfig {
  if (databaseUrl === null) return { kind: "embedded", dataDir };
  return {
    kind: "postgres",
    url: databaseUrl,
    ...(databaseOwnerUrl !== null && { ownerUrl: databaseOwnerUrl }),
  };
}
