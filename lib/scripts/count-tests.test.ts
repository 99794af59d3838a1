import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addCounts, countBrowserTests, countUnitTests, NO_TESTS, withExit } from "./count-tests.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "count-tests-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(report: object): Promise<string> {
  const file = join(folder, "report.json");
  await writeFile(file, JSON.stringify(report));
  return file;
}

describe("the closing count", () => {
  it("reads vitest's report", async () => {
    const file = await write({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
    expect(await countUnitTests(file)).toEqual({ passed: 7, failed: 2, skipped: 2 });
  });

  it("reads Playwright's report and counts a flaky test as failed", async () => {
    const file = await write({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 3 } });
    expect(await countBrowserTests(file)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  it("is zero for a report that was never written", async () => {
    expect(await countUnitTests(join(folder, "none.json"))).toEqual(NO_TESTS);
  });

  it("counts a run that failed without a failed test as one", () => {
    expect(withExit({ passed: 3, failed: 0, skipped: 0 }, true).failed).toBe(1);
    expect(withExit({ passed: 3, failed: 2, skipped: 0 }, true).failed).toBe(2);
    expect(withExit({ passed: 3, failed: 0, skipped: 0 }, false).failed).toBe(0);
  });

  it("adds up", () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(addCounts(one, one)).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });
});
