import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { EXECUTION_STATUSES } from "@/lib/core/domain/execution-status";
import { layOutTimeline } from "./timeline-spans";

const NOW = new Date("2026-11-23T12:00:00Z");
const H = 3_600_000;
const ago = (hours: number) => new Date(NOW.getTime() - hours * H);

function execution(
  jobId: string,
  status: string,
  queued: number | null,
  more: Partial<ExecutionSummary> = {},
) {
  return {
    thingName: "kiosk",
    jobId,
    status,
    queuedAt: queued === null ? null : ago(queued),
    startedAt: null,
    lastUpdatedAt: queued === null ? null : ago(queued),
    executionNumber: 1,
    retryAttempt: 0,
    ...more,
  } satisfies ExecutionSummary;
}

const idsOf = (executions: readonly ExecutionSummary[]) =>
  layOutTimeline(executions, NOW)?.spans.map((span) => span.execution.jobId);

test("nothing to show is null", () => {
  expect(layOutTimeline([], NOW)).toBeNull();
  expect(layOutTimeline([execution("a", "QUEUED", null)], NOW)).toBeNull();
});

test("times become fractions from the oldest open execution up to now", () => {
  const timeline = layOutTimeline(
    [
      execution("running", "IN_PROGRESS", 10, { startedAt: ago(5), lastUpdatedAt: ago(1) }),
      execution("done", "SUCCEEDED", 8, { startedAt: ago(6), lastUpdatedAt: ago(4) }),
      execution("waiting", "QUEUED", 2),
    ],
    NOW,
  );
  expect(timeline).toMatchObject({ from: ago(10), left: 0 });
  expect(timeline?.spans.map(({ execution, ...span }) => [execution.jobId, span])).toEqual([
    ["running", { queuedFrom: 0, startedAt: 0.5, silentFrom: 0.9, to: 1, isOpen: true }],
    [
      "done",
      {
        queuedFrom: expect.closeTo(0.2) as number,
        startedAt: expect.closeTo(0.4) as number,
        silentFrom: null,
        to: expect.closeTo(0.6) as number,
        isOpen: false,
      },
    ],
    [
      "waiting",
      { queuedFrom: expect.closeTo(0.8) as number, startedAt: null, silentFrom: null, to: 1, isOpen: true },
    ],
  ]);
});

test("executions that ended before the oldest open one was queued are left out, and counted", () => {
  const timeline = layOutTimeline(
    [
      execution("last year", "SUCCEEDED", 9_000, { lastUpdatedAt: ago(8_999) }),
      execution("across", "FAILED", 50, { lastUpdatedAt: ago(3) }),
      execution("waiting", "QUEUED", 10),
    ],
    NOW,
  );
  expect(timeline).toMatchObject({ from: ago(10), left: 1 });
  expect(timeline?.spans.map((span) => [span.execution.jobId, span.queuedFrom])).toEqual([
    ["across", 0],
    ["waiting", 0],
  ]);
});

test("without an open execution, all are shown", () => {
  expect(
    idsOf([execution("b", "FAILED", 5, { lastUpdatedAt: ago(4) }), execution("a", "SUCCEEDED", 900)]),
  ).toEqual(["a", "b"]);
});

test("of more than twelve, the open ones and then the latest are shown, oldest first", () => {
  const finished = Array.from({ length: 20 }, (_, at) => execution(`f${at}`, "SUCCEEDED", 40 - at));
  const timeline = layOutTimeline([...finished, execution("open", "IN_PROGRESS", 100)], NOW);
  expect(timeline?.left).toBe(9);
  expect(timeline?.spans.map((span) => span.execution.jobId)).toEqual([
    "open",
    ...Array.from({ length: 11 }, (_, at) => `f${9 + at}`),
  ]);
});

test("one without times and one of an unknown status are harmless", () => {
  const timeline = layOutTimeline(
    [execution("timeless", "QUEUED", null), execution("odd", "PAUSED", 2)],
    NOW,
  );
  expect(timeline).toMatchObject({ left: 1, spans: [{ isOpen: true, to: 1 }] });
});

test("whatever the times, every span lies within the time shown and runs forward", () => {
  const hours = fc.option(fc.integer({ min: -10, max: 5_000 }), { nil: null });
  const any = fc
    .tuple(fc.constantFrom(...EXECUTION_STATUSES, "PAUSED"), hours, hours, hours)
    .map(([status, queued, started, updated]) =>
      execution("a", status, queued, {
        startedAt: started === null ? null : ago(started),
        lastUpdatedAt: updated === null ? null : ago(updated),
      }),
    );
  fc.assert(
    fc.property(fc.array(any, { maxLength: 30 }), (executions) => {
      const timeline = layOutTimeline(executions, NOW);
      const spans = timeline?.spans ?? [];
      expect(spans.length).toBeLessThanOrEqual(12);
      expect(spans.length + (timeline?.left ?? executions.length)).toBe(executions.length);
      for (const { queuedFrom, startedAt, to } of spans) {
        for (const fraction of [queuedFrom, startedAt ?? 0, to]) {
          expect(fraction).toBeGreaterThanOrEqual(0);
          expect(fraction).toBeLessThanOrEqual(1);
        }
        expect(to).toBeGreaterThanOrEqual(queuedFrom);
      }
    }),
  );
});
