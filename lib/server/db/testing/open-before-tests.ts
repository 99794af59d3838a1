import { afterAll, beforeAll } from "vitest";
import type { Database } from "../open-database";
import { createTestDatabase, type Engine, type TestDatabase } from "./test-databases";

/** A store for all tests of a block: opened before the first, removed after the last. */
export function openBeforeTests(engine: Engine, use: (database: Database) => unknown): void {
  let store: TestDatabase | undefined;
  beforeAll(async () => {
    store = await createTestDatabase(engine);
    await use(await store.open());
  });
  afterAll(() => store?.remove());
}
