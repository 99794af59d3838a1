import { readFile } from "node:fs/promises";

export type TestCount = { passed: number; failed: number; skipped: number };

export const NO_TESTS: TestCount = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(...counts: readonly TestCount[]): TestCount {
  return counts.reduce(
    (sum, count) => ({
      passed: sum.passed + count.passed,
      failed: sum.failed + count.failed,
      skipped: sum.skipped + count.skipped,
    }),
    NO_TESTS,
  );
}

/** Counts a run that failed without a failed test (a file that does not load, a crash, lint) as one failure. */
export function withExit(count: TestCount, runFailed: boolean): TestCount {
  return runFailed && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** Counts of a vitest JSON report; none when the report was never written. */
export async function countUnitTests(file: string): Promise<TestCount> {
  const report = await read<Record<`num${"Passed" | "Failed" | "Pending" | "Todo"}Tests`, number>>(file);
  if (report === null) return NO_TESTS;
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests } = report;
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}

/** Counts of a Playwright JSON report. A test that passed only on a retry counts as failed. */
export async function countBrowserTests(file: string): Promise<TestCount> {
  const report = await read<{ stats: Record<"expected" | "unexpected" | "flaky" | "skipped", number> }>(file);
  if (report === null) return NO_TESTS;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

async function read<Report>(file: string): Promise<Report | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Report;
  } catch {
    return null;
  }
}
