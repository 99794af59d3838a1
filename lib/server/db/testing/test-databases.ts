import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { putPreparedStore } from "@/lib/scripts/prepared-store";
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

/** On the server of all tests: the database that new ones are copied from. Nobody is connected to it. */
export const WITH_TABLES = "with_tables";

let databases = 0;

/**
 * Makes a database for a test file: `describe.each(ENGINES)` runs its tests on both engines.
 *
 * @param options.tables whether it is copied from one that has its tables already, as all need them and making them
 *   takes the longest. Without, opening it is what a first start is.
 */
export async function createTestDatabase(engine: Engine, { tables = true } = {}): Promise<TestDatabase> {
  return engine === "embedded" ? embeddedDatabase(tables) : postgresDatabase(inject("postgresUrl"), tables);
}

async function embeddedDatabase(tables: boolean): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-data-"));
  if (tables) await putPreparedStore(dataDir);
  return withOpened({ kind: "embedded", dataDir }, () => rm(dataDir, { recursive: true, force: true }));
}

async function postgresDatabase(serverUrl: string, tables: boolean): Promise<TestDatabase> {
  const name = `test_${process.pid}_${Date.now()}_${++databases}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await administer(`create database ${name}${tables ? ` template ${WITH_TABLES}` : ""}`);
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
