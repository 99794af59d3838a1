import { chromium } from "@playwright/test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { askedForBrowser, installedBrowsers } from "./browser-candidates.ts";
import { CommandError } from "./command-error.ts";
import { PROJECT } from "./project.ts";
import { tryBrowser } from "./start-browser.ts";
import { startNode, startProgram } from "./start-process.ts";
import { findUnpackedChromium, unpackChromium } from "./unpack-chromium.ts";

const DOWNLOAD_PATIENCE_MS = 180_000;
const APT_PATIENCE_MS = 300_000;
const NONE_YET = new Error("there is none");

/**
 * Finds a Chromium, Chrome or Edge that Playwright can drive, or installs one, and prints which. Each candidate is
 * started before it is chosen. Installed ones come first, then those that need neither root nor changes to the system.
 *
 * @returns the path of its program
 * @throws CommandError when there is none, or when the one that CHROMIUM_PATH names does not start
 */
export async function findBrowser(): Promise<string> {
  const asked = askedForBrowser(process);
  if (asked !== null) {
    const version = await tryBrowser(asked);
    if (version === null)
      throw new CommandError(`The browser that CHROMIUM_PATH names does not start: ${asked}`);
    return choose(asked, version, "as CHROMIUM_PATH says");
  }

  for (const path of installedBrowsers(process)) {
    const version = await tryBrowser(path);
    if (version !== null) return choose(path, version, "found on this machine");
  }

  const sources = [
    { how: "downloaded by Playwright before", get: playwrightsOwn },
    { how: "unpacked from @sparticuz/chromium before", get: unpackedBefore },
    { how: "just downloaded by Playwright", get: downloadPlaywrights },
    { how: "from the npm package @sparticuz/chromium", get: unpackChromium },
    { how: "just installed by apt-get", get: installByApt },
  ];
  const faults: string[] = [];
  for (const { how, get } of sources) {
    try {
      const path = await get();
      const version = await tryBrowser(path);
      if (version !== null) return choose(path, version, [how, ...faults].join("; "));
      faults.push(`one ${how} did not start`);
    } catch (error) {
      if (error !== NONE_YET)
        faults.push(`not ${how}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new CommandError(
    `No browser found, and none could be installed:\n- ${faults.join("\n- ")}\n` +
      "Install Chromium, Chrome or Edge, or name one by CHROMIUM_PATH.",
  );
}

function choose(path: string, version: string, how: string): string {
  console.log(`Browser: Chromium ${version} at ${path} (${how}).`);
  return path;
}

function playwrightsOwn(): Promise<string> {
  const path = chromium.executablePath();
  return existsSync(path) ? Promise.resolve(path) : Promise.reject(NONE_YET);
}

async function unpackedBefore(): Promise<string> {
  const path = await findUnpackedChromium();
  return path ?? Promise.reject(NONE_YET);
}

async function downloadPlaywrights(): Promise<string> {
  const cli = join(PROJECT, "node_modules/@playwright/test/cli.js");
  const download = startNode({ name: "The download", args: [cli, "install", "chromium"], env: process.env });
  await finish(download, DOWNLOAD_PATIENCE_MS);
  return playwrightsOwn();
}

async function installByApt(): Promise<string> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Error("needs root and apt-get");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]])
    await finish(startProgram("/usr/bin/apt-get", { name: "apt-get", args, env }), APT_PATIENCE_MS);
  const [path] = installedBrowsers(process);
  if (path === undefined) throw new Error("it brought no chromium");
  return path;
}

async function finish(program: ReturnType<typeof startNode>, patienceMs: number) {
  const timer = setTimeout(() => program.kill("SIGKILL"), patienceMs);
  const code = await program.exited;
  clearTimeout(timer);
  if (code !== 0)
    throw new Error(
      program
        .tail()
        .match(/^.*\b(error|E:|failed).*$/im)?.[0]
        .trim() ?? `exit code ${code}`,
    );
}
