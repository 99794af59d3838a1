import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXECUTION_STATUSES } from "@/lib/core/domain/execution-status";
import { JOB_STATUSES } from "@/lib/core/domain/job";
import type { Connectivity } from "@/lib/core/domain/thing";
import { duration } from "./duration";
import { executionStatusWord, jobStatusWord } from "./execution-status-word";
import { prettyDocument } from "./pretty-document";
import { connectivityReason, connectivityWords } from "./thing-words";

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;
const NOW = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);

test.each([
  [-5 * S, "0 s"],
  [999, "0 s"],
  [S, "1 s"],
  [59_999, "59 s"],
  [MIN, "1 min"],
  [H - 1, "59 min"],
  [H, "1 h"],
  [2 * H + 3 * MIN + 4 * S, "2 h 3 min"],
  [D, "1 d"],
  [D + 59 * MIN, "1 d"],
  [4 * D + 2 * H, "4 d 2 h"],
  [30 * D + 5 * H, "30 d"],
  [400 * D, "400 d"],
])("%i ms last %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([...EXECUTION_STATUSES])("%s has a word of its own", (status) => {
  expect(executionStatusWord(status)).toMatch(/^[A-Z][a-z ]+$/);
});

test.each([...JOB_STATUSES])("the job's status %s has a word of its own", (status) => {
  expect(jobStatusWord(status)).toMatch(/^[A-Z][a-z ]+$/);
});

test.each(["PAUSED", "", "toString", "constructor", "__proto__"])("%j is shown as AWS sent it", (status) => {
  expect(executionStatusWord(status)).toBe(status);
  expect(jobStatusWord(status)).toBe(status);
});

test("a document of JSON is laid out, and any other text is left as it is", () => {
  expect(prettyDocument('{"a":[1,"<b>"]}')).toBe('{\n  "a": [\n    1,\n    "<b>"\n  ]\n}');
  for (const text of ["", "{", "steps: [1]", "${aws:iot:s3-presigned-url:x}"])
    expect(prettyDocument(text)).toBe(text);
});

test("laying out changes only space: long numbers and duplicate keys stay", () => {
  const odd = '{"id":12345678901234567890,"a":1.0,"a":{"b":[],"c":{}},"s":"x, \\"{y}: \\\\"}';
  expect(prettyDocument(odd)).toBe(`{
  "id": 12345678901234567890,
  "a": 1.0,
  "a": {
    "b": [],
    "c": {}
  },
  "s": "x, \\"{y}: \\\\"
}`);
});

test("any other JSON is laid out as JavaScript does it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
      expect(prettyDocument(JSON.stringify(value, null, space))).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

describe("connectivity", () => {
  test.each<[Connectivity, string, string | null]>([
    [{ state: "connected", since: ago(3 * H) }, "Connected 3 h", null],
    [{ state: "connected", since: null }, "Connected", null],
    [
      { state: "disconnected", since: ago(2 * D), reason: "CLIENT_ERROR" },
      "Disconnected 2 d",
      "CLIENT_ERROR",
    ],
    [{ state: "disconnected", since: null, reason: null }, "Disconnected", null],
    [{ state: "not-connected" }, "Not connected", "never, long ago, or under another client id"],
    [{ state: "unknown", because: "not-indexed" }, "Unknown", "Connectivity is not indexed in this account."],
    [
      { state: "unknown", because: "no-data" },
      "Unknown",
      "AWS has no connection data: it never connected, or its client id is not its name.",
    ],
    [
      { state: "unknown", because: "denied" },
      "Unknown",
      "This console may not ask: AWS wants iot:GetIndexingConfiguration and iot:SearchIndex allowed.",
    ],
    [{ state: "unknown", because: "not-read" }, "Unknown", "Fleet indexing could not be queried just now."],
  ])("%j", (connectivity, words, reason) => {
    expect(connectivityWords(connectivity, NOW)).toBe(words);
    expect(connectivityReason(connectivity)).toBe(reason);
  });
});
