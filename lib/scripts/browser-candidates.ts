import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge-stable",
  "microsoft-edge",
  "msedge",
];

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/opt/microsoft/msedge/msedge",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

type Surroundings = { env: Readonly<Record<string, string | undefined>>; exists?: (path: string) => boolean };

/** The browser that CHROMIUM_PATH or PLAYWRIGHT_CHROMIUM names, or null. */
export function askedForBrowser({ env }: Surroundings): string | null {
  return env.CHROMIUM_PATH || env.PLAYWRIGHT_CHROMIUM || null;
}

/** The paths of every Chromium, Chrome and Edge on this machine: those on the PATH first, each once. */
export function installedBrowsers({ env, exists = existsSync }: Surroundings): string[] {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...new Set([...onPath, ...USUAL_PLACES])].filter((path) => exists(path));
}
