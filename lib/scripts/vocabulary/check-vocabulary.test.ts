import { expect, test } from "vitest";
import { checkVocabulary } from "./check-vocabulary.ts";
import type { Exception } from "./exception.ts";

function check(files: Readonly<Record<string, string>>, list: readonly Exception[] = []): string[] {
  return checkVocabulary(Object.keys(files), (path) => files[path]!, list);
}

test("finds nothing in files that use standard terms", () => {
  expect(check({ "lib/rate-limiter.ts": "// One actor a call.", "docs/a.md": "The audit log." })).toEqual([]);
});

test("finds violations in names of files and in their text", () => {
  expect(check({ "lib/doer.ts": "", "lib/a.ts": "doer;" })).toEqual([
    "lib/doer.ts:1:1 doer → actor",
    "lib/a.ts:1:1 doer → actor",
  ]);
});

test.each([
  "a.ts",
  "a.tsx",
  "a.js",
  "a.mjs",
  "a.css",
  "a.md",
  "a.json",
  "package.json",
  "lib/server/db/migrations/014-newer.ts",
])("reads %s", (path) => {
  expect(check({ [path]: '"doer"' })).toHaveLength(1);
});

test.each([
  "package-lock.json",
  "a.png",
  "lib/scripts/vocabulary/terms.ts",
  "lib/scripts/vocabulary/exceptions.ts",
  "lib/scripts/vocabulary/find-violations.test.ts",
  "lib/server/db/migrations/001-audit.ts",
])("does not read %s", (path) => {
  expect(check({ [path]: '"doer"' })).toEqual([]);
});

test("reports an exception that no file needs", () => {
  expect(check({ "a.ts": "one;" }, [{ text: "settled_at", reason: "planted" }])).toEqual([
    'The exception "settled_at" is not needed any more: remove it.',
  ]);
});

test("an exception that only a file name needs is needed", () => {
  expect(check({ "old-ledger.md": "" }, [{ text: "old-ledger", reason: "planted" }])).toEqual([]);
});
