import type { Browser } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type SignedInState, signInToDemo } from "../demo-sign-in.ts";
import { launchEmulator } from "../launch.ts";
import type { BenchTools } from "./bench-tools.ts";
import { type ConsolePage, findConsolePages } from "./console-pages.ts";
import { type Aim, type Figure, roundTo } from "./figure.ts";
import { countFirstLoad, type FirstLoad, type Script } from "./first-load.ts";
import { FLEET, launchBenchConsole } from "./launch-bench-console.ts";

const AIM: Aim = { max: 190 };
const UNIT = "KiB gzip";

const SIGN_IN = "/sign-in";
/** Pages on the store alone. They make no calls of AWS, so only this part of the bench opens them. */
const OTHER_PAGES: readonly ConsolePage[] = [
  { name: "stuck", path: `/${FLEET}/stuck` },
  { name: "operations", path: `/${FLEET}/operations` },
  { name: "audit", path: `/${FLEET}/audit` },
  { name: "users", path: `/${FLEET}/users` },
  { name: "account", path: `/${FLEET}/account` },
  { name: "sign-in", path: SIGN_IN },
];

/**
 * Measures the JavaScript of each page on its first, cold load (see first-load). A browser test checks the page of an
 * operation against the same aim, since it has an operation to open.
 */
export async function measurePageWeight({ build, browser }: BenchTools): Promise<Figure[]> {
  const emulator = await launchEmulator({ fleet: "demo" });
  const server = await launchBenchConsole(emulator.url, build);
  try {
    const chromium = await browser();
    const admin = await signInToDemo(chromium, server.url, "admin"); // sees the most pages, and the most on each
    const pages = [...(await findConsolePages(emulator.url)), ...OTHER_PAGES];
    const figures: Figure[] = [];
    for (const { name, path } of pages) {
      const state = path === SIGN_IN ? null : admin;
      const { first, later } = await loadCold(chromium, state, server.url + path);
      figures.push(
        { name: `b. JavaScript of the ${name} page, first load`, value: kib(first), unit: UNIT, aim: AIM },
        {
          name: `b. JavaScript of the ${name} page, fetched later`,
          value: kib(later),
          unit: UNIT,
          aim: null,
        },
      );
    }
    const alone = kib(await frameworkScripts(build));
    return [...figures, { name: "b. Next and React alone", value: alone, unit: UNIT, aim: null }];
  } finally {
    await Promise.all([server.stop(), emulator.stop()]);
  }
}

/** In a browser with an empty cache. */
async function loadCold(browser: Browser, state: SignedInState | null, url: string): Promise<FirstLoad> {
  const context = await browser.newContext(state === null ? {} : { storageState: state });
  try {
    return await countFirstLoad(await context.newPage(), url);
  } finally {
    await context.close();
  }
}

/** The scripts that every page has without our code, as the build lists them: a reference for the other figures. */
async function frameworkScripts(build: string): Promise<Script[]> {
  const manifest = await readFile(join(build, ".next/build-manifest.json"), "utf8");
  const { rootMainFiles } = JSON.parse(manifest) as { rootMainFiles: string[] };
  return Promise.all(
    rootMainFiles.map(async (path) => ({
      path,
      gzipBytes: gzipSync(await readFile(join(build, ".next", path))).length,
    })),
  );
}

function kib(scripts: readonly Script[]): number {
  return roundTo(1, scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) / 1024);
}
