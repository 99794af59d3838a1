import { chromium } from "@playwright/test";

const START_PATIENCE_MS = 30_000;

/**
 * Flags for a Chromium without a user, a screen or the internet. As root it refuses to run with its sandbox. Without
 * the other flags it spends its first seconds looking for Google's hosts.
 */
export const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a browser as the tests do and renders a page. @returns its version, or null when it does not work */
export async function tryBrowser(executablePath: string): Promise<string | null> {
  try {
    const browser = await chromium.launch({
      executablePath,
      args: BROWSER_FLAGS,
      timeout: START_PATIENCE_MS,
    });
    try {
      const page = await browser.newPage();
      await page.setContent("<h1>It draws</h1>");
      await page.screenshot();
      return browser.version();
    } finally {
      await browser.close();
    }
  } catch {
    return null;
  }
}
