import type { Browser, Page } from "@playwright/test";

type TraceEvent = {
  name: string;
  pid: number;
  tid: number;
  /** Processor time of the thread in microseconds, without the time in which other programs had the core. */
  tdur?: number;
  args?: { name?: string };
};

/** The processor time in milliseconds of the longest task on the page's main thread while `action` runs. */
export async function longestTaskMs(
  browser: Browser,
  page: Page,
  action: () => Promise<void>,
): Promise<number> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await action();
  const trace = JSON.parse((await browser.stopTracing()).toString("utf8")) as { traceEvents: TraceEvent[] };
  return longestMainTaskMs(trace.traceEvents);
}

/** @throws when the trace has no task: Chromium then names them differently than before */
export function longestMainTaskMs(events: readonly TraceEvent[]): number {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const isName = ({ name, args }: TraceEvent) => name === "thread_name" && args?.name === "CrRendererMain";
  const mainThreads = new Set(events.filter(isName).map(threadOf));
  const times = events
    .filter((event) => event.name.endsWith("RunTask") && mainThreads.has(threadOf(event)))
    .flatMap(({ tdur }) => tdur ?? []);
  if (times.length === 0) throw new Error("The browser's trace has no task of a page's main thread.");
  return times.reduce((longest, time) => Math.max(longest, time)) / 1000;
}
