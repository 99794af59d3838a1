import type { TestProject } from "vitest/node";
import pg from "pg";
import { keepPreparedStore } from "../../../scripts/prepared-store.ts";
import { openDatabase } from "../open-database";
import { startPostgres } from "./postgres-server";
import { WITH_TABLES } from "./test-databases";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for all test files. Each creates databases of its own in it (see test-databases). */
export default async function startForAllTests(project: TestProject): Promise<() => Promise<void>> {
  // Both here, as no test has to wait for it.
  const [server] = await Promise.all([startPostgres(), keepPreparedStore()]);
  await makeTables(server.url);
  project.provide("postgresUrl", server.url);
  return server.stop;
}

async function makeTables(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${WITH_TABLES}`);
  await client.end();
  await (await openDatabase({ kind: "postgres", url: serverUrl.replace(/[^/]+$/, WITH_TABLES) })).close();
}
