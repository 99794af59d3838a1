import type { Browser, Response } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type SignedInState, signInToDemo } from "../demo-sign-in.ts";
import { launchEmulator } from "../launch.ts";
import type { BenchTools } from "./bench-tools.ts";
import { type ConsolePage, findConsolePages } from "./console-pages.ts";
import { type Aim, type Figure, roundTo } from "./figure.ts";
import { FLEET, launchBenchConsole } from "./launch-bench-console.ts";

const AIM: Aim = { max: 190 };
const UNIT = "KiB gzip";

const SIGN_IN = "/sign-in";
/** They ask AWS for nothing, so of the bench's parts only this one opens them. */
const PAGES_OF_PEOPLE: readonly ConsolePage[] = [
  { name: "audit", path: `/${FLEET}/audit` },
  { name: "users", path: `/${FLEET}/users` },
  { name: "account", path: `/${FLEET}/account` },
  { name: "sign-in", path: SIGN_IN },
];

type Script = { path: string; gzipBytes: number };

/**
 * The JavaScript that each page brings on its first load, cold.
 *
 * Counted are the scripts that the browser fetched until the network was quiet and that the document names: as a tag,
 * or in the data from which React hydrates. That is what stands between a person and a page that works. What the page
 * fetches by itself afterwards (the schemas of the first answer that it asks for, the code of pages that its links
 * lead to) is named nowhere in the document, is counted apart, and has no aim; dialogs are fetched when someone reaches for their button, so they are in neither.
 * Inline scripts carry data, not code. Sizes are our own gzip over the decoded bodies, whatever the server did.
 */
export async function measurePageWeight({ build, browser }: BenchTools): Promise<Figure[]> {
  const emulator = await launchEmulator({ fleet: "demo" });
  const server = await launchBenchConsole(emulator.url, build);
  try {
    const chromium = await browser();
    const admin = await signInToDemo(chromium, server.url, "admin"); // who has the most pages, and the most on each
    const pages = [...(await findConsolePages(emulator.url)), ...PAGES_OF_PEOPLE];
    const figures: Figure[] = [];
    for (const { name, path } of pages) {
      const state = path === SIGN_IN ? null : admin;
      const { document, scripts } = await loadCold(chromium, state, server.url + path);
      const first = scripts.filter((script) => document.includes(script.path));
      const later = scripts.filter((script) => !first.includes(script));
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

/** Opens the page in a browser that has cached nothing. */
async function loadCold(
  browser: Browser,
  state: SignedInState | null,
  url: string,
): Promise<{ document: string; scripts: Script[] }> {
  const context = await browser.newContext(state === null ? {} : { storageState: state });
  try {
    const page = await context.newPage();
    const responses: Response[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") responses.push(response);
    });
    const answer = await page.goto(url, { waitUntil: "networkidle" });
    if (!answer?.ok()) throw new Error(`${url} answered ${answer?.status()}.`);

    const bodies = new Map<string, Buffer>(); // by path: a script that two tags name is fetched once
    for (const response of responses) bodies.set(new URL(response.url()).pathname, await response.body());
    const scripts = [...bodies].map(([path, body]) => ({
      // The data for hydration names chunks relative to `_next/`.
      path: path.replace("/_next/", ""),
      gzipBytes: gzipSync(body).length,
    }));
    return { document: await answer.text(), scripts };
  } finally {
    await context.close();
  }
}

/** What each page has before a line of ours, as the build lists it: the reference to read the others by. */
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
