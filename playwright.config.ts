import { defineConfig } from "@playwright/test";
import { BROWSER_FLAGS } from "./lib/commands/start-browser.ts";

const { CHROMIUM_PATH, CI, CONSOLE_URL, PLAYWRIGHT_OUTPUT, PLAYWRIGHT_REPORT } = process.env;

// `npm run e2e` starts the console and the emulator, finds the browser and says here where they are.
export default defineConfig({
  testDir: "e2e",
  outputDir: PLAYWRIGHT_OUTPUT ?? "test-results",
  fullyParallel: true,
  workers: 2,
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
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { ...(CHROMIUM_PATH && { executablePath: CHROMIUM_PATH }), args: BROWSER_FLAGS },
  },
});
