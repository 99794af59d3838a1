import type { Browser } from "@playwright/test";
import { signInToDemo } from "../demo-sign-in.ts";
import { launchEmulator } from "../launch.ts";
import type { BenchTools } from "./bench-tools.ts";
import { callDifference } from "./call-difference.ts";
import { type ConsolePage, findConsolePages } from "./console-pages.ts";
import { readCallCounts } from "./emulator-control.ts";
import type { Figure } from "./figure.ts";
import { launchBenchConsole } from "./launch-bench-console.ts";

/** Pages refresh after 5 s: a page that is not quiet by then would have some calls counted twice. */
const BEFORE_REFRESH_MS = 5_000;
const ATTEMPTS = 3;

/**
 * Counts the calls of AWS for one view of each page: from opening it until the network is quiet, before its first refresh.
 * Each page is opened on a new console, so that no read is shared with an earlier view: the most that a view can cost.
 * The count includes the counters of the rows in view, as many as fit the window.
 */
export async function measurePageCalls({ build, browser }: BenchTools): Promise<Figure[]> {
  const emulator = await launchEmulator({ fleet: "demo" });
  try {
    const figures: Figure[] = [];
    for (const page of await findConsolePages(emulator.url)) {
      const calls = await countCalls(await browser(), emulator.url, build, page);
      for (const [api, value] of Object.entries(calls))
        figures.push({ name: `d. a view of the ${page.name} page, ${api}`, value, unit: "calls", aim: null });
    }
    return figures;
  } finally {
    await emulator.stop();
  }
}

async function countCalls(browser: Browser, emulatorUrl: string, build: string, { name, path }: ConsolePage) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const server = await launchBenchConsole(emulatorUrl, build);
    try {
      // Signing in opens the list of things, whose calls must not count. They are complete when the network is quiet.
      const state = await signInToDemo(browser, server.url, "viewer");
      const context = await browser.newContext({ storageState: state });
      const before = await readCallCounts(emulatorUrl);
      const beganAt = performance.now();
      const page = await context.newPage();
      await page.goto(server.url + path, { waitUntil: "networkidle" });
      const tookMs = performance.now() - beganAt;
      const calls = callDifference(before, await readCallCounts(emulatorUrl));
      await context.close();
      if (tookMs < BEFORE_REFRESH_MS) return calls;
    } finally {
      await server.stop();
    }
  }
  throw new Error(`The ${name} page was never quiet within ${BEFORE_REFRESH_MS / 1000} s of its opening.`);
}
