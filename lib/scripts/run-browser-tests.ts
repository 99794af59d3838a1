import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { childEnv } from "./child-env.ts";
import { ensureBuild } from "./console-build.ts";
import { findBrowser } from "./find-browser.ts";
import { launchConsole, launchEmulator } from "./launch.ts";
import { keepPreparedStore } from "./prepared-store.ts";
import { PROJECT } from "./project.ts";
import { startNode } from "./start-process.ts";
import { makeTemporaryFolder } from "./temporary-store.ts";

export type BrowserTestOptions = {
  /** Passed to Playwright: names of specs, `--grep`, `--headed` … */
  args?: readonly string[];
  /** Where Playwright writes its JSON report. */
  report?: string;
  /** Runs all tests in which AWS cuts pages at random, with this seed. Default: a sample of them, with seed 1. */
  pagingChaosSeed?: number;
};

/**
 * Runs the browser tests against a console and an emulator of their own, on free ports, and stops both.
 *
 * @returns Playwright's exit code
 */
export async function runBrowserTests({
  args = [],
  report,
  pagingChaosSeed,
}: BrowserTestOptions = {}): Promise<number> {
  const build = await ensureBuild();
  const browser = await findBrowser();
  const emulator = await launchEmulator();
  await keepPreparedStore(); // here, as no test has to wait for it
  const server = await launchConsole({
    emulatorUrl: emulator.url,
    // All tests ask from one address, more in a minute than a person in an hour.
    // Tests count calls, and make the next ones fail: what is about the index has a world of its own, with one.
    env: {
      IOT_QUOTAS: "off",
      INDEX_SHARE: "0",
      STANDDOWN_DEMO: "1",
      LOG_LEVEL: "warn",
      REQUESTS_PER_SECOND: "1000",
      DATA_DIR: makeTemporaryFolder(), // a first start, as a person's; those of worlds apart copy a store
    },
    build,
  });

  // A folder for each run: Playwright empties its own first, under the feet of a run beside it.
  const output = join(PROJECT, "test-results", String(process.pid));
  const playwright = startNode({
    name: "Playwright",
    args: [join(PROJECT, "node_modules/@playwright/test/cli.js"), "test", ...args],
    env: {
      ...childEnv({ NODE_ENV: "test", DISPLAY: process.env.DISPLAY }),
      CONSOLE_URL: server.url,
      EMULATOR_URL: emulator.url,
      CONSOLE_BUILD: build,
      CHROMIUM_PATH: browser,
      PLAYWRIGHT_OUTPUT: output,
      ...(report && { PLAYWRIGHT_REPORT: report }),
      ...(pagingChaosSeed !== undefined && { PAGING_CHAOS_SEED: String(pagingChaosSeed) }),
    },
    inherit: true,
  });
  const code = (await playwright.exited) ?? 1;
  await Promise.all([server.stop(), emulator.stop()]);

  if (code === 0) await rm(output, { recursive: true, force: true });
  else
    console.log(
      `\nPictures and traces of what failed: ${relative(PROJECT, output)}\nThe console printed:\n${server.tail()}`,
    );
  return code;
}
