import { type Browser, chromium } from "@playwright/test";
import { ensureBuild } from "../console-build.ts";
import { findBrowser } from "../find-browser.ts";
import { BROWSER_FLAGS } from "../start-browser.ts";

/** Shared by all parts: one build of the console, so that all measure the same, and one browser. */
export type BenchTools = {
  build: string;
  /** Starts the browser on first use: the list route needs none. */
  browser: () => Promise<Browser>;
};

/** Runs `work` with a build of the current sources. Closes the browser if it was started. */
export async function withBenchTools<Value>(work: (tools: BenchTools) => Promise<Value>): Promise<Value> {
  const build = await ensureBuild();
  let browser: Promise<Browser> | undefined;
  try {
    return await work({ build, browser: () => (browser ??= openBrowser()) });
  } finally {
    await browser?.then(
      (opened) => opened.close(),
      () => undefined, // it never started, as the part that needed it has reported
    );
  }
}

/** The command handles signals and stops servers and browser; Playwright would exit before that. */
async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, args: BROWSER_FLAGS, ...signals });
}
