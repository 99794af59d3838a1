import type { TestProject } from "vitest/node";
import { keepEmptyStore } from "../../../scripts/empty-store.ts";
import { startPostgres } from "./postgres-server";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for all test files. Each creates databases of its own in it (see test-databases). */
export default async function startForAllTests(project: TestProject): Promise<() => Promise<void>> {
  await keepEmptyStore(); // here, so that no test waits for it
  const server = await startPostgres();
  project.provide("postgresUrl", server.url);
  return server.stop;
}
