import { getStorageEnv, isBuilding, type StorageEnv } from "@/lib/server/config/env";
import { type Database, type DatabaseConfig, openDatabase } from "./open-database";

/** Next loads modules once for pages and once for actions; the store is opened once for the process. */
const holder = globalThis as typeof globalThis & { standdownDatabase?: Promise<Database> };

/** The store that the environment names, opened when first asked for. One that failed to open is tried afresh. */
export function getDatabase(): Promise<Database> {
  if (isBuilding()) throw new Error("The store was asked for while building: await the request first.");
  if (holder.standdownDatabase) return holder.standdownDatabase;
  const opening = openDatabase(toDatabaseConfig(getStorageEnv()));
  holder.standdownDatabase = opening;
  opening.catch(() => (holder.standdownDatabase = undefined));
  return opening;
}

/** Closes it, where it was opened. */
export async function closeDatabase(): Promise<void> {
  const opened = holder.standdownDatabase;
  holder.standdownDatabase = undefined;
  await (await opened?.catch(() => undefined))?.close();
}

/** PostgreSQL where there is an address of one, else the embedded engine in the data folder. */
export function toDatabaseConfig({ dataDir, databaseUrl, databaseOwnerUrl }: StorageEnv): DatabaseConfig {
  if (databaseUrl === null) return { kind: "embedded", dataDir };
  return {
    kind: "postgres",
    url: databaseUrl,
    ...(databaseOwnerUrl !== null && { ownerUrl: databaseOwnerUrl }),
  };
}
