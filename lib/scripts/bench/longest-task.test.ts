import { expect, it } from "vitest";
import { longestMainTaskMs } from "./longest-task.ts";

const main = { pid: 1, tid: 2 };
const worker = { pid: 1, tid: 3 };
const names = [
  { ...main, name: "thread_name", args: { name: "CrRendererMain" } },
  { ...worker, name: "thread_name", args: { name: "ThreadPoolWorker" } },
];

it("finds the longest task of the main thread, by its processor time", () => {
  const events = [
    { ...main, name: "ThreadControllerImpl::RunTask", dur: 90_000, tdur: 24_500 },
    { ...main, name: "ThreadControllerImpl::RunTask", dur: 30_000, tdur: 3_000 },
    { ...main, name: "ThreadControllerImpl::RunTask", dur: 30_000 },
    { ...worker, name: "ThreadControllerImpl::RunTask", dur: 99_000, tdur: 99_000 },
    { ...main, name: "V8.GC", tdur: 80_000 },
  ];
  expect(longestMainTaskMs([...events, ...names])).toBe(24.5);
});

it("refuses a trace without tasks, as zero would look like a good figure", () => {
  expect(() => longestMainTaskMs(names)).toThrow(/no task/);
});
