import type { Browser, Locator, Page } from "@playwright/test";
import { type SignedInState, signInToDemo } from "../demo-sign-in.ts";
import { launchEmulator } from "../launch.ts";
import type { BenchTools } from "./bench-tools.ts";
import { type Figure, roundTo } from "./figure.ts";
import { type FrameGaps, quietestPass, recordFrames, sweep } from "./frame-gaps.ts";
import { FLEET, launchBenchConsole } from "./launch-bench-console.ts";
import { longestTaskMs } from "./longest-task.ts";
import { percentile } from "./percentile.ts";
import { timeToFirstRows } from "./time-to-first-rows.ts";

const EXECUTIONS = 100_000;
const LARGE_JOB = "fleet-wide-rollout";
/** Of the same fleet, with 40 executions. */
const SMALL_JOB = "kiosk-diag-77";
const OPENINGS = 7;

/** A tenth of the fleet. */
const TEN_THOUSAND = { name: "meter-05", rows: 10_000 };

const LOAD_PATIENCE_MS = 240_000;
const STEP_PX = 8_000;
const WHEEL_TURNS = 100;
const WHEEL_PX = 300;
/** Three frames at 60 Hz: people see a longer pause as a jerk. */
const LONGEST_FRAME_MS = 50;

/** Measures a job with 100,000 executions in a browser: how it opens, loads and scrolls, and its memory at the end. */
export async function measureLargeJob({ build, browser }: BenchTools): Promise<Figure[]> {
  const emulator = await launchEmulator({ fleet: "large" });
  const server = await launchBenchConsole(emulator.url, build);
  try {
    const chromium = await browser();
    const state = await signInToDemo(chromium, server.url, "viewer");
    const urlOf = (jobId: string) => `${server.url}/${FLEET}/jobs/${jobId}`;
    return [
      ...(await measureOpening(chromium, state, urlOf(LARGE_JOB), urlOf(SMALL_JOB))),
      ...(await measureScrolling(chromium, state, urlOf(LARGE_JOB))),
    ];
  } finally {
    await Promise.all([server.stop(), emulator.stop()]);
  }
}

/** Alternately, so that noise affects both. The first of each warms the server up. */
async function measureOpening(
  browser: Browser,
  state: SignedInState,
  large: string,
  small: string,
): Promise<Figure[]> {
  const times = { large: [] as number[], small: [] as number[] };
  for (let opening = 0; opening <= OPENINGS; opening++) {
    const largeMs = await timeToFirstRows(browser, state, large);
    const smallMs = await timeToFirstRows(browser, state, small);
    if (opening === 0) continue;
    times.large.push(largeMs);
    times.small.push(smallMs);
  }
  const largeMs = percentile(times.large, 50);
  const ratio = largeMs / percentile(times.small, 50);
  const name = "c. time to first rows, 100,000 executions";
  return [
    { name: `${name} : 40 executions, p50`, value: roundTo(2, ratio), unit: "ratio", aim: null },
    { name: `${name}, p50`, value: roundTo(0, largeMs), unit: "ms, this run", aim: null },
  ];
}

