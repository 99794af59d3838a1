import type { TestProject } from "vitest/node";
import { keepEmptyStore } from "../../../scripts/empty-store.ts";
import { startPostgres } from "./postgres-server";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One PostgreSQL for all test files: each makes databases of its own in it (see test-databases). */
export default async function startForAllTests(project: TestProject): Promise<() => Promise<void>> {
  await keepEmptyStore(); // here, as no test has to wait for it
  const server = await startPostgres();
  project.provide("postgresUrl", server.url);
  return server.stop;
}
