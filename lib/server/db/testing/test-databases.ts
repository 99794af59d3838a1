import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { putEmptyStore } from "@/lib/scripts/empty-store";
import { type Database, type DatabaseConfig, openDatabase } from "../open-database";

export const ENGINES = ["embedded", "postgres"] as const;
export type Engine = (typeof ENGINES)[number];

/** An empty database that no other test uses. */
export interface TestDatabase {
  /** To open it again, or from another process. */
  config: DatabaseConfig;
  /** Opens it; closed by `remove` at the latest. */
  open: () => Promise<Database>;
  /** Closes what is open, and deletes it. */
  remove: () => Promise<void>;
}

let databases = 0;

/** Creates a database for a test file: `describe.each(ENGINES)` runs its tests on both engines. */
export async function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === "embedded" ? embeddedDatabase() : postgresDatabase(inject("postgresUrl"));
}

async function embeddedDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-data-"));
  await putEmptyStore(dataDir);
  return withOpened({ kind: "embedded", dataDir }, () => rm(dataDir, { recursive: true, force: true }));
}

async function postgresDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `test_${process.pid}_${Date.now()}_${++databases}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`create database ${name}`);
  const url = serverUrl.replace(/[^/]+$/, name);
  return withOpened({ kind: "postgres", url }, () => administer(`drop database ${name} with (force)`));
}

function withOpened(config: DatabaseConfig, drop: () => Promise<void>): TestDatabase {
  const opened: Database[] = [];
  return {
    config,
    open: async () => {
      const database = await openDatabase(config);
      opened.push(database);
      return database;
    },
    remove: async () => {
      await Promise.all(opened.map((database) => database.close()));
      await drop();
    },
  };
}
