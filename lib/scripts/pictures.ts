import { type Browser, chromium, type Page } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type SignedInState, signInToDemo } from "./demo-sign-in.ts";
import { findBrowser } from "./find-browser.ts";
import { launchConsole, launchEmulator } from "./launch.ts";
import { PROJECT } from "./project.ts";
import { runCommand } from "./run-command.ts";
import { BROWSER_FLAGS } from "./start-browser.ts";

const FOLDER = join(PROJECT, "public/pictures");
/** The seed of the fleet whose things and jobs the pictures below name. */
const SEED = 1;

const THING = "kiosk:ams-014"; // in progress for days, with three jobs waiting behind
const JOB = "fw-rollout-2026-11";
const THING_PATH = `things/${encodeURIComponent(THING)}`;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 1040 };

type Picture = {
  name: string;
  /** The path of the page below that of the fleet. */
  path: string;
  size: { width: number; height: number };
  theme?: "light" | "dark";
  /** Brings the opened page to the state to show. */
  show: (page: Page, emulatorUrl: string) => Promise<unknown>;
};

const PICTURES: Picture[] = [
  { name: "job", path: `jobs/${JOB}`, size: WIDE, show: (page) => rows(page, "Executions of this job") },
  {
    name: "job-dark",
    path: `jobs/${JOB}?status=IN_PROGRESS,FAILED`,
    size: WIDE,
    theme: "dark",
    show: (page) => rows(page, "Executions of this job"),
  },
  { name: "thing", path: THING_PATH, size: WIDE, show: (page) => rows(page, "Open executions") },
  { name: "stuck", path: "stuck", size: WIDE, show: stuckRows },
  { name: "things-narrow", path: "things", size: NARROW, show: (page) => rows(page, "Things") },
  { name: "cancel", path: `${THING_PATH}/executions/${JOB}`, size: WIDE, show: openCancel },
  { name: "operation", path: `jobs/${JOB}?status=QUEUED`, size: WIDE, show: runOperation },
  { name: "conflict", path: `${THING_PATH}/executions/${JOB}`, size: WIDE, show: meetConflict }, // last, because it changes the fleet
];

/** npm run pictures: takes the pictures of the README from the current product. */
await runCommand(async () => {
  const emulator = await launchEmulator({ fleet: "demo", seed: SEED });
  // With AWS's quotas an operation lasts long enough to be pictured while it runs.
  const env = { STANDDOWN_DEMO: "1", AWS_ACCOUNT_ID: "123456789012" };
  const server = await launchConsole({ emulatorUrl: emulator.url, env });
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: BROWSER_FLAGS });
  await mkdir(FOLDER, { recursive: true });
  const state = await signInToDemo(browser, server.url, "supervisor");
  const read = await browser.newPage({ storageState: state, baseURL: `${server.url}/demo/` });
  await indexIsRead(read);
  await read.close();
  for (const picture of PICTURES) {
    const file = join(FOLDER, `${picture.name}.png`);
    await take(browser, state, picture, `${server.url}/demo/`, emulator.url, file);
    console.log(file);
  }
  await browser.close();
  return 0;
});

async function take(
  browser: Browser,
  state: SignedInState,
  picture: Picture,
  baseURL: string,
  emulatorUrl: string,
  file: string,
) {
  const page = await browser.newPage({
    storageState: state,
    baseURL,
    viewport: picture.size,
    colorScheme: picture.theme ?? "light",
    reducedMotion: "reduce",
    locale: "en-US",
    timezoneId: "UTC",
  });
  await page.goto(picture.path);
  await picture.show(page, emulatorUrl);
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
  await page.close();
}

/** Waits for the rows and for what is read afterwards for each of them. */
async function rows(page: Page, table: string) {
  const body = page.getByRole("table", { name: table }).locator("tbody");
  await body.locator("tr[data-row]").first().waitFor();
  await page.waitForLoadState("networkidle");
  await body.locator(".animate-pulse").first().waitFor({ state: "hidden" });
}

async function openCancel(page: Page) {
  await page.getByRole("main").getByRole("button", { name: "Cancel…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /^Force cancel/ }).check();
  await dialog.getByRole("button", { name: "Add pair" }).click();
  await dialog.getByRole("textbox", { name: "Key of pair 1" }).fill("reason");
  const value = dialog.getByRole("textbox", { name: "Value of pair 1" });
  await value.fill("stuck since Thursday, replacing the board");
  await value.blur();
}

/** Waits for the index, which is filled in the background after the start: each page shows a count of it. */
async function indexIsRead(page: Page) {
  await page.goto("stuck");
  await page.getByText(/^Index: read [^,]+$/).waitFor({ timeout: 120_000 });
}

async function stuckRows(page: Page) {
  await page.getByRole("main").locator("tbody tr[data-row]").first().waitFor();
  await page.waitForLoadState("networkidle");
}

/** Shows a running operation: some executions are canceled, the others wait. */
async function runOperation(page: Page) {
  await page.getByRole("checkbox", { name: "Select all rows shown" }).check();
  const bar = page.getByRole("group", { name: "Selection" });
  await bar.getByRole("button", { name: /^Select all .* queued executions of this job$/ }).click();
  await bar.getByRole("button", { name: /^Cancel .*…$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Superseded by fw 4.2.1");
  await dialog.getByRole("button", { name: /^Cancel \d+ executions$/ }).click();
  await page.waitForURL(/\/operations\/op_/);
  await page.getByRole("main").locator("tbody tr[data-row]").first().getByText("Canceled").waitFor();
}

/** Shows a conflict: the device reports while the person decides. */
async function meetConflict(page: Page, emulatorUrl: string) {
  await openCancel(page);
  const statusDetails = { step: "verifying", percent: "64" };
  const acts = [{ thingName: THING, jobId: JOB, act: "progress", statusDetails }];
  const answer = await fetch(`${emulatorUrl}/_emulator/device`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ acts }),
  });
  if (!answer.ok) throw new Error(`The device could not report: ${await answer.text()}`);
  await page.getByRole("dialog").getByRole("button", { name: "Force cancel" }).click();
  await page.getByRole("heading", { name: "It changed while you were deciding" }).waitFor();
}