async function measureScrolling(browser: Browser, state: SignedInState, url: string): Promise<Figure[]> {
  const context = await browser.newContext({ storageState: state });
  try {
    const page = await context.newPage();
    const idle = await sweepNothing(page);
    await page.goto(url);
    const table = page.getByRole("table").filter({ has: page.locator("[aria-rowindex]") });

    const beganAt = performance.now();
    const loading = await recordFrames(page, () => loadAll(page, table));
    const loadingS = (performance.now() - beganAt) / 1000;

    const box = table.locator(".."); // the scrolling box is around the table
    const swept = await quietestPass(page, () => sweep(box, STEP_PX));
    await requireLastRow(table);
    const taskMs = await longestTaskMs(browser, page, () => sweep(box, STEP_PX));
    await box.evaluate((element) => element.scrollTo({ top: 0 }));
    await one(table).waitFor();
    const selectMs = await longestTaskMs(browser, page, () => selectRows(page, table));
    const selectFewerMs = await among(page, table, TEN_THOUSAND, () =>
      longestTaskMs(browser, page, () => selectRows(page, table)),
    );
    await sweep(box, STEP_PX);
    const wheeled = await quietestPass(page, () => turnWheel(page, box));

    return [
      { name: "c. load all 100,000", value: roundTo(1, loadingS), unit: "s, this run", aim: null },
      ...frameFigures("while loading all", loading, false),
      ...frameFigures("scrolling through 100,000", swept, true),
      ...frameFigures("turning the wheel in 100,000", wheeled, true),
      // Two figures to separate the page's work from the machine's: work alone, and the same scrolling over nothing.
      {
        name: "c. longest task by processor time, scrolling through 100,000",
        value: roundTo(1, taskMs),
        unit: "ms",
        aim: { max: LONGEST_FRAME_MS },
      },
      {
        name: "c. longest task by processor time, a click that selects among 10,000 or all of them",
        value: roundTo(1, selectFewerMs),
        unit: "ms",
        aim: { max: LONGEST_FRAME_MS },
      },
      {
        name: "c. longest task by processor time, the same among 100,000",
        value: roundTo(1, selectMs),
        unit: "ms",
        aim: null,
      },
      ...frameFigures("scrolling an empty box", idle, false),
      { name: "c. JS heap after all that", value: await heapMib(page), unit: "MiB", aim: null },
      { name: "c. rows in the DOM", value: await bodyRows(table).count(), unit: "rows", aim: null },
    ];
  } finally {
    await context.close();
  }
}

/** The result of `work` while the list is filtered by this part of a name. */
async function among<Value>(
  page: Page,
  table: Locator,
  { name, rows }: { name: string; rows: number },
  work: () => Promise<Value>,
): Promise<Value> {
  const filter = page.getByRole("searchbox", { name: "Filter by thing name" });
  const showing = (count: number) => page.locator(`table[aria-rowcount="${count + 1}"]`).and(table);
  await filter.fill(name);
  await showing(rows).waitFor();
  const value = await work();
  await filter.fill("");
  await showing(EXECUTIONS).waitFor();
  return value;
}

const bodyRows = (table: Locator) => table.locator("tbody [aria-rowindex]");

/** The table reports its number of rows, the header included, once all are loaded. */
async function loadAll(page: Page, table: Locator) {
  await page.getByRole("button", { name: "Load all" }).click();
  const whole = page.locator(`table[aria-rowcount="${EXECUTIONS + 1}"]`);
  await whole.and(table).waitFor({ timeout: LOAD_PATIENCE_MS });
}

/** Checks that rows are drawn: scrolling without them would be fast. */
async function requireLastRow(table: Locator) {
  await table.locator(`tbody [aria-rowindex="${EXECUTIONS + 1}"]`).waitFor();
}

/** Selects all, then all but one, then none. */
async function selectRows(page: Page, table: Locator) {
  const all = page.getByRole("checkbox", { name: "Select all rows shown" });
  await all.check();
  await one(table).uncheck();
  await one(table).check();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await one(table).check();
  await one(table).uncheck();
}

/** The check box of a selectable row. */
const one = (table: Locator) => table.locator("tbody input[type=checkbox]:enabled").first();

/** By the mouse, as a person does it, back up from the end: the table holds its rows still under the pointer. */
async function turnWheel(page: Page, box: Locator) {
  await box.hover();
  for (let turn = 0; turn < WHEEL_TURNS; turn++) await page.mouse.wheel(0, -WHEEL_PX);
}

async function sweepNothing(page: Page): Promise<FrameGaps> {
  await page.setContent(
    `<div id="box" style="height: 400px; overflow: auto"><div style="height: ${STEP_PX * 300}px">`,
  );
  return quietestPass(page, () => sweep(page.locator("#box"), STEP_PX));
}

function frameFigures(what: string, gaps: FrameGaps, hasAim: boolean): Figure[] {
  const unit = "ms";
  const aim = hasAim ? { max: LONGEST_FRAME_MS } : null;
  return [
    { name: `c. longest frame, ${what}`, value: roundTo(1, percentile(gaps, 100)), unit, aim },
    { name: `c. p95 frame, ${what}`, value: roundTo(1, percentile(gaps, 95)), unit, aim: null },
  ];
}

async function heapMib(page: Page): Promise<number> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devTools.send("Runtime.getHeapUsage");
  return roundTo(0, usedSize / 1024 / 1024);
}
