import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUILD, isCounted, type StepOutcome } from "./check-steps.ts";
import { CommandError } from "./command-error.ts";
import {
  addCounts,
  countBrowserTests,
  countUnitTests,
  NO_TESTS,
  type TestCount,
  withExit,
} from "./count-tests.ts";
import { listFailedBrowserTests, listFailedUnitTests } from "./failed-tests.ts";
import { runBrowserTests } from "./run-browser-tests.ts";
import { runCheck } from "./run-check.ts";
import { runCommand } from "./run-command.ts";

/** npm test: runs all checks and all tests, even after a failure. A failed check counts as a failed test. */
await runCommand(async () => {
  const reports = await mkdtemp(join(tmpdir(), "standdown-reports-"));
  try {
    const unitReport = join(reports, "unit.json");
    const browserReport = join(reports, "browser.json");
    const outcomes = await runCheck(unitReport, [BUILD]);
    const checks = await countChecks(outcomes, unitReport);
    const browser = await countBrowser(browserReport);
    const { passed, failed, skipped } = addCounts(checks, browser);
    if (failed > 0) {
      // Listed again at the end, where the reader of a long log looks first.
      const failedChecks = outcomes.filter((outcome) => outcome.failed).map(({ name }) => name);
      const names = [
        ...failedChecks,
        ...(await listFailedUnitTests(unitReport)),
        ...(await listFailedBrowserTests(browserReport)),
      ];
      console.log(`\n${["Failed:", ...names].join("\n  ")}`);
    }
    if (skipped > 0) console.log(`\nSkipped: ${skipped}.`);
    console.log(`\n${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
});

async function countChecks(outcomes: readonly StepOutcome[], unitReport: string): Promise<TestCount> {
  const unit = await countUnitTests(unitReport);
  const counts = outcomes.map(({ name, failed }) => withExit(isCounted(name) ? unit : NO_TESTS, failed));
  return addCounts(...counts);
}

async function countBrowser(report: string): Promise<TestCount> {
  console.log("\nBrowser tests");
  let failed = true;
  try {
    failed = (await runBrowserTests({ report })) !== 0;
  } catch (error) {
    console.error(error instanceof CommandError ? error.message : error); // no build, no browser: counted, not thrown
  }
  return withExit(await countBrowserTests(report), failed);
}
