import { type Browser, chromium } from "@playwright/test";
import { ensureBuild } from "../console-build.ts";
import { findBrowser } from "../find-browser.ts";
import { BROWSER_FLAGS } from "../start-browser.ts";

/** What the parts share: one build of the console, so that all measure the same, and one browser. */
export type BenchTools = {
  build: string;
  /** Started when it is first asked for: the list route needs none. */
  browser: () => Promise<Browser>;
};

/** Runs `work` with a build that fits the sources; closes the browser that it may have started. */
export async function withBenchTools<Value>(work: (tools: BenchTools) => Promise<Value>): Promise<Value> {
  const build = await ensureBuild();
  let browser: Promise<Browser> | undefined;
  try {
    return await work({ build, browser: () => (browser ??= openBrowser()) });
  } finally {
    await browser?.then(
      (opened) => opened.close(),
      () => undefined, // it never started, which the part that started it has reported
    );
  }
}

/** Signals are our command's affair: it ends servers and browser alike, and Playwright would exit before it. */
async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  return chromium.launch({ executablePath, args: BROWSER_FLAGS, ...signals });
}
