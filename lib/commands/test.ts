import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isCounted } from "./check-steps.ts";
import { CommandError } from "./command-error.ts";
import {
  addCounts,
  countBrowserTests,
  countUnitTests,
  NO_TESTS,
  type TestCount,
  withExit,
} from "./count-tests.ts";
import { runBrowserTests } from "./run-browser-tests.ts";
import { runCheck } from "./run-check.ts";
import { runCommand } from "./run-command.ts";

/** npm test: all checks and all tests, unit to browser, whichever fails. A failed check counts as a failed test. */
await runCommand(async () => {
  const reports = await mkdtemp(join(tmpdir(), "standdown-reports-"));
  try {
    const checks = await countChecks(join(reports, "unit.json"));
    const browser = await countBrowser(join(reports, "browser.json"));
    const { passed, failed, skipped } = addCounts(checks, browser);
    if (skipped > 0) console.log(`\nSkipped: ${skipped}.`);
    console.log(`\n${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
});

async function countChecks(report: string): Promise<TestCount> {
  const outcomes = await runCheck(report);
  const unit = await countUnitTests(report);
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
