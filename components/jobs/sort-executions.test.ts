import { describe, expect, test } from "vitest";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { filterByName } from "@/lib/core/domain/filter-by-name";
import { processorMs } from "@/lib/testing/processor-time";
import { sortExecutions, uniqueExecutions } from "./sort-executions";

function execution(thingName: string, rest: Partial<ExecutionSummary> = {}): ExecutionSummary {
  return {
    thingName,
    jobId: "fw-rollout",
    status: "QUEUED",
    queuedAt: new Date("2026-11-17T08:00:00Z"),
    startedAt: null,
    lastUpdatedAt: new Date("2026-11-17T08:00:00Z"),
    executionNumber: 1,
    retryAttempt: null,
    ...rest,
  };
}

const names = (rows: readonly ExecutionSummary[]) => rows.map((row) => row.thingName);
const at = (hour: number) => new Date(Date.UTC(2026, 10, 17, hour));

describe("sortExecutions", () => {
  test("leaves AWS's order, and the very array, where no order is chosen", () => {
    const rows = [execution("b"), execution("a")];
    expect(sortExecutions(rows, null, "asc")).toBe(rows);
  });

  test("orders by thing, both ways, and changes nothing in place", () => {
    const rows = [execution("kiosk:ams-014"), execution("agv_2291"), execution("press-line-07")];
    expect(names(sortExecutions(rows, "thing", "asc"))).toEqual([
      "agv_2291",
      "kiosk:ams-014",
      "press-line-07",
    ]);
    expect(names(sortExecutions(rows, "thing", "desc"))).toEqual([
      "press-line-07",
      "kiosk:ams-014",
      "agv_2291",
    ]);
    expect(names(rows)).toEqual(["kiosk:ams-014", "agv_2291", "press-line-07"]);
  });

  test("puts what is missing or unreadable last, both ways", () => {
    const rows = [
      execution("never"),
      execution("late", { startedAt: at(9) }),
      execution("odd", { startedAt: new Date(NaN) }),
      execution("early", { startedAt: at(8) }),
    ];
    expect(names(sortExecutions(rows, "started", "asc"))).toEqual(["early", "late", "never", "odd"]);
    expect(names(sortExecutions(rows, "started", "desc"))).toEqual(["late", "early", "never", "odd"]);
  });

  test("orders statuses as an operator cares, and unknown words last", () => {
    const rows = ["CANCELED", "PAUSED", "IN_PROGRESS", "FAILED", "QUEUED"].map((status) =>
      execution(`t-${status}`, { status }),
    );
    expect(sortExecutions(rows, "status", "asc").map((row) => row.status)).toEqual([
      "QUEUED",
      "IN_PROGRESS",
      "FAILED",
      "CANCELED",
      "PAUSED",
    ]);
  });

  test("orders equals by thing, so that a refresh moves nothing", () => {
    const rows = [execution("c"), execution("a"), execution("b")];
    expect(names(sortExecutions(rows, "queued", "desc"))).toEqual(["a", "b", "c"]);
  });

  test("orders 100,000 rows too fast to notice", () => {
    const rows = Array.from({ length: 100_000 }, (_, index) =>
      execution(`thing-${(index * 7919) % 100_000}`, { queuedAt: new Date((index * 104_729) % 1_000_003) }),
    );
    const started = processorMs();
    const sorted = sortExecutions(rows, "queued", "asc");
    expect(sorted).toHaveLength(100_000);
    // Some 60 ms on a laptop; the rest is for a busy machine.
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("uniqueExecutions", () => {
  test("returns the same array when no execution comes twice", () => {
    const rows = [execution("a"), execution("b"), execution("a", { executionNumber: 2 })];
    expect(uniqueExecutions(rows)).toBe(rows);
  });

  test("shows an execution that changed between two pages once, as it was reported last", () => {
    const queued = execution("a", { lastUpdatedAt: at(8) });
    const started = execution("a", { status: "IN_PROGRESS", lastUpdatedAt: at(9) });
    expect(uniqueExecutions([queued, execution("b"), started])).toEqual([started, execution("b")]);
    expect(uniqueExecutions([started, execution("b"), queued])).toEqual([started, execution("b")]);
  });
});

describe("filterByName", () => {
  const rows = [execution("kiosk:ams-014"), execution("Kiosk:BER-002"), execution("agv_2291")];

  test("finds a part of the name in any case", () => {
    expect(names(filterByName(rows, "KIOSK:"))).toEqual(["kiosk:ams-014", "Kiosk:BER-002"]);
  });

  test("takes the typed text literally", () => {
    expect(filterByName(rows, ".*")).toEqual([]);
    expect(filterByName(rows, null)).toBe(rows);
  });
});
