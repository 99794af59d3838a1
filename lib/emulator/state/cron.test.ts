import { expect, test } from "vitest";
import { nextDueMs, parseCron } from "./cron.ts";

/** A Wednesday. */
const START = "2026-11-25T12:00Z";

const due = (expression: string, count = 3, from = START): string[] => {
  const cron = parseCron(expression);
  if (!cron) throw new Error(`${expression} cannot be read`);
  const times: string[] = [];
  let ms: number | undefined = Date.parse(from);
  for (let index = 0; index < count && ms !== undefined; index++) {
    ms = nextDueMs(cron, ms);
    if (ms !== undefined) times.push(new Date(ms).toISOString().slice(0, 16));
  }
  return times;
};

test.each([
  ["cron(0 22 * * ? *)", ["2026-11-25T22:00", "2026-11-26T22:00", "2026-11-27T22:00"]],
  ["0 22 ? * SAT *", ["2026-11-28T22:00", "2026-12-05T22:00", "2026-12-12T22:00"]],
  ["cron(30 6 ? * 2-6 *)", ["2026-11-26T06:30", "2026-11-27T06:30", "2026-11-30T06:30"]],
  ["cron(0/30 12,14 1 DEC ? *)", ["2026-12-01T12:00", "2026-12-01T12:30", "2026-12-01T14:00"]],
  ["cron(15 3 1 1 ? 2027-2028)", ["2027-01-01T03:15", "2028-01-01T03:15"]],
  ["cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]],
])("%s is due at its times, in UTC", (expression, times) => {
  expect(due(expression)).toEqual(times);
});

test.each([
  "",
  "0 22 * * *",
  "cron(60 22 * * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 22 0 * ? *)",
  "cron(0 22 * 13 ? *)",
  "cron(0 22 ? * 8 *)",
  "cron(0 22 ? * SOMEDAY *)",
  "cron(0 22 L * ? *)",
  "cron(0 22 ? * 5-2 *)",
  "cron(0/0 22 * * ? *)",
  "every day at ten",
])("'%s' is no cron expression", (expression) => {
  expect(parseCron(expression)).toBeUndefined();
});
