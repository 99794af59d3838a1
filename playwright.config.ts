import { defineConfig } from "@playwright/test";
import { BROWSER_FLAGS } from "./lib/scripts/start-browser.ts";

const { CHROMIUM_PATH, CI, CONSOLE_URL, PAGING_CHAOS_SEED, PLAYWRIGHT_OUTPUT, PLAYWRIGHT_REPORT } =
  process.env;

/** The browser tests of lists. They run once more where AWS cuts pages at random. */
const LISTS = [
  "empty-pages",
  "go-to",
  "job",
  "jobs",
  "large-job",
  "plan-cancellation",
  "select-executions",
  "stuck",
  "things",
];

/** The browser tests of what nobody knows of AWS. They run once more with AWS behaving the other way. */
const UNSETTLED = ["cancel-conflict", "cancel-replaced", "cancel-unconfirmed", "unsettled-facts"];

/** Each the opposite of the emulator's default. */
const OTHER_WAY = {
  groupsOfThing: "direct",
  executionsOfDeletedThing: "kept",
  versionOnCancel: "unchanged",
  cancelChecksFirst: "state",
};

/** What takes minutes, or is not about rows: `npm run paging-chaos` runs these too. */
const NOT_IN_SAMPLE = [
  /zero violations/,
  /large-job\.spec\.ts/,
  /go-to\.spec\.ts (what is typed|options are chosen|what nobody has met|as a viewer|where AWS's index)/,
  /jobs?\.spec\.ts (the document|the configuration|while AWS)/,
  /plan-cancellation\.spec\.ts (c waits|as an operator|while the job|a lost answer|a page from before)/,
  /select-executions\.spec\.ts as a viewer/,
  /things\.spec\.ts (with fleet indexing off|while AWS)/,
  /stuck\.spec\.ts (?!a device gets stuck|one of two)/,
];

// `npm run e2e` starts the console and the emulator, finds the browser and says here where they are.
export default defineConfig<{ awsBehavior: object | null }>({
  testDir: "e2e",
  outputDir: PLAYWRIGHT_OUTPUT ?? "test-results",
  fullyParallel: true,
  workers: 3, // a test waits half of its time: on two cores, two left one of them idle
  retries: 0, // a test that passes the second time has found something
  forbidOnly: CI !== undefined,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: PLAYWRIGHT_REPORT ? [["list"], ["json", { outputFile: PLAYWRIGHT_REPORT }]] : [["list"]],
  use: {
    ...(CONSOLE_URL && { baseURL: CONSOLE_URL }),
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    timezoneId: "UTC",
    colorScheme: "light",
    // Calls, requests and the browser's console, which cost nothing. The pictures and the page after each step took a
    // third of the whole run's work: `npm run e2e -- SPEC --trace on` has them.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false },
    screenshot: "only-on-failure",
    launchOptions: { ...(CHROMIUM_PATH && { executablePath: CHROMIUM_PATH }), args: BROWSER_FLAGS },
  },
  projects: [
    { name: "e2e" },
    {
      name: "paging-chaos",
      timeout: 60_000, // a page may take ten calls
      testMatch: LISTS.map((name) => `${name}.spec.ts`),
      grepInvert: PAGING_CHAOS_SEED === undefined ? NOT_IN_SAMPLE : [],
      use: { awsBehavior: { pagingChaos: Number(PAGING_CHAOS_SEED ?? 1) } },
    },
    {
      name: "other-way",
      testMatch: UNSETTLED.map((name) => `${name}.spec.ts`),
      grepInvert: [/zero violations/, /throttling that does not end/], // the latter waits, and asks nothing of AWS
      use: { awsBehavior: { variants: OTHER_WAY } },
    },
  ],
});
