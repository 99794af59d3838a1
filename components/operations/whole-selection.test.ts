import { describe, expect, test } from "vitest";
import { cancelSelectorSchema } from "@/lib/core/contracts/cancel-selector";
import type { ExecutionSummary } from "@/lib/core/domain/execution";
import { wholeOfJob, wholeOfThing } from "./whole-selection";

const counts = { QUEUED: 1_492, IN_PROGRESS: 288 };
const count = (status: keyof typeof counts) => counts[status];
const inStatus = (status: string) => ({ status }) as ExecutionSummary;

describe("wholeOfJob", () => {
  test("without a status filter the queued executions are selected, and no other", () => {
    const whole = wholeOfJob("fw", { status: [], name: null }, count)!;
    expect(whole.words).toBe("all 1,492 queued executions of this job");
    expect(whole.selector).toEqual({ kind: "job", jobId: "fw", statuses: ["QUEUED"], name: null });
    expect(whole.covers(inStatus("QUEUED"))).toBe(true);
    expect(whole.covers(inStatus("IN_PROGRESS"))).toBe(false);
  });

  test("the open statuses of the filter are part of the selector", () => {
    const whole = wholeOfJob("fw", { status: ["QUEUED", "IN_PROGRESS", "FAILED"], name: null }, count)!;
    expect(whole.words).toBe("all 1,780 queued and in-progress executions of this job");
    expect(whole.selector).toMatchObject({ statuses: ["QUEUED", "IN_PROGRESS"] });
  });

  test("the name filter is part of the selector, and no number is invented for it", () => {
    const whole = wholeOfJob("fw", { status: ["IN_PROGRESS"], name: "kiosk" }, count)!;
    expect(whole.words).toBe("all in-progress executions of this job on things with “kiosk” in their name");
    expect(whole.selector).toMatchObject({ statuses: ["IN_PROGRESS"], name: "kiosk" });
  });

  test("there is no number where the job's counters were not read", () => {
    const whole = wholeOfJob("fw", { status: [], name: null }, null)!;
    expect(whole.words).toBe("all queued executions of this job");
  });

  test("nothing is offered for what has ended; zero is said where AWS counts none", () => {
    expect(wholeOfJob("fw", { status: ["FAILED", "SUCCEEDED"], name: null }, count)).toBeNull();
    expect(wholeOfJob("fw", { status: ["QUEUED"], name: null }, () => 0)?.count).toBe(0);
  });
});

describe("wholeOfThing", () => {
  test("a thing's queued executions, with their number where it is known", () => {
    expect(wholeOfThing("kiosk", 3).words).toBe("all 3 queued executions of this thing");
    expect(wholeOfThing("kiosk", 1).words).toBe("the one queued execution of this thing");
    expect(wholeOfThing("kiosk", null).words).toBe("all queued executions of this thing");
  });
});

test("the server accepts the selector that is offered", () => {
  const offered = [
    wholeOfJob("fw", { status: [], name: "a:b" }, count)!.selector,
    wholeOfThing("kiosk:1", null).selector,
  ];
  for (const selector of offered) expect(cancelSelectorSchema.parse(selector)).toEqual(selector);
});
