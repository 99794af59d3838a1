import { describe, expect, it } from "vitest";
import { executionPageSchema } from "@/lib/core/contracts/execution";
import { toJson } from "./to-json";

const at = new Date("2026-03-01T10:20:30.456Z");

describe("the answer of a route handler", () => {
  it("is read by the schema as what it was", () => {
    const row = {
      thingName: "kiosk:1",
      jobId: "a",
      status: "QUEUED",
      executionNumber: 1,
      retryAttempt: null,
    };
    const page = {
      rows: [{ ...row, queuedAt: at, startedAt: null, lastUpdatedAt: at }],
      cursor: null,
      readAt: at,
    };
    expect(executionPageSchema.parse(JSON.parse(toJson(page)))).toEqual(page);
  });

  it("has times as milliseconds, however deep, and leaves what it was given alone", () => {
    const value = { a: [{ at }], b: { c: { at: at, d: 1 } }, e: undefined };
    expect(JSON.parse(toJson(value))).toEqual({ a: [{ at: +at }], b: { c: { at: +at, d: 1 } } });
    expect(value.a[0]!.at).toBe(at);
  });

  it("keeps names that mean something to JavaScript, and lets a value define its own JSON", () => {
    const text = '{"__proto__":"x","constructor":"y"}';
    expect(toJson(JSON.parse(text))).toBe(text);
    expect(toJson({ at: new Date(Number.NaN), url: new URL("http://a/") })).toBe(
      '{"at":null,"url":"http://a/"}',
    );
  });
});
