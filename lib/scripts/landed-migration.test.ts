import { expect, test } from "vitest";
import { isLandedMigration } from "./landed-migration.ts";

test.each([
  ["lib/server/db/migrations/001-audit.ts", true],
  ["lib/server/db/migrations/013-namespaces.ts", true],
  ["lib/server/db/migrations/014-newer.ts", false],
  ["lib/server/db/migrations/migrations.ts", false],
  ["lib/server/db/001-audit.ts", false],
])("whether %s landed unchecked: %s", (path, expected) => {
  expect(isLandedMigration(path)).toBe(expected);
});
